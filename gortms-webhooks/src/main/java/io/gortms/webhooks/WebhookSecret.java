package io.gortms.webhooks;

import io.gortms.webhooks.internal.sign.HmacKey;
import io.gortms.webhooks.internal.sign.SigningKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What an endpoint's requests are signed with: a text that sender and receiver share, or the private key of the sender.
 * Immutable, safe for use by any thread. Reading a private key costs about a millisecond, so keep the secret, not its text.
 *
 * <p>{@link #toString()} and the messages of exceptions never show it; only {@link #reveal()} does. Equal by text, compared in
 * constant time. Not promised: that the text is wiped from memory.
 */
public final class WebhookSecret {

    private static final int GENERATED_BYTES = 32;

    private final String text;
    // of the text itself, as Gost has it; null for a private key, which nobody may share
    private final @Nullable HmacKey textKey;
    // of the bytes that the text stands for, as Standard Webhooks has it; null if it stands for none
    private final @Nullable HmacKey decodedKey;
    private final @Nullable SigningKey signingKey;

    private WebhookSecret(
            String text, @Nullable HmacKey textKey, @Nullable HmacKey decodedKey, @Nullable SigningKey signingKey) {
        this.text = text;
        this.textKey = textKey;
        this.decodedKey = decodedKey;
        this.signingKey = signingKey;
    }

    /**
     * Takes any text as it is, for {@link SignatureProfile#GOST} and signers of your own. The key is its UTF-8 bytes.
     *
     * @throws InvalidSecretException if it is empty
     */
    public static WebhookSecret ofText(String text) {
        return new WebhookSecret(text, KeyText.gostKey(text), null, null);
    }

    /**
     * Reads a secret of <a href="https://www.standardwebhooks.com">Standard Webhooks</a>, for any profile: {@code whsec_} and
     * base64 of 24 to 64 bytes, where the prefix may be missing; or {@code whsk_} and base64 of an Ed25519 private key, which
     * is 64 bytes (seed, then public key) or the 32 bytes of its seed.
     *
     * @throws InvalidSecretException if it is neither: empty, no base64, too short or long, a public key, or a private key whose
     *     public half belongs to another
     */
    public static WebhookSecret parse(String text) {
        if (text.startsWith(KeyText.PRIVATE_PREFIX)) {
            return new WebhookSecret(text, null, null, KeyText.privateKey(text));
        }
        HmacKey decodedKey = new HmacKey(KeyText.sharedBytes(text));
        return new WebhookSecret(text, KeyText.gostKey(text), decodedKey, null);
    }

    /** A new {@code whsec_} secret of 32 random bytes, good for every profile. */
    public static WebhookSecret generate() {
        return parse(KeyText.SHARED_PREFIX + randomBase64());
    }

    /** A new {@code whsk_} private key, for {@link SignatureProfile#STANDARD}; receivers need its {@link #publicKey()}. */
    public static WebhookSecret generateEd25519() {
        return parse(KeyText.PRIVATE_PREFIX + randomBase64());
    }

    /** The secret's text, to store it or to hand it to the receiver. */
    public String reveal() {
        return text;
    }

    /** The public key that receivers of a private key's signatures need: {@code whpk_} and base64; null for a shared secret. */
    public @Nullable String publicKey() {
        return signingKey == null
                ? null
                : KeyText.PUBLIC_PREFIX
                        + Base64.getEncoder()
                                .encodeToString(signingKey.publicHalf().raw());
    }

    /** Whether Standard Webhooks can be signed with it. */
    boolean isStandard() {
        return decodedKey != null || signingKey != null;
    }

    @Nullable HmacKey textKey() {
        return textKey;
    }

    @Nullable HmacKey decodedKey() {
        return decodedKey;
    }

    @Nullable SigningKey signingKey() {
        return signingKey;
    }

    /** Compares the texts in constant time. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof WebhookSecret secret && MessageDigest.isEqual(bytes(text), bytes(secret.text));
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** Says what kind of secret it is, and nothing of it. */
    @Override
    public String toString() {
        return signingKey == null ? "WebhookSecret[shared]" : "WebhookSecret[private key]";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String randomBase64() {
        byte[] bytes = new byte[GENERATED_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
