package io.gortms.webhooks;

import static io.gortms.webhooks.VerificationReason.GENUINE;
import static io.gortms.webhooks.VerificationReason.NO_MATCHING_SIGNATURE;
import static io.gortms.webhooks.VerificationReason.REPLAYED;
import static io.gortms.webhooks.VerificationReason.TOO_OLD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gortms.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Point 6: a copy of a genuine request is refused, a retry is not. */
class Point06ReplayTest {

    private static final byte[] BODY = {'{', '}'};

    private final ManualClock clock = new ManualClock();
    private final WebhookSecret secret = WebhookSecret.generate();
    private final StandardVerifier verifier =
            WebhookVerifier.standard(secret.reveal()).clock(clock).replayCache(ReplayCache.inMemory(2));

    @Test
    void aCopyIsRefused() {
        Map<String, String> request = request("msg_1");

        assertThat(verifier.verify(request, BODY).reason()).isEqualTo(GENUINE);
        assertThat(verifier.verify(request, BODY)).isEqualTo(new Verification(REPLAYED, "msg_1", clock.instant()));
        assertThat(verifier.verify(request, BODY).isGenuine()).isFalse();
    }

    @Test
    void aRetryIsNoCopy() {
        assertThat(verifier.verify(request("msg_1"), BODY).reason()).isEqualTo(GENUINE);
        clock.advance(Duration.ofSeconds(1));

        assertThat(verifier.verify(request("msg_1"), BODY).reason()).isEqualTo(GENUINE);
    }

    @Test
    void withoutACacheCopiesAreLetIn() {
        StandardVerifier forgetful = WebhookVerifier.standard(secret.reveal()).clock(clock);

        assertThat(forgetful.verify(request("msg_1"), BODY).reason()).isEqualTo(GENUINE);
        assertThat(forgetful.verify(request("msg_1"), BODY).reason()).isEqualTo(GENUINE);
    }

    @Test
    void aCopyIsRefusedUntilItIsTooOld() {
        clock.advance(Duration.ofMinutes(5));
        Map<String, String> ahead = request("msg_1");
        ManualClock behind = new ManualClock();
        StandardVerifier receiver = verifier.clock(behind);

        assertThat(receiver.verify(ahead, BODY).reason()).isEqualTo(GENUINE);
        behind.advance(Duration.ofMinutes(10));
        assertThat(receiver.verify(ahead, BODY).reason()).isEqualTo(REPLAYED);
        behind.advance(Duration.ofMillis(999));
        assertThat(receiver.verify(ahead, BODY).reason()).isEqualTo(REPLAYED);
        behind.advance(Duration.ofMillis(1));
        assertThat(receiver.verify(ahead, BODY).reason()).isEqualTo(TOO_OLD);
    }

    @Test
    void aCopyIsRefusedAlsoWhenTheClockIsSetBack() {
        AtomicReference<Instant> now = new AtomicReference<>(clock.instant());
        StandardVerifier receiver = verifier.clock(now::get);
        Map<String, String> request = request("msg_1");
        assertThat(receiver.verify(request, BODY).reason()).isEqualTo(GENUINE);
        clock.advance(Duration.ofMinutes(11));
        now.set(clock.instant());
        assertThat(receiver.verify(request("msg_2"), BODY).reason()).isEqualTo(GENUINE);

        now.set(clock.instant().minus(Duration.ofMinutes(11)));
        assertThat(receiver.verify(request, BODY).reason()).isEqualTo(REPLAYED);
        now.set(clock.instant().minus(Duration.ofMinutes(4)));
        assertThat(receiver.verify(request("msg_3"), BODY).reason()).isEqualTo(GENUINE);
    }

    @Test
    void anyToleranceWillDo() {
        StandardVerifier patient = verifier.tolerance(Duration.ofSeconds(Long.MAX_VALUE));
        Map<String, String> request = request("msg_1");
        clock.advance(Duration.ofDays(1_000_000));

        assertThat(patient.verify(request, BODY).reason()).isEqualTo(GENUINE);
        assertThat(patient.verify(request, BODY).reason()).isEqualTo(REPLAYED);
    }

    @Test
    void strangersAreNotRemembered() {
        Map<String, String> request = request("msg_1");
        Map<String, String> forged = new HashMap<>(request);
        forged.put("webhook-signature", "v1,AAAA");

        assertThat(verifier.verify(forged, BODY).reason()).isEqualTo(NO_MATCHING_SIGNATURE);
        assertThat(verifier.verify(request, BODY).reason()).isEqualTo(GENUINE);
    }

    @Test
    void whenFullItForgetsTheFirst() {
        List<Map<String, String>> requests = List.of(request("msg_1"), request("msg_2"), request("msg_3"));
        requests.forEach(request ->
                assertThat(verifier.verify(request, BODY).isGenuine()).isTrue());

        assertThat(verifier.verify(requests.get(2), BODY).reason()).isEqualTo(REPLAYED);
        assertThat(verifier.verify(requests.get(1), BODY).reason()).isEqualTo(REPLAYED);
        assertThat(verifier.verify(requests.get(0), BODY).reason()).isEqualTo(GENUINE);
        assertThatThrownBy(() -> ReplayCache.inMemory(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatExpiredIsForgotten() {
        ReplayCache cache = ReplayCache.inMemory(2);
        Instant start = clock.instant();
        assertThat(cache.add("key", start, start.plusSeconds(1))).isTrue();

        assertThat(cache.add("key", start.plusSeconds(1), start.plusSeconds(2))).isFalse();
        assertThat(cache.add("key", start.plusMillis(1001), start.plusSeconds(2)))
                .isTrue();
    }

    @Test
    void whatExpiredMakesRoom() {
        ReplayCache cache = ReplayCache.inMemory(2);
        Instant start = clock.instant();
        assertThat(cache.add("early", start, start.plusSeconds(1))).isTrue();
        assertThat(cache.add("late", start, start.plusSeconds(100))).isTrue();

        assertThat(cache.add("later", start.plusSeconds(2), start.plusSeconds(100)))
                .isTrue();
        assertThat(cache.add("late", start.plusSeconds(2), start.plusSeconds(100)))
                .isFalse();
    }

    @Test
    void aCacheThatFailsLetsNothingIn() {
        StandardVerifier unsure = verifier.replayCache((key, now, until) -> {
            throw new IllegalStateException("no connection");
        });

        assertThatThrownBy(() -> unsure.verify(request("msg_1"), BODY)).hasMessage("no connection");
    }

    @Test
    void ofManyCopiesAtOnceOneIsLetIn() throws Exception {
        Map<String, String> request = request("msg_1");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Callable<VerificationReason> copy =
                    () -> verifier.verify(request, BODY).reason();
            List<VerificationReason> reasons = new ArrayList<>();
            for (Future<VerificationReason> result : threads.invokeAll(Collections.nCopies(400, copy))) {
                reasons.add(result.get());
            }
            assertThat(reasons).containsOnlyOnce(GENUINE).containsOnly(GENUINE, REPLAYED);
        } finally {
            threads.shutdownNow();
        }
    }

    private Map<String, String> request(String id) {
        SignedContent content = new SignedContent(id, clock.instant(), 1, "test", BODY);
        return SignatureProfile.STANDARD.sign(content, List.of(secret));
    }
}
