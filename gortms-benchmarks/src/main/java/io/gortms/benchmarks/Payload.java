package io.gortms.benchmarks;

import java.util.Random;

/** What every benchmark publishes. */
final class Payload {

    static final int BYTES = 100;

    /** What the journal stores of such a message: its record's header, and the payload. */
    static final int RECORD_BYTES = 56 + BYTES;

    private static final long SEED = 7;

    private Payload() {}

    /** Bytes that do not compress, the same at each call. */
    static byte[] ofSize(int bytes) {
        byte[] payload = new byte[bytes];
        new Random(SEED).nextBytes(payload);
        return payload;
    }
}
