package io.gortms.webhooks.internal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;

/** Ids of webhooks that the broker does not make: 128 bits, as hex. */
final class Ids {

    private static final int BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Ids() {}

    /** The id of an idempotency key; what the key says is not shown to receivers. */
    static String ofKey(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return text(Arrays.copyOf(digest, BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    static String random() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return text(bytes);
    }

    private static String text(byte[] bytes) {
        return "msg_" + HexFormat.of().formatHex(bytes);
    }
}
