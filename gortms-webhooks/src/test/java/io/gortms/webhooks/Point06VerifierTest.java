package io.gortms.webhooks;

import static io.gortms.webhooks.VerificationReason.GENUINE;
import static io.gortms.webhooks.VerificationReason.NO_MATCHING_SIGNATURE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import io.gortms.ManualClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Point 6: what a receiver accepts of Standard Webhooks, and why it refuses the rest. */
class Point06VerifierTest {

    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final long SECONDS = 1_614_265_330;
    private static final byte[] BODY = utf8("{\"test\": 2432232314}");
    private static final String PEM =
            "-----BEGIN PUBLIC KEY-----\n" + Vectors.PUBLIC_X509 + "\n-----END PUBLIC KEY-----\n";

    private final ManualClock clock = new ManualClock(Instant.ofEpochSecond(SECONDS));
    private final Map<String, Object> headers = new TreeMap<>(Map.of(
            "webhook-id",
            ID,
            "webhook-timestamp",
            Long.toString(SECONDS),
            "webhook-signature",
            Vectors.SHARED_SIGNATURE));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                Vectors.SHARED + "|" + ID + "|1614265330|{\"test\": 2432232314}|" + Vectors.SHARED_SIGNATURE,
                "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD|msg_27UH4WbU6Z5A5EzD8u03UvzRbpk|1649367553"
                        + "|{\"email\":\"test@example.com\",\"username\":\"test_user\"}"
                        + "|v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=",
                Vectors.PUBLIC + "|" + ID + "|1614265330|{\"test\": 2432232314}|" + Vectors.PRIVATE_SIGNATURE,
            })
    void theVectorsAreGenuine(String key, String id, long seconds, String body, String signature) {
        Map<String, String> request =
                Map.of("webhook-id", id, "webhook-timestamp", Long.toString(seconds), "webhook-signature", signature);
        StandardVerifier verifier = WebhookVerifier.standard(key).clock(() -> Instant.ofEpochSecond(seconds));

        Verification verification = verifier.verify(request, utf8(body));

        assertThat(verification).isEqualTo(new Verification(GENUINE, id, Instant.ofEpochSecond(seconds)));
        assertThat(verification.isGenuine()).isTrue();
        assertThat(verifier.verify(request, utf8(body + " ")).reason()).isEqualTo(NO_MATCHING_SIGNATURE);
    }

    @Test
    void theSecretNeedsNoPrefix() {
        assertReason(GENUINE, Vectors.SHARED.substring("whsec_".length()));
    }

    @ParameterizedTest
    @ValueSource(strings = {Vectors.PUBLIC, Vectors.PUBLIC_X509, "whpk_" + Vectors.PUBLIC_X509, PEM, Vectors.PRIVATE})
    void aPublicKeyInAnyOfItsForms(String key) {
        headers.put("webhook-signature", Vectors.PRIVATE_SIGNATURE);

        assertReason(GENUINE, key);
    }

    @Test
    void anyOfSeveralSecrets() {
        String other = WebhookSecret.generate().reveal();

        assertReason(GENUINE, other, Vectors.PUBLIC, Vectors.SHARED);
        assertReason(GENUINE, Vectors.SHARED, other, Vectors.PUBLIC);
        headers.put("webhook-signature", Vectors.PRIVATE_SIGNATURE);
        assertReason(GENUINE, other, Vectors.PUBLIC, Vectors.SHARED);
        assertReason(GENUINE, WebhookSecret.generateEd25519().reveal(), Vectors.PUBLIC);
        assertReason(NO_MATCHING_SIGNATURE, other, Vectors.SHARED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v2,AAAA " + Vectors.SHARED_SIGNATURE,
                "v1,AAAA " + Vectors.SHARED_SIGNATURE,
                "v1a,%%% " + Vectors.SHARED_SIGNATURE,
                Vectors.SHARED_SIGNATURE + " v1,AAAA",
                "nonsense  , v1 v1, " + Vectors.SHARED_SIGNATURE + " ",
            })
    void aGoodSignatureBesideOthers(String signatures) {
        headers.put("webhook-signature", signatures);

        assertReason(GENUINE, Vectors.SHARED, Vectors.PUBLIC);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v1,",
                "v1",
                "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE",
                "v1,g0hM9SsE+OTPJTGt",
                "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OF=",
                "v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                "V1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                "v1a,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                "v1a,",
                "v1a,%",
                "v1a,AAAA",
                "v1a,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==",
                "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TB",
                // the same bytes, spelt otherwise
                "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAh==",
                "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg",
            })
    void signaturesCutShortOrOfAnother(String signature) {
        headers.put("webhook-signature", signature);

        assertReason(NO_MATCHING_SIGNATURE, Vectors.SHARED, Vectors.PUBLIC);
    }

    @Test
    void theSignatureOfAnotherKey() {
        assertReason(NO_MATCHING_SIGNATURE, WebhookSecret.generate().reveal());
        headers.put("webhook-signature", Vectors.PRIVATE_SIGNATURE);
        assertReason(NO_MATCHING_SIGNATURE, WebhookSecret.generateEd25519().reveal());
    }

    @Test
    void anEmptyBody() throws Exception {
        headers.put("webhook-signature", new Webhook(Vectors.SHARED).sign(ID, SECONDS, ""));

        assertThat(verifier(Vectors.SHARED).verify(headers, new byte[0]).reason())
                .isEqualTo(GENUINE);
    }

    @Test
    void theSpecificationsOwnLibrarySigns() throws Exception {
        String secret = WebhookSecret.generate().reveal();
        String body = "{\"städte\":[\"Zürich\",\"東京\"]}";
        headers.put("webhook-signature", new Webhook(secret).sign(ID, SECONDS, body));

        assertThat(verifier(secret).verify(headers, utf8(body)).reason()).isEqualTo(GENUINE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "whsec_", "whsec_%", "whsec_MDEyMzQ1Njc4OQ==", "whpk_", "whpk_AAAA", "whsk_AAAA"})
    void textsThatAreNoKeyAreRefused(String text) {
        assertThatThrownBy(() -> WebhookVerifier.standard(Vectors.SHARED, text))
                .isInstanceOf(InvalidSecretException.class);
    }

    @Test
    void oneSecretIsNeeded() {
        assertThatThrownBy(WebhookVerifier::standard).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(WebhookVerifier::gost).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void ofVeryManySignaturesOnlyTheFirstAreLookedAt() {
        String thirtyOne = "v1,AAAA ".repeat(31);

        headers.put("webhook-signature", thirtyOne + Vectors.SHARED_SIGNATURE);
        assertReason(GENUINE, Vectors.SHARED);
        headers.put("webhook-signature", "v1,AAAA " + thirtyOne + Vectors.SHARED_SIGNATURE);
        assertReason(NO_MATCHING_SIGNATURE, Vectors.SHARED);
    }

    /** Any one character of what is signed or of the signature changed. */
    @Test
    void nothingCanBeChanged() {
        long seed = Long.getLong("gortms.seed", System.nanoTime());
        System.out.println("Point06VerifierTest.nothingCanBeChanged -Dgortms.seed=" + seed);
        Random random = new Random(seed);
        StandardVerifier verifier = verifier(Vectors.SHARED, Vectors.PUBLIC).tolerance(Duration.ofDays(100_000));
        for (int i = 0; i < 2_000; i++) {
            Map<String, Object> request = new HashMap<>(headers);
            request.put("webhook-signature", i % 20 == 0 ? Vectors.PRIVATE_SIGNATURE : Vectors.SHARED_SIGNATURE);
            byte[] body = BODY.clone();
            assertThat(verifier.verify(request, body).reason()).isEqualTo(GENUINE);
            int part = random.nextInt(4);
            if (part == 3) {
                body[random.nextInt(body.length)] ^= (byte) (1 << random.nextInt(8));
            } else {
                String name = List.of("webhook-id", "webhook-timestamp", "webhook-signature")
                        .get(part);
                request.put(name, changed((String) request.get(name), random));
            }

            assertThat(verifier.verify(request, body).isGenuine())
                    .as("%s", request)
                    .isFalse();
        }
    }

    private static String changed(String text, Random random) {
        char[] chars = text.toCharArray();
        int at = random.nextInt(chars.length);
        char other = "abcdefghijklmnopqrstuvwxyz0123456789".charAt(random.nextInt(36));
        chars[at] = chars[at] == other ? '!' : other;
        return new String(chars);
    }

    private void assertReason(VerificationReason reason, String... secrets) {
        Verification verification = verifier(secrets).verify(headers, BODY);
        assertThat(verification.reason()).isEqualTo(reason);
        assertThat(verification.id()).isEqualTo(reason == GENUINE ? ID : null);
    }

    private StandardVerifier verifier(String... secrets) {
        return WebhookVerifier.standard(secrets).clock(clock);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
