package io.gortms.webhooks;

import io.gortms.webhooks.internal.sign.VerifyingKey;
import java.util.Base64;

/** How Standard Webhooks writes keys as text, and what is refused. No refusal shows the text. */
final class KeyText {

    static final String SHARED_PREFIX = "whsec_";
    static final String PRIVATE_PREFIX = "whsk_";
    static final String PUBLIC_PREFIX = "whpk_";

    private static final int SHARED_MIN_BYTES = 24;
    private static final int SHARED_MAX_BYTES = 64;
    private static final String PEM_HEAD = "-----BEGIN";

    private KeyText() {}

    /** The bytes of a shared secret, with or without its prefix. */
    static byte[] sharedBytes(String text) {
        if (text.isEmpty()) {
            throw new InvalidSecretException("the secret is empty; WebhookSecret.generate() makes one");
        }
        if (text.startsWith(PUBLIC_PREFIX) || text.startsWith(PEM_HEAD)) {
            throw publicKeyAsSecret();
        }
        byte[] bytes = decode(text.startsWith(SHARED_PREFIX) ? text.substring(SHARED_PREFIX.length()) : text, "secret");
        if (VerifyingKey.isX509(bytes)) {
            throw publicKeyAsSecret();
        }
        if (bytes.length < SHARED_MIN_BYTES || bytes.length > SHARED_MAX_BYTES) {
            throw new InvalidSecretException(
                    "the secret stands for " + bytes.length + " bytes; Standard Webhooks asks for " + SHARED_MIN_BYTES
                            + " to " + SHARED_MAX_BYTES + ". WebhookSecret.generate() makes one");
        }
        return bytes;
    }

    /** Reads base64, padded or not. */
    static byte[] decode(String base64, String what) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            if (bytes.length > 0) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // The decoder's message would show a character of the secret.
        }
        throw new InvalidSecretException("the " + what
                + " is not base64 of a key; expected is whsec_ (shared secret), whsk_ (private key) or, where signatures are"
                + " verified, whpk_ (public key), each with base64 after it");
    }

    private static InvalidSecretException publicKeyAsSecret() {
        return new InvalidSecretException(
                "a public key cannot sign; a secret is needed: whsec_ (shared with the receiver) or whsk_ (the private key)");
    }
}
