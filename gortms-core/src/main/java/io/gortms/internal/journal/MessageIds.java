package io.gortms.internal.journal;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Ids for messages whose publisher gave none: 26 characters of {@code 0-9a-v}, 128 bits of SHA-256 over the origin and the
 * position. The origin is random for each opening of a journal, so ids are unique across brokers; it cannot be had back
 * from an id, so nobody can make a payload that passes for a record.
 */
final class MessageIds {

    private static final char[] DIGITS = "0123456789abcdefghijklmnopqrstuv".toCharArray();
    private static final int BITS = 128;
    private static final int BITS_PER_DIGIT = 5;

    private MessageIds() {}

    static String of(long origin, long position) {
        byte[] input = ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(origin)
                .putLong(position)
                .array();
        ByteBuffer hash = ByteBuffer.wrap(sha256().digest(input));
        long high = hash.getLong();
        long low = hash.getLong();
        char[] id = new char[(BITS + BITS_PER_DIGIT - 1) / BITS_PER_DIGIT];
        for (int i = id.length - 1; i >= 0; i--) {
            id[i] = DIGITS[(int) low & (DIGITS.length - 1)];
            low = low >>> BITS_PER_DIGIT | high << (Long.SIZE - BITS_PER_DIGIT);
            high >>>= BITS_PER_DIGIT;
        }
        return new String(id);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
