package io.gortms.internal.publish;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The ids that were published lately: a ring in the order of publishing, which the oldest leave, and a hash table over it.
 * About 40 bytes an id, made as they come. Pure memory, given the time; not thread-safe.
 *
 * <pre>
 * ring   head -> [ hash, position, timestamp ] [ … ] [ … ] <- tail    at the id's number modulo the ring's length
 * table  [ number in the ring + 1, or 0 ]                              linear probing, at most half full
 * </pre>
 */
final class IdIndex {

    private static final int SMALLEST_RING = 64;

    /** More than one at each addition, so that what is over is gone some time. */
    private static final int MOST_EXPIRED_AT_ONCE = 4;

    private final int maxIds;
    private long[] high = {};
    private long[] low = {};
    private long[] positions = {};
    private long[] timestamps = {};
    private int[] table = {};

    /** The numbers of the oldest id and of the next one. */
    private long head;

    private long tail;

    /** Holds this many ids at most. */
    IdIndex(int maxIds) {
        this.maxIds = maxIds;
        clear();
    }

    /** How many ids it holds; some may be over. */
    int size() {
        return (int) (tail - head);
    }

    /** What was published under this id at or after a time, or null. */
    @Nullable FirstPublish find(IdHash id, long sinceMicros) {
        int mask = table.length - 1;
        for (int at = (int) id.low() & mask; table[at] != 0; at = (at + 1) & mask) {
            int slot = table[at] - 1;
            if (low[slot] == id.low() && high[slot] == id.high() && timestamps[slot] >= sinceMicros) {
                return new FirstPublish(positions[slot], timestamps[slot]);
            }
        }
        return null;
    }

    /**
     * Adds an id that was not found.
     *
     * @param sinceMicros what is older is over
     * @return whether one had to leave that is not over
     */
    boolean add(IdHash id, long position, long timestampMicros, long sinceMicros) {
        dropExpired(sinceMicros);
        boolean early = size() == maxIds;
        if (early) {
            dropOldest();
        }
        if (size() == high.length) {
            grow();
        }
        int slot = slot(tail++);
        high[slot] = id.high();
        low[slot] = id.low();
        positions[slot] = position;
        timestamps[slot] = timestampMicros;
        enter(slot);
        return early;
    }

    private void dropExpired(long sinceMicros) {
        if (size() > 0 && timestamps[slot(tail - 1)] < sinceMicros) {
            clear();
        }
        for (int i = 0; i < MOST_EXPIRED_AT_ONCE && size() > 0 && timestamps[slot(head)] < sinceMicros; i++) {
            dropOldest();
        }
    }

    private void clear() {
        head = 0;
        tail = 0;
        allocate(SMALLEST_RING);
    }

    private void allocate(int length) {
        high = Arrays.copyOf(high, length);
        low = Arrays.copyOf(low, length);
        positions = Arrays.copyOf(positions, length);
        timestamps = Arrays.copyOf(timestamps, length);
        table = new int[2 * length];
    }

    /** Twice the ring, the oldest at its beginning. */
    private void grow() {
        int length = high.length;
        int first = slot(head);
        for (long[] ring : new long[][] {high, low, positions, timestamps}) {
            rotate(ring, first);
        }
        head = 0;
        tail = length;
        allocate(2 * length);
        for (int slot = 0; slot < length; slot++) {
            enter(slot);
        }
    }

    private static void rotate(long[] ring, int first) {
        long[] before = Arrays.copyOf(ring, first);
        System.arraycopy(ring, first, ring, 0, ring.length - first);
        System.arraycopy(before, 0, ring, ring.length - first, first);
    }

    private int slot(long number) {
        return (int) (number & (high.length - 1));
    }

    private void enter(int slot) {
        int mask = table.length - 1;
        int at = (int) low[slot] & mask;
        while (table[at] != 0) {
            at = (at + 1) & mask;
        }
        table[at] = slot + 1;
    }

    /** Takes the oldest out of the table; what stands behind it moves up, so that it is still found. */
    private void dropOldest() {
        int mask = table.length - 1;
        int slot = slot(head++);
        int hole = (int) low[slot] & mask;
        while (table[hole] != slot + 1) {
            hole = (hole + 1) & mask;
        }
        for (int next = (hole + 1) & mask; table[next] != 0; next = (next + 1) & mask) {
            int home = (int) low[table[next] - 1] & mask;
            if (((next - home) & mask) >= ((next - hole) & mask)) {
                table[hole] = table[next];
                hole = next;
            }
        }
        table[hole] = 0;
    }
}
