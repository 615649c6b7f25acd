package io.gortms.webhooks;

import java.util.Map;

/**
 * Tells a receiver whether a request is genuine: {@code
 * WebhookVerifier.standard(secret).verify(headers, body).isGenuine()}. Make one and keep it. Safe for use by any thread.
 *
 * <p>Verify before anything else looks at the body, and verify the bytes as they arrived: JSON that was read and written again
 * is other bytes.
 */
@FunctionalInterface
public interface WebhookVerifier {

    /**
     * Verifies requests that are signed as {@link SignatureProfile#STANDARD} or {@link SignatureProfile#BOTH}: signed with one
     * of these secrets, at most 5 minutes old or ahead.
     *
     * @param secrets each a {@code whsec_} secret, with or without the prefix; or the sender's public key: {@code whpk_} and
     *     base64 of its 32 bytes, or its X.509 form as base64 or PEM; or, as a sender's own tests have it, the {@code whsk_} key
     * @throws InvalidSecretException if one of them is none of these
     * @throws IllegalArgumentException if there is none
     */
    static StandardVerifier standard(String... secrets) {
        return StandardVerifier.of(secrets);
    }

    /**
     * Verifies requests that are signed as {@link SignatureProfile#GOST} or {@link SignatureProfile#BOTH}, with one of these
     * secrets. Of Gost's headers and body only the body is signed, and it is the same at every attempt: a replay looks like one
     * more attempt. So remember the {@code data} you have handled by something that stands in it.
     *
     * @param secrets any texts that are not empty; the key is their UTF-8 bytes
     * @throws InvalidSecretException if one of them is empty
     * @throws IllegalArgumentException if there is none
     */
    static WebhookVerifier gost(String... secrets) {
        return GostVerifier.of(secrets);
    }

    /**
     * Verifies a request. Whatever arrives, the answer says what is wrong with it; nothing of it makes this throw.
     *
     * @param headers by name, in upper or lower case; each value a String or, for headers that may be repeated, a collection of
     *     Strings
     * @param body the bytes as they arrived
     * @throws IllegalArgumentException if a value of {@code headers} is neither a String nor a collection of Strings
     */
    Verification verify(Map<String, ?> headers, byte[] body);
}
