package io.gortms.webhooks.internal.store;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Objects;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals what must not lie open on the disk: AES-GCM (NIST SP 800-38D) with a random nonce of 12 bytes, which stands before the
 * sealed bytes, and a tag of 16 behind them; the whole as base64. What it belongs to is authenticated too, so that a seal cannot
 * be moved to another place.
 */
public final class Sealer {

    private static final String TRANSFORMATION = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();

    /** Seals with a key of 16, 24 or 32 bytes. */
    public Sealer(byte[] key) {
        Objects.requireNonNull(key, "secretsKey");
        if (key.length != 16 && key.length != 24 && key.length != 32) {
            throw new IllegalArgumentException(
                    "secretsKey is an AES key of 16, 24 or 32 random bytes, not " + key.length);
        }
        this.key = new SecretKeySpec(key, "AES");
    }

    /** Seals a text that belongs somewhere. */
    public String seal(String text, String place) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, place);
            byte[] plain = text.getBytes(StandardCharsets.UTF_8);
            byte[] sealed = new byte[NONCE_BYTES + cipher.getOutputSize(plain.length)];
            System.arraycopy(nonce, 0, sealed, 0, NONCE_BYTES);
            cipher.doFinal(plain, 0, plain.length, sealed, NONCE_BYTES);
            return Base64.getEncoder().encodeToString(sealed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no AES-GCM", e);
        }
    }

    /**
     * Opens what was sealed for this place.
     *
     * @throws GeneralSecurityException if it was sealed by another key or for another place, or was changed
     */
    public String open(String sealedText, String place) throws GeneralSecurityException {
        byte[] sealed;
        try {
            sealed = Base64.getDecoder().decode(sealedText);
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("this is no base64", e);
        }
        if (sealed.length < NONCE_BYTES) {
            throw new GeneralSecurityException("this is too short");
        }
        byte[] plain =
                cipher(Cipher.DECRYPT_MODE, sealed, place).doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
        return new String(plain, StandardCharsets.UTF_8);
    }

    /** @param nonce begins with it */
    private Cipher cipher(int mode, byte[] nonce, String place) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(TRANSFORMATION);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce, 0, NONCE_BYTES));
        cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
