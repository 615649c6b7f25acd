package io.gortms.webhooks;

import static io.gortms.webhooks.VerificationReason.AMBIGUOUS_HEADER;
import static io.gortms.webhooks.VerificationReason.GENUINE;
import static io.gortms.webhooks.VerificationReason.MALFORMED_TIMESTAMP;
import static io.gortms.webhooks.VerificationReason.TOO_OLD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gortms.ManualClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Point 6: headers that are missing, malformed or out of their time, and the forms that HTTP servers give them. */
class Point06HeadersTest {

    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final long SECONDS = 1_614_265_330;
    private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);

    private final ManualClock clock = new ManualClock(Instant.ofEpochSecond(SECONDS));
    private final StandardVerifier verifier =
            WebhookVerifier.standard(Vectors.SHARED).clock(clock);
    private final Map<String, Object> headers = new TreeMap<>(Map.of(
            "webhook-id",
            ID,
            "webhook-timestamp",
            Long.toString(SECONDS),
            "webhook-signature",
            Vectors.SHARED_SIGNATURE));

    @ParameterizedTest
    @CsvSource({"webhook-id,MISSING_ID", "webhook-timestamp,MISSING_TIMESTAMP", "webhook-signature,MISSING_SIGNATURE"})
    void eachHeaderMissing(String name, VerificationReason reason) {
        headers.put(name, List.of());
        assertReason(reason);
        headers.put(name, " ");
        assertReason(reason);
        headers.remove(name);
        assertReason(reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "1614265330x",
                "+1614265330",
                "-1",
                "1614265330.0",
                "1e9",
                "99999999999999999999",
                "١٦١٤٢٦٥٣٣٠"
            })
    void aTimestampThatIsNoNumber(String timestamp) {
        headers.put("webhook-timestamp", timestamp);

        assertReason(MALFORMED_TIMESTAMP);
    }

    @ParameterizedTest
    @CsvSource({"300,GENUINE", "301,TOO_OLD", "-300,GENUINE", "-301,TOO_NEW", "100000000,TOO_OLD", "-100000000,TOO_NEW"
    })
    void fiveMinutesEitherWay(long ageSeconds, VerificationReason reason) {
        StandardVerifier verifier =
                WebhookVerifier.standard(Vectors.SHARED).clock(() -> Instant.ofEpochSecond(SECONDS + ageSeconds));

        assertThat(verifier.verify(headers, BODY).reason()).isEqualTo(reason);
    }

    @Test
    void anotherTolerance() {
        StandardVerifier verifier =
                WebhookVerifier.standard(Vectors.SHARED).clock(clock).tolerance(Duration.ofSeconds(10));

        clock.advance(Duration.ofSeconds(10));
        assertThat(verifier.verify(headers, BODY).reason()).isEqualTo(GENUINE);
        clock.advance(Duration.ofSeconds(1));
        assertThat(verifier.verify(headers, BODY).reason()).isEqualTo(TOO_OLD);
        assertThatThrownBy(() -> verifier.tolerance(Duration.ofMillis(999)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theSystemsClockUnlessSaidOtherwise() {
        SignedContent content = new SignedContent(ID, Instant.now(), 1, "test", BODY);
        Map<String, String> signed =
                SignatureProfile.STANDARD.sign(content, List.of(WebhookSecret.parse(Vectors.SHARED)));

        assertThat(WebhookVerifier.standard(Vectors.SHARED).verify(signed, BODY).isGenuine())
                .isTrue();
        assertThat(WebhookVerifier.standard(Vectors.SHARED)
                        .verify(headers, BODY)
                        .reason())
                .isEqualTo(TOO_OLD);
    }

    @Test
    void namesInAnyCaseAndValuesInLists() {
        Map<String, Object> others = new HashMap<>();
        headers.forEach((name, value) -> others.put(name.toUpperCase(Locale.ROOT), List.of(value)));
        others.put(null, List.of("HTTP/1.1 200 OK"));
        others.put("other", 5);

        assertThat(verifier.verify(others, BODY).reason()).isEqualTo(GENUINE);
        others.put("Webhook-Id", ID);
        assertThat(verifier.verify(others, BODY).reason()).isEqualTo(GENUINE);
        others.put("Webhook-Id", "msg_2");
        assertThat(verifier.verify(others, BODY).reason()).isEqualTo(AMBIGUOUS_HEADER);
    }

    @Test
    void blanksAroundAValueAreNoPartOfIt() {
        headers.replaceAll((name, value) -> " " + value + "\t");

        assertReason(GENUINE);
    }

    @Test
    void signaturesInSeveralHeaders() {
        headers.put("webhook-signature", List.of("v1,AAAA", Vectors.SHARED_SIGNATURE));
        assertReason(GENUINE);
        headers.put("webhook-timestamp", List.of("1614265330", "1614265331"));
        assertReason(AMBIGUOUS_HEADER);
    }

    @Test
    void aValueThatIsNoHeaderIsAMistakeOfTheCaller() {
        headers.put("webhook-id", 5);

        assertThatThrownBy(() -> verifier.verify(headers, BODY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("webhook-id")
                .hasMessageContaining("Integer");
    }

    private void assertReason(VerificationReason reason) {
        assertThat(verifier.verify(headers, BODY).reason()).isEqualTo(reason);
    }
}
