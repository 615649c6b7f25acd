package io.gortms.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import com.standardwebhooks.Webhook;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Point 5: what is signed, with which secrets, and which secrets are refused. */
class Point05SigningTest {

    private static final Instant AT = Instant.ofEpochSecond(1_614_265_330).plusMillis(999);
    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final String BODY = "{\"test\": 2432232314}";

    @Test
    void theHeadersOfGost() {
        byte[] body = utf8("{\"event\":\"user.created\",\"timestamp\":1700000000,\"data\":{\"id\":1}}");
        SignedContent content = new SignedContent("msg_1", AT, 3, "user.created", body);

        Map<String, String> headers = sign(SignatureProfile.GOST, content, "my_secret_key");

        assertThat(headers)
                .containsExactly(
                        entry("X-Gost-Event", "user.created"),
                        entry("X-Gost-Signature", "ff7954dac52c74278a22d3b9ed68f6480fed498eec16fd0fb3752e89d663f0b2"),
                        entry("X-Gost-Delivery", "msg_1"),
                        entry("X-Gost-Attempt", "3"),
                        entry("X-Gost-Timestamp", "1614265330"));
    }

    @Test
    void ofSeveralSecretsGostSignsWithTheNewest() {
        assertThat(sign(SignatureProfile.GOST, content(), "new", "old"))
                .isEqualTo(sign(SignatureProfile.GOST, content(), "new"))
                .isNotEqualTo(sign(SignatureProfile.GOST, content(), "old"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                Vectors.SHARED + "|" + ID + "|1614265330|" + BODY + "|" + Vectors.SHARED_SIGNATURE,
                "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD|msg_27UH4WbU6Z5A5EzD8u03UvzRbpk|1649367553"
                        + "|{\"email\":\"test@example.com\",\"username\":\"test_user\"}"
                        + "|v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=",
                Vectors.PRIVATE + "|" + ID + "|1614265330|" + BODY + "|" + Vectors.PRIVATE_SIGNATURE,
            })
    void theHeadersOfStandardWebhooks(String secret, String id, long seconds, String body, String signature) {
        SignedContent content = new SignedContent(id, Instant.ofEpochSecond(seconds), 1, "test", utf8(body));

        assertThat(sign(SignatureProfile.STANDARD, content, secret))
                .containsExactly(
                        entry("webhook-id", id),
                        entry("webhook-timestamp", Long.toString(seconds)),
                        entry("webhook-signature", signature));
    }

    @Test
    void oneSignatureForEachSecretInRotation() {
        String other = WebhookSecret.generate().reveal();
        String others = sign(SignatureProfile.STANDARD, content(), other).get("webhook-signature");

        assertThat(sign(SignatureProfile.STANDARD, content(), other, Vectors.PRIVATE, Vectors.SHARED))
                .containsEntry(
                        "webhook-signature", others + " " + Vectors.PRIVATE_SIGNATURE + " " + Vectors.SHARED_SIGNATURE);
    }

    @Test
    void bothSetsOfHeaders() {
        Map<String, String> headers = sign(SignatureProfile.BOTH, content(), Vectors.PRIVATE, Vectors.SHARED);

        assertThat(headers).hasSize(8).containsAllEntriesOf(sign(SignatureProfile.GOST, content(), Vectors.SHARED));
        assertThat(headers)
                .containsAllEntriesOf(sign(SignatureProfile.STANDARD, content(), Vectors.PRIVATE, Vectors.SHARED));
    }

    @Test
    void theSpecificationsOwnLibraryAcceptsIt() throws Exception {
        WebhookSecret newest = WebhookSecret.generate();
        String oldest = WebhookSecret.generate().reveal();
        String body = "{\"städte\":[\"Zürich\",\"東京\"]}";
        SignedContent content = new SignedContent("msg_1", Instant.now(), 1, "test", utf8(body));

        Map<String, String> headers = sign(SignatureProfile.STANDARD, content, newest.reveal(), oldest);

        Map<String, List<String>> asLists =
                headers.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, e -> List.of(e.getValue())));
        new Webhook(newest.reveal()).verify(body, asLists);
        new Webhook(oldest).verify(body, asLists);
        String stranger = WebhookSecret.generate().reveal();
        assertThatThrownBy(() -> new Webhook(stranger).verify(body, asLists)).hasMessageContaining("signature");
    }

    @Test
    void aBodyOfAnyBytesIsSignedAsItIs() {
        byte[] body = {0, (byte) 0xff, '\r', '\n', (byte) 0xc3};
        byte[] before = body.clone();
        SignedContent content = new SignedContent(ID, AT, 1, "test", body);
        byte[] other = Arrays.copyOf(body, body.length - 1);

        Map<String, String> headers = sign(SignatureProfile.BOTH, content, Vectors.SHARED);

        assertThat(body).isEqualTo(before);
        assertThat(headers)
                .isNotEqualTo(sign(SignatureProfile.BOTH, new SignedContent(ID, AT, 1, "test", other), Vectors.SHARED));
    }

    @Test
    void severalThreadsSignWithOneSecret() throws Exception {
        WebhookSecret secret = WebhookSecret.parse(Vectors.SHARED);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Callable<Boolean> signing = () -> IntStream.range(0, 2_000)
                    .allMatch(i -> SignatureProfile.STANDARD
                            .sign(content(), List.of(secret))
                            .containsValue(Vectors.SHARED_SIGNATURE));
            for (Future<Boolean> allRight : threads.invokeAll(Collections.nCopies(4, signing))) {
                assertThat(allRight.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aProfileRefusesSecretsItCannotSignWith() {
        WebhookSecret text = WebhookSecret.ofText("my_secret_key");
        WebhookSecret privateKey = WebhookSecret.parse(Vectors.PRIVATE);

        assertRefused(SignatureProfile.STANDARD, text);
        assertRefused(SignatureProfile.BOTH, text);
        assertRefused(SignatureProfile.BOTH, privateKey);
        assertRefused(SignatureProfile.GOST, privateKey);
        assertThatThrownBy(() -> SignatureProfile.GOST.readSecret("")).isInstanceOf(InvalidSecretException.class);
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsSignedWithoutASecret(SignatureProfile profile) {
        assertRefused(profile);
    }

    @Test
    void onlyPrivateKeysAreSlow() {
        WebhookSecret shared = WebhookSecret.parse(Vectors.SHARED);
        WebhookSecret privateKey = WebhookSecret.parse(Vectors.PRIVATE);

        assertThat(SignatureProfile.STANDARD.isSlow(List.of(shared))).isFalse();
        assertThat(SignatureProfile.STANDARD.isSlow(List.of(shared, privateKey)))
                .isTrue();
        assertThat(SignatureProfile.GOST.isSlow(List.of(shared, privateKey))).isFalse();
    }

    @Test
    void anySchemeCanBeWritten() {
        WebhookSigner bearer = (content, secrets) ->
                Map.of("Authorization", "Bearer " + secrets.get(0).reveal());
        List<WebhookSecret> secrets = List.of(bearer.readSecret("token"));
        bearer.requireUsable(secrets);

        assertThat(bearer.sign(content(), secrets)).containsEntry("Authorization", "Bearer token");
        assertThat(bearer.isSlow(secrets)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "msg.1", "msg 1", "msg\r\nX-Evil: 1", "ü"})
    void idsThatNoHeaderCanCarryAreRefused(String id) {
        assertThatThrownBy(() -> new SignedContent(id, AT, 1, "test", new byte[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .doesNotContain("\r", "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", " order.paid", "order\nX-Evil: 1", "größe"})
    void eventTypesThatNoHeaderCanCarryAreRefused(String event) {
        assertThatThrownBy(() -> new SignedContent(ID, AT, 1, event, new byte[0]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void assertRefused(SignatureProfile profile, WebhookSecret... secrets) {
        assertThatThrownBy(() -> profile.requireUsable(List.of(secrets))).isInstanceOf(InvalidSecretException.class);
        assertThatThrownBy(() -> profile.sign(content(), List.of(secrets))).isInstanceOf(InvalidSecretException.class);
    }

    private static SignedContent content() {
        return new SignedContent(ID, AT, 1, "test", utf8(BODY));
    }

    private static Map<String, String> sign(SignatureProfile profile, SignedContent content, String... secrets) {
        return profile.sign(
                content, Arrays.stream(secrets).map(profile::readSecret).toList());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
