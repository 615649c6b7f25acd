package io.gortms.internal.group;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Makes the bodies of entries, one at a time, in one array. Guarded by the ledger's lock. */
final class EntryEncoder {

    /** Most ranges in one entry. */
    static final int MAX_RANGES = 2048;

    /** Most positions in one entry. */
    static final int MAX_POSITIONS = 4096;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int FIRST_LONGS = 64;

    private byte[] body = new byte[FIRST_LONGS * Long.BYTES];
    private long[] sorted = new long[FIRST_LONGS];
    private int longs;
    private int nextPosition;

    byte[] body() {
        return body;
    }

    int bodyBytes() {
        return longs * Long.BYTES;
    }

    void range(int group, long from, long to) {
        begin(group, 1);
        put(from);
        put(to);
    }

    /** Sorts these positions, for {@link #nextRanges}. */
    void sort(long[] positions, int count) {
        if (sorted.length < count) {
            sorted = new long[Integer.highestOneBit(count) << 1];
        }
        System.arraycopy(positions, 0, sorted, 0, count);
        for (int i = 1; i < count; i++) {
            if (sorted[i] < sorted[i - 1]) {
                Arrays.sort(sorted, 0, count);
                break;
            }
        }
        nextPosition = 0;
    }

    /** The ranges that the sorted positions make, as many as fit into one entry; false if there is none left. */
    boolean nextRanges(int group, int count) {
        if (nextPosition == count) {
            return false;
        }
        begin(group, 0);
        int ranges = 0;
        while (nextPosition < count && ranges < MAX_RANGES) {
            long from = sorted[nextPosition++];
            long to = from + 1;
            while (nextPosition < count && sorted[nextPosition] <= to) {
                to = sorted[nextPosition++] + 1;
            }
            put(from);
            put(to);
            ranges++;
        }
        LONG.set(body, 0, head(group, ranges));
        return true;
    }

    void positions(int group, long[] positions, int from, int to) {
        begin(group, to - from);
        for (int i = from; i < to; i++) {
            put(positions[i]);
        }
    }

    void attempts(int group, long position, Attempts attempts) {
        begin(group, attempts.deliveries);
        put(position);
        put(head(attempts.failures, attempts.flags));
        put(attempts.dueMicros);
        put(attempts.firstFailureMicros);
        put(attempts.lastFailureMicros);
    }

    void moved(int group, long target) {
        begin(group, 0);
        put(target);
    }

    void word(int first, int second) {
        begin(first, second);
    }

    private void begin(int first, int second) {
        longs = 0;
        put(head(first, second));
    }

    private static long head(int first, int second) {
        return (first & 0xFFFF_FFFFL) | (long) second << 32;
    }

    private void put(long value) {
        if (bodyBytes() == body.length) {
            body = Arrays.copyOf(body, 2 * body.length);
        }
        LONG.set(body, longs++ * Long.BYTES, value);
    }
}
