package io.gortms.internal.group;

import java.nio.ByteBuffer;

/** The attempts of one position in a checkpoint: a byte that says which fields are there, then those as varints. */
final class TriedCodec {

    static final int MAX_BYTES = 1 + 6 * Varints.MAX_BYTES;

    private static final int DELIVERIES = 1;
    private static final int FAILURES = 2;
    private static final int DUE = 4;
    private static final int FIRST_FAILURE = 8;
    private static final int LAST_FAILURE = 16;
    private static final int FLAGS = 32;

    private TriedCodec() {}

    static void put(ByteBuffer into, Attempts attempts) {
        int at = into.position();
        into.put((byte) 0);
        int present = field(into, DELIVERIES, attempts.deliveries)
                | field(into, FAILURES, attempts.failures)
                | field(into, DUE, attempts.dueMicros)
                | field(into, FIRST_FAILURE, attempts.firstFailureMicros)
                | field(into, LAST_FAILURE, attempts.lastFailureMicros)
                | field(into, FLAGS, attempts.flags);
        into.put(at, (byte) present);
    }

    static void get(ByteBuffer from, Attempts attempts) {
        int present = from.get();
        attempts.deliveries = (int) field(from, present & DELIVERIES);
        attempts.failures = (int) field(from, present & FAILURES);
        attempts.dueMicros = field(from, present & DUE);
        attempts.firstFailureMicros = field(from, present & FIRST_FAILURE);
        attempts.lastFailureMicros = field(from, present & LAST_FAILURE);
        attempts.flags = (int) field(from, present & FLAGS);
    }

    private static int field(ByteBuffer into, int bit, long value) {
        if (value == 0) {
            return 0;
        }
        Varints.put(into, value);
        return bit;
    }

    private static long field(ByteBuffer from, int present) {
        return present == 0 ? 0 : Varints.get(from);
    }
}
