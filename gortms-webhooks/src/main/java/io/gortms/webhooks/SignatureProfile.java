package io.gortms.webhooks;

import io.gortms.webhooks.internal.sign.HmacKey;
import io.gortms.webhooks.internal.sign.SigningKey;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** The signatures that receivers already know how to verify; {@link WebhookVerifier} does. Safe for use by any thread. */
public enum SignatureProfile implements WebhookSigner {

    /**
     * The headers of Gost: {@code X-Gost-Event}, {@code X-Gost-Signature} (lowercase hex of HMAC-SHA256 of the body, keyed by
     * the secret's UTF-8 bytes), {@code X-Gost-Delivery} (id), {@code X-Gost-Attempt} (from 1 on) and {@code X-Gost-Timestamp}
     * (of the attempt, in seconds since 1970). A secret is any text that is not empty. There is room for one signature: of
     * several secrets, it is the newest one's. Only the body is signed.
     */
    GOST,

    /**
     * The headers of <a href="https://www.standardwebhooks.com">Standard Webhooks</a>: {@code webhook-id}, {@code
     * webhook-timestamp} (of the attempt, in seconds since 1970) and {@code webhook-signature} with one signature for each
     * secret, separated by spaces: {@code v1,} and base64 of HMAC-SHA256 for {@code whsec_}, {@code v1a,} and base64 of Ed25519
     * for {@code whsk_}. Signed is {@code id.timestamp.body}.
     */
    STANDARD,

    /** Both sets of headers. At least one secret must be a {@code whsec_}, whose whole text is the key of the Gost signature. */
    BOTH;

    static final String GOST_EVENT = "X-Gost-Event";
    static final String GOST_SIGNATURE = "X-Gost-Signature";
    static final String GOST_DELIVERY = "X-Gost-Delivery";
    static final String GOST_ATTEMPT = "X-Gost-Attempt";
    static final String GOST_TIMESTAMP = "X-Gost-Timestamp";
    static final String STANDARD_ID = "webhook-id";
    static final String STANDARD_TIMESTAMP = "webhook-timestamp";
    static final String STANDARD_SIGNATURE = "webhook-signature";
    static final String HMAC_VERSION = "v1";
    static final String ED25519_VERSION = "v1a";

    private static final HexFormat HEX = HexFormat.of();
    private static final Base64.Encoder BASE64 = Base64.getEncoder();

    @Override
    public Map<String, String> sign(SignedContent content, List<WebhookSecret> secrets) {
        requireAny(secrets);
        Map<String, String> headers = new LinkedHashMap<>();
        if (this != STANDARD) {
            addGost(headers, content, newestSharedKey(secrets));
        }
        if (this != GOST) {
            addStandard(headers, content, secrets);
        }
        return Collections.unmodifiableMap(headers);
    }

    @Override
    public WebhookSecret readSecret(String text) {
        return this == GOST ? WebhookSecret.ofText(text) : WebhookSecret.parse(text);
    }

    @Override
    public void requireUsable(List<WebhookSecret> secrets) {
        requireAny(secrets);
        if (this != STANDARD) {
            newestSharedKey(secrets);
        }
        if (this != GOST && !secrets.stream().allMatch(WebhookSecret::isStandard)) {
            throw noStandardSecret();
        }
    }

    /** True if one of the secrets is a private key: Ed25519 costs most of a millisecond. */
    @Override
    public boolean isSlow(List<WebhookSecret> secrets) {
        return this != GOST && secrets.stream().anyMatch(secret -> secret.signingKey() != null);
    }

    private static void requireAny(List<WebhookSecret> secrets) {
        if (secrets.isEmpty()) {
            throw new InvalidSecretException(
                    "nothing can be signed without a secret; WebhookSecret.generate() makes one");
        }
    }

    private HmacKey newestSharedKey(List<WebhookSecret> secrets) {
        for (WebhookSecret secret : secrets) {
            HmacKey key = secret.textKey();
            if (key != null) {
                return key;
            }
        }
        throw new InvalidSecretException("the Gost signature of profile " + this
                + " needs a secret that the receiver shares; private keys (whsk_) are for STANDARD only");
    }

    private static void addGost(Map<String, String> headers, SignedContent content, HmacKey key) {
        headers.put(GOST_EVENT, content.event());
        headers.put(GOST_SIGNATURE, HEX.formatHex(key.sign(content.body())));
        headers.put(GOST_DELIVERY, content.id());
        headers.put(GOST_ATTEMPT, Integer.toString(content.attempt()));
        headers.put(GOST_TIMESTAMP, Long.toString(content.attemptedAt().getEpochSecond()));
    }

    private void addStandard(Map<String, String> headers, SignedContent content, List<WebhookSecret> secrets) {
        byte[] head = content.standardHead();
        StringJoiner signatures = new StringJoiner(" ");
        for (WebhookSecret secret : secrets) {
            HmacKey shared = secret.decodedKey();
            SigningKey own = secret.signingKey();
            if (shared != null) {
                signatures.add(HMAC_VERSION + ',' + BASE64.encodeToString(shared.sign(head, content.body())));
            } else if (own != null) {
                signatures.add(ED25519_VERSION + ',' + BASE64.encodeToString(own.sign(head, content.body())));
            } else {
                throw noStandardSecret();
            }
        }
        headers.put(STANDARD_ID, content.id());
        headers.put(STANDARD_TIMESTAMP, Long.toString(content.attemptedAt().getEpochSecond()));
        headers.put(STANDARD_SIGNATURE, signatures.toString());
    }

    private InvalidSecretException noStandardSecret() {
        return new InvalidSecretException("profile " + this
                + " needs secrets of Standard Webhooks (whsec_ or whsk_), as WebhookSecret.parse reads them");
    }
}
