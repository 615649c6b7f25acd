package io.gortms.internal.publish;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Stands for a message's id where ids are compared: the first 128 bits of its SHA-256. Two ids of the same hash are not to be
 * found, not even on purpose, so the ids themselves need not be kept, and need not be there any more.
 */
record IdHash(long high, long low) {

    static IdHash of(String id) {
        try {
            ByteBuffer sum =
                    ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8)));
            return new IdHash(sum.getLong(), sum.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
