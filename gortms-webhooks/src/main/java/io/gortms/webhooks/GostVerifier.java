package io.gortms.webhooks;

import io.gortms.webhooks.internal.sign.HmacKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The signature of Gost: hex of the HMAC of the body. */
final class GostVerifier implements WebhookVerifier {

    private static final HexFormat HEX = HexFormat.of();

    private final List<HmacKey> keys;

    private GostVerifier(List<HmacKey> keys) {
        this.keys = keys;
    }

    static GostVerifier of(String... secrets) {
        StandardVerifier.requireAny(secrets);
        return new GostVerifier(Arrays.stream(secrets).map(KeyText::gostKey).toList());
    }

    @Override
    public Verification verify(Map<String, ?> headers, byte[] body) {
        RequestHeaders request = new RequestHeaders(headers);
        Set<String> signatures = request.values(SignatureProfile.GOST_SIGNATURE);
        Set<String> ids = request.values(SignatureProfile.GOST_DELIVERY);
        if (signatures.isEmpty()) {
            return Verification.refused(VerificationReason.MISSING_SIGNATURE);
        }
        if (signatures.size() > 1 || ids.size() > 1) {
            return Verification.refused(VerificationReason.AMBIGUOUS_HEADER);
        }
        if (!matches(signatures.iterator().next().getBytes(StandardCharsets.UTF_8), body)) {
            return Verification.refused(VerificationReason.NO_MATCHING_SIGNATURE);
        }
        return new Verification(
                VerificationReason.GENUINE,
                ids.isEmpty() ? null : ids.iterator().next(),
                null);
    }

    private boolean matches(byte[] signature, byte[] body) {
        boolean matches = false;
        // all of them: the time must not tell which one it was
        for (HmacKey key : keys) {
            byte[] expected = HEX.formatHex(key.sign(body)).getBytes(StandardCharsets.US_ASCII);
            if (MessageDigest.isEqual(expected, signature)) {
                matches = true;
            }
        }
        return matches;
    }
}
