package io.gortms.internal.group;

import java.util.Arrays;

/**
 * Unsettled positions that a group has tried, each with its {@link Attempts}. An open-addressing index of ints over dense
 * columns: about 50 to 65 bytes for each position, and nothing while it is empty. Not thread-safe.
 */
public final class AttemptsTable {

    private static final int FIRST_ENTRIES = 16;
    private static final long[] NO_LONGS = {};
    private static final int[] NO_INTS = {};
    private static final byte[] NO_BYTES = {};

    /** Entry number + 1, or 0; twice as many as entries at least, a power of two. */
    private int[] index = NO_INTS;

    private int size;
    private int failed;
    private long[] positions = NO_LONGS;
    private int[] deliveries = NO_INTS;
    private int[] failures = NO_INTS;
    private long[] dueMicros = NO_LONGS;
    private long[] firstFailureMicros = NO_LONGS;
    private long[] lastFailureMicros = NO_LONGS;
    private byte[] flags = NO_BYTES;

    /** Takes an entry. */
    @FunctionalInterface
    public interface Visitor {

        /** The holder is filled anew for each position; the table may not be changed meanwhile. */
        void entry(long position, Attempts attempts);
    }

    /** How many positions it knows. */
    public int size() {
        return size;
    }

    /** How many of them have failed. */
    public int failed() {
        return failed;
    }

    /** Fills the holder; with the defaults, and false, if the position is not known. */
    public boolean get(long position, Attempts into) {
        int slot = size == 0 ? -1 : find(position);
        if (slot < 0) {
            into.reset();
            return false;
        }
        read(index[slot] - 1, into);
        return true;
    }

    /** Replaces what is known of this position; the defaults remove it. */
    public void put(long position, Attempts attempts) {
        if (attempts.isDefault()) {
            remove(position);
            return;
        }
        if (size == positions.length) {
            grow();
        }
        int slot = find(position);
        if (slot < 0) {
            slot = -slot - 1;
            positions[size] = position;
            failures[size] = 0;
            index[slot] = ++size;
        }
        write(index[slot] - 1, attempts);
    }

    /** Forgets a position; false if it is not known. */
    public boolean remove(long position) {
        int slot = size == 0 ? -1 : find(position);
        if (slot < 0) {
            return false;
        }
        int entry = index[slot] - 1;
        if (failures[entry] > 0) {
            failed--;
        }
        closeGap(slot);
        int last = --size;
        if (entry != last) {
            index[find(positions[last])] = entry + 1;
            copy(last, entry);
        }
        if (size == 0 && positions.length > 1024) {
            clear();
        }
        return true;
    }

    /** Forgets this position and everything above it. */
    public void removeFrom(long position) {
        removeBetween(position, Long.MAX_VALUE);
    }

    /** Forgets everything below this position. */
    public void removeBelow(long position) {
        removeBetween(Long.MIN_VALUE, position);
    }

    /** Forgets positions from {@code from} up to but not including {@code to}. */
    public void removeBetween(long from, long to) {
        if (to - from > 0 && to - from <= size) {
            for (long position = from; position < to; position++) {
                remove(position);
            }
            return;
        }
        for (int entry = size - 1; entry >= 0; entry--) {
            if (positions[entry] >= from && positions[entry] < to) {
                remove(positions[entry]);
            }
        }
    }

    /** Forgets everything, the memory included. */
    public void clear() {
        size = 0;
        failed = 0;
        index = NO_INTS;
        positions = NO_LONGS;
        resizeColumns(0);
    }

    /** What its arrays take of the heap. */
    long heapBytes() {
        return index.length * 4L + positions.length * 41L;
    }

    /** All positions, in no order, as they are now. */
    public long[] positions() {
        return Arrays.copyOf(positions, size);
    }

    /** All entries, in no order. */
    public void forEach(Visitor visitor) {
        Attempts attempts = new Attempts();
        for (int entry = 0; entry < size; entry++) {
            read(entry, attempts);
            visitor.entry(positions[entry], attempts);
        }
    }

    /** The slot of this position; if it is not known, -1 - the slot where it would be. */
    private int find(long position) {
        int mask = index.length - 1;
        int slot = home(position, mask);
        while (true) {
            int entry = index[slot] - 1;
            if (entry < 0) {
                return -1 - slot;
            }
            if (positions[entry] == position) {
                return slot;
            }
            slot = (slot + 1) & mask;
        }
    }

    /** Neighbours stay neighbours in small runs, runs are spread. */
    private static int home(long position, int mask) {
        long mixed = position * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 32) & mask;
    }

    /** Moves later entries of the same run back, so that no search stops too early. */
    private void closeGap(int emptied) {
        int mask = index.length - 1;
        int gap = emptied;
        int slot = gap;
        while (true) {
            slot = (slot + 1) & mask;
            int entry = index[slot] - 1;
            if (entry < 0) {
                break;
            }
            int home = home(positions[entry], mask);
            if (((slot - home) & mask) >= ((slot - gap) & mask)) {
                index[gap] = index[slot];
                gap = slot;
            }
        }
        index[gap] = 0;
    }

    private void grow() {
        int capacity = Math.max(FIRST_ENTRIES, size + (size >> 2));
        positions = Arrays.copyOf(positions, capacity);
        resizeColumns(capacity);
        if (index.length >= 2 * capacity) {
            return;
        }
        index = new int[Integer.highestOneBit(2 * capacity - 1) << 1];
        for (int entry = 0; entry < size; entry++) {
            index[-1 - find(positions[entry])] = entry + 1;
        }
    }

    private void resizeColumns(int capacity) {
        deliveries = Arrays.copyOf(deliveries, capacity);
        failures = Arrays.copyOf(failures, capacity);
        dueMicros = Arrays.copyOf(dueMicros, capacity);
        firstFailureMicros = Arrays.copyOf(firstFailureMicros, capacity);
        lastFailureMicros = Arrays.copyOf(lastFailureMicros, capacity);
        flags = Arrays.copyOf(flags, capacity);
    }

    private void read(int entry, Attempts into) {
        into.deliveries = deliveries[entry];
        into.failures = failures[entry];
        into.dueMicros = dueMicros[entry];
        into.firstFailureMicros = firstFailureMicros[entry];
        into.lastFailureMicros = lastFailureMicros[entry];
        into.flags = flags[entry] & 0xFF;
    }

    private void write(int entry, Attempts attempts) {
        failed += (attempts.failures > 0 ? 1 : 0) - (failures[entry] > 0 ? 1 : 0);
        deliveries[entry] = attempts.deliveries;
        failures[entry] = attempts.failures;
        dueMicros[entry] = attempts.dueMicros;
        firstFailureMicros[entry] = attempts.firstFailureMicros;
        lastFailureMicros[entry] = attempts.lastFailureMicros;
        flags[entry] = (byte) attempts.flags;
    }

    private void copy(int from, int to) {
        positions[to] = positions[from];
        deliveries[to] = deliveries[from];
        failures[to] = failures[from];
        dueMicros[to] = dueMicros[from];
        firstFailureMicros[to] = firstFailureMicros[from];
        lastFailureMicros[to] = lastFailureMicros[from];
        flags[to] = flags[from];
    }
}
