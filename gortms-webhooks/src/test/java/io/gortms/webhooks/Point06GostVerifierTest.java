package io.gortms.webhooks;

import static io.gortms.webhooks.VerificationReason.AMBIGUOUS_HEADER;
import static io.gortms.webhooks.VerificationReason.GENUINE;
import static io.gortms.webhooks.VerificationReason.MISSING_SIGNATURE;
import static io.gortms.webhooks.VerificationReason.NO_MATCHING_SIGNATURE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Point 6: what a receiver accepts of Gost. */
class Point06GostVerifierTest {

    private static final String SECRET = "my_secret_key";
    private static final String SIGNATURE = "ff7954dac52c74278a22d3b9ed68f6480fed498eec16fd0fb3752e89d663f0b2";
    private static final byte[] BODY = "{\"event\":\"user.created\",\"timestamp\":1700000000,\"data\":{\"id\":1}}"
            .getBytes(StandardCharsets.UTF_8);

    private final WebhookVerifier verifier = WebhookVerifier.gost("another", SECRET, "größer");

    @Test
    void theVectorIsGenuine() {
        Map<String, String> request = Map.of("x-gost-signature", SIGNATURE, "X-GOST-DELIVERY", "msg_1");

        assertThat(verifier.verify(request, BODY)).isEqualTo(new Verification(GENUINE, "msg_1", null));
        assertThat(verifier.verify(Map.of("X-Gost-Signature", List.of(SIGNATURE)), BODY))
                .isEqualTo(new Verification(GENUINE, null, null));
    }

    @Test
    void anySecretThatIsText() {
        SignedContent content = new SignedContent("msg_1", Instant.now(), 1, "test", BODY);
        Map<String, String> request = SignatureProfile.GOST.sign(content, List.of(WebhookSecret.ofText("größer")));

        assertThat(verifier.verify(request, BODY).isGenuine()).isTrue();
        assertThat(WebhookVerifier.gost("grosser").verify(request, BODY).isGenuine())
                .isFalse();
        assertThatThrownBy(() -> WebhookVerifier.gost(SECRET, "")).isInstanceOf(InvalidSecretException.class);
    }

    @Test
    void requestsWithBothSetsOfHeaders() {
        WebhookSecret secret = WebhookSecret.generate();
        SignedContent content = new SignedContent("msg_1", Instant.now(), 1, "test", BODY);
        Map<String, String> request = SignatureProfile.BOTH.sign(content, List.of(secret));

        assertThat(WebhookVerifier.gost(secret.reveal()).verify(request, BODY).isGenuine())
                .isTrue();
        assertThat(WebhookVerifier.standard(secret.reveal())
                        .verify(request, BODY)
                        .isGenuine())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ff7954dac52c74278a22d3b9ed68f6480fed498eec16fd0fb3752e89d663f0b",
                "ff7954dac52c74278a22d3b9ed68f6480fed498eec16fd0fb3752e89d663f0b3",
                "sha256=ff7954dac52c74278a22d3b9ed68f6480fed498eec16fd0fb3752e89d663f0b2",
                "ff",
                "ü",
            })
    void signaturesCutShortOrOfAnother(String signature) {
        assertThat(verifier.verify(Map.of("X-Gost-Signature", signature), BODY))
                .isEqualTo(new Verification(NO_MATCHING_SIGNATURE, null, null));
    }

    @Test
    void whatIsMissingOrThereTwice() {
        assertThat(verifier.verify(Map.of("X-Gost-Delivery", "msg_1"), BODY).reason())
                .isEqualTo(MISSING_SIGNATURE);
        assertThat(verifier.verify(Map.of("X-Gost-Signature", ""), BODY).reason())
                .isEqualTo(MISSING_SIGNATURE);
        assertThat(verifier.verify(Map.of("X-Gost-Signature", List.of(SIGNATURE, "ff")), BODY)
                        .reason())
                .isEqualTo(AMBIGUOUS_HEADER);
        assertThat(verifier.verify(
                                Map.of("X-Gost-Signature", SIGNATURE, "X-Gost-Delivery", List.of("msg_1", "msg_2")),
                                BODY)
                        .reason())
                .isEqualTo(AMBIGUOUS_HEADER);
    }

    @Test
    void anotherBody() {
        byte[] other = BODY.clone();
        other[other.length - 1] = ']';

        assertThat(verifier.verify(Map.of("X-Gost-Signature", SIGNATURE), other).reason())
                .isEqualTo(NO_MATCHING_SIGNATURE);
    }
}
