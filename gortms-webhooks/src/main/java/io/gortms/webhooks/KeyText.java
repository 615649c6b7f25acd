package io.gortms.webhooks;

import io.gortms.webhooks.internal.sign.HmacKey;
import io.gortms.webhooks.internal.sign.SigningKey;
import io.gortms.webhooks.internal.sign.VerifyingKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** How keys are written as text, and what is refused. No refusal shows the text. */
final class KeyText {

    static final String SHARED_PREFIX = "whsec_";
    static final String PRIVATE_PREFIX = "whsk_";
    static final String PUBLIC_PREFIX = "whpk_";

    private static final int SHARED_MIN_BYTES = 24;
    private static final int SHARED_MAX_BYTES = 64;
    private static final String PEM_HEAD = "-----BEGIN PUBLIC KEY-----";
    private static final String PEM_FOOT = "-----END PUBLIC KEY-----";

    private KeyText() {}

    /** The key of Gost: any text, as it is. */
    static HmacKey gostKey(String text) {
        return new HmacKey(requireNotEmpty(text).getBytes(StandardCharsets.UTF_8));
    }

    /** The bytes of a shared secret of Standard Webhooks, with or without its prefix. */
    static byte[] sharedBytes(String text) {
        if (text.startsWith(PUBLIC_PREFIX) || text.startsWith(PEM_HEAD)) {
            throw publicKeyAsSecret();
        }
        String base64 = text.startsWith(SHARED_PREFIX) ? text.substring(SHARED_PREFIX.length()) : requireNotEmpty(text);
        byte[] bytes = decode(base64);
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

    /** The private key after its prefix. */
    static SigningKey privateKey(String text) {
        byte[] bytes = decode(text.substring(PRIVATE_PREFIX.length()));
        try {
            return SigningKey.of(bytes);
        } catch (GeneralSecurityException e) {
            throw new InvalidSecretException("the private key (whsk_) cannot be used: " + e.getMessage());
        }
    }

    /** The public key that verifies, if the text is one in any of its forms or a private key; else null. */
    static @Nullable VerifyingKey publicKey(String text) {
        if (text.startsWith(PRIVATE_PREFIX)) {
            return privateKey(text).publicHalf();
        }
        if (text.startsWith(PUBLIC_PREFIX)) {
            return publicKey(decode(text.substring(PUBLIC_PREFIX.length())));
        }
        if (text.startsWith(PEM_HEAD)) {
            String base64 = text.replace(PEM_HEAD, "").replace(PEM_FOOT, "").replaceAll("\\s", "");
            return publicKey(decode(base64));
        }
        return isX509(text) ? publicKey(decode(text)) : null;
    }

    private static VerifyingKey publicKey(byte[] bytes) {
        try {
            return VerifyingKey.of(bytes);
        } catch (GeneralSecurityException e) {
            throw new InvalidSecretException("the public key cannot be used: " + e.getMessage()
                    + "; expected is an Ed25519 key: whpk_ and base64 of its 32 bytes, or its X.509 form");
        }
    }

    private static boolean isX509(String text) {
        try {
            return VerifyingKey.isX509(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Reads base64, padded or not. */
    private static byte[] decode(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            // Not as the cause: the decoder's message shows a character of the secret.
            throw new InvalidSecretException(
                    "the text is not base64 of a key; expected is whsec_ (shared secret), whsk_ (private"
                            + " key) or, where signatures are verified, whpk_ (public key), each with base64 after it");
        }
    }

    private static String requireNotEmpty(String text) {
        if (text.isEmpty()) {
            throw new InvalidSecretException("the secret is empty; WebhookSecret.generate() makes one");
        }
        return text;
    }

    private static InvalidSecretException publicKeyAsSecret() {
        return new InvalidSecretException(
                "a public key cannot sign; a secret is needed: whsec_ (shared with the receiver) or whsk_ (the private key)");
    }
}
