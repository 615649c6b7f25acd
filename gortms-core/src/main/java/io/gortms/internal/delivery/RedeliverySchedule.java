package io.gortms.internal.delivery;

import io.gortms.internal.time.BrokerClock;
import java.util.Arrays;

/**
 * Messages that come again later: positions by due time, as a binary heap in two arrays, sixteen bytes a message. An entry
 * is never taken out early: whoever polls it asks whether it still holds. Guarded by the group's lock.
 */
final class RedeliverySchedule {

    private long[] dueMicros = new long[16];
    private long[] positions = new long[16];
    private int size;

    int size() {
        return size;
    }

    long nextDueMicros() {
        return size == 0 ? BrokerClock.NEVER : dueMicros[0];
    }

    /** The position that is due first; only when there is one. */
    long nextPosition() {
        return positions[0];
    }

    void add(long position, long due) {
        if (size == positions.length) {
            grow(size + (size >> 2));
        }
        int hole = size++;
        while (hole > 0) {
            int parent = (hole - 1) >>> 1;
            if (!before(due, position, parent)) {
                break;
            }
            dueMicros[hole] = dueMicros[parent];
            positions[hole] = positions[parent];
            hole = parent;
        }
        dueMicros[hole] = due;
        positions[hole] = position;
    }

    /** Makes room for so many at once, and no more. */
    void expect(int count) {
        if (count > positions.length) {
            grow(count);
        }
    }

    private void grow(int capacity) {
        dueMicros = Arrays.copyOf(dueMicros, capacity);
        positions = Arrays.copyOf(positions, capacity);
    }

    /** Takes the first out; only when there is one. */
    void removeNext() {
        size--;
        long due = dueMicros[size];
        long position = positions[size];
        int hole = 0;
        for (int child = 1; child < size; child = 2 * hole + 1) {
            if (child + 1 < size && before(dueMicros[child + 1], positions[child + 1], child)) {
                child++;
            }
            if (before(due, position, child)) {
                break;
            }
            dueMicros[hole] = dueMicros[child];
            positions[hole] = positions[child];
            hole = child;
        }
        dueMicros[hole] = due;
        positions[hole] = position;
    }

    void clear() {
        size = 0;
        if (positions.length > 1024) {
            dueMicros = new long[16];
            positions = new long[16];
        }
    }

    private boolean before(long due, long position, int other) {
        return due < dueMicros[other] || (due == dueMicros[other] && position < positions[other]);
    }
}
