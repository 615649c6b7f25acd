package io.gortms.websocket.internal.auth;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Hashes of passwords: {@code pbkdf2-sha256$<iterations>$<base64 of 16 bytes of salt>$<base64 of 32 bytes>}, by PBKDF2 with
 * HMAC-SHA256 (RFC 8018). The iterations are those that OWASP recommends (2023).
 */
public final class Passwords {

    /** How often a new password is hashed. */
    public static final int ITERATIONS = 600_000;

    private static final String NAME = "pbkdf2-sha256";
    private static final int SALT_BYTES = 16;
    private static final int HASH_BITS = 256;
    private static final int PARTS = 4;

    /** What a hash consists of. */
    private static final class Parts {

        private final int iterations;
        private final byte[] salt;
        private final byte[] derived;

        Parts(int iterations, byte[] salt, byte[] derived) {
            this.iterations = iterations;
            this.salt = salt;
            this.derived = derived;
        }
    }

    private Passwords() {}

    /** The hash of a password, with a salt of its own. */
    public static String hash(String password, int iterations) {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        Base64.Encoder base64 = Base64.getEncoder();
        return String.join(
                "$",
                NAME,
                Integer.toString(iterations),
                base64.encodeToString(salt),
                base64.encodeToString(derive(password, salt, iterations)));
    }

    /**
     * Whether this is the hash of that password.
     *
     * @throws IllegalArgumentException if it is no hash
     */
    public static boolean matches(String password, String hash) {
        Parts parts = parts(hash);
        return MessageDigest.isEqual(derive(password, parts.salt, parts.iterations), parts.derived);
    }

    /**
     * The hash, if it is one.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static String checked(String hash) {
        var unused = parts(hash);
        return hash;
    }

    private static Parts parts(String hash) {
        String[] parts = hash.split("\\$", -1);
        if (parts.length == PARTS && parts[0].equals(NAME)) {
            Base64.Decoder base64 = Base64.getDecoder();
            Parts read = new Parts(Integer.parseInt(parts[1]), base64.decode(parts[2]), base64.decode(parts[3]));
            if (read.iterations > 0 && read.salt.length > 0) {
                return read;
            }
        }
        throw new IllegalArgumentException("a hash of a password is " + NAME + "$iterations$salt$hash");
    }

    private static byte[] derive(String password, byte[] salt, int iterations) {
        PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, iterations, HASH_BITS);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has PBKDF2WithHmacSHA256", e);
        } finally {
            spec.clearPassword();
        }
    }
}
