package io.gortms.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gortms.webhooks.WebhookAttempt.Outcome;
import io.gortms.webhooks.harness.Bench;
import io.gortms.webhooks.harness.Receiver.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes to URLs that are no endpoints, as Gost has it: at once, or durably. */
class DirectTest {

    @TempDir
    private Path directory;

    @Test
    void sendIsOneAttemptAndItsResult() {
        try (Bench bench = new Bench(directory)) {
            bench.receiver.answer(request -> Answer.of(503).body("not now"));
            WebhookAttempt attempt =
                    bench.webhooks().send(bench.receiver.url("/a"), Bench.SECRET, "user.created", Map.of("id", 1));
            assertThat(attempt.outcome()).isEqualTo(Outcome.GIVEN_UP);
            assertThat(attempt.status()).isEqualTo(503);
            assertThat(attempt.responseBody()).isEqualTo("not now");
            assertThat(attempt.nextAttemptAt()).isNull();
            bench.receiver.answer(200);
            assertThat(bench.webhooks()
                            .send(bench.receiver.url("/a"), Bench.SECRET, "user.created", Map.of("id", 1))
                            .isDelivered())
                    .isTrue();
            assertThat(bench.attempts(2)).allMatch(each -> each.endpoint().isEmpty());
            assertThat(WebhookVerifier.gost(Bench.SECRET)
                            .verify(
                                    bench.receiver.requests().get(0).headers(),
                                    bench.receiver.requests().get(0).body())
                            .isGenuine())
                    .isTrue();
        }
    }

    @Test
    void dispatchToIsTriedFiveTimesOverARestart() {
        try (Bench bench = new Bench(directory)) {
            bench.receiver.answer(500);
            Instant dispatchedAt = bench.clock.instant();
            String id = bench.webhooks()
                    .dispatchTo(bench.receiver.url("/a"), Bench.SECRET, "user.created", Map.of("id", 1))
                    .id();
            for (int attempt = 1; attempt <= 5; attempt++) {
                assertThat(bench.attempts(attempt).get(0).attempt()).isEqualTo(attempt);
                if (attempt == 3) {
                    bench.restart();
                }
                bench.advance(Duration.ofSeconds(1L << (attempt - 1)));
            }
            bench.awaitSettled();
            assertThat(bench.receiver.requests())
                    .hasSize(5)
                    .allMatch(request -> request.id().equals(id));
            assertThat(bench.webhooks().deadLetters("", 10)).singleElement().satisfies(letter -> {
                assertThat(letter.messageId()).isEqualTo(id);
                assertThat(letter.headers()).containsEntry("event", "user.created");
                assertThat(letter.headers().get("dispatched"))
                        .isEqualTo(Long.toString(dispatchedAt.getEpochSecond() * 1_000_000));
            });
            bench.receiver.answer(200);
            assertThat(bench.webhooks().redeliver(id)).isEqualTo(1);
            assertThat(bench.receiver.await(6).get(5).id()).isEqualTo(id);
        }
    }

    @Test
    void aFirstDelayIsKept() {
        RetrySchedule later = RetrySchedule.of(Duration.ofSeconds(10));
        try (Bench bench = new Bench(directory, builder -> builder.schedule(later))) {
            Instant dispatchedAt = bench.clock.instant();
            bench.webhooks().dispatchTo(bench.receiver.url("/a"), Bench.SECRET, "user.created", 1);
            bench.advance(Duration.ofSeconds(10));
            assertThat(bench.attempts(1).get(0).startedAt()).isEqualTo(dispatchedAt.plusSeconds(10));
        }
    }

    @Test
    void anotherKeyGivesUpWhatOnlyTheFirstOneOpens() {
        AtomicReference<byte[]> key = new AtomicReference<>(Bench.KEY);
        try (Bench bench = new Bench(directory, builder -> builder.secretsKey(key.get()))) {
            bench.receiver.answer(500);
            String id = bench.webhooks()
                    .dispatchTo(bench.receiver.url("/a"), Bench.SECRET, "user.created", 1)
                    .id();
            bench.attempts(1);
            key.set(new byte[16]);
            bench.restart();
            bench.advance(Duration.ofSeconds(1));
            bench.awaitSettled();
            assertThat(bench.event(EndpointEvent.GivenUp.class).id()).isEqualTo(id);
            assertThat(bench.webhooks().deadLetters("", 10)).hasSize(1);
            key.set(Bench.KEY);
            bench.receiver.answer(200);
            bench.restart();
            assertThat(bench.webhooks().redeliver(id)).isEqualTo(1);
            assertThat(bench.receiver.await(2).get(1).id()).isEqualTo(id);
        }
    }

    /** What cannot be signed any more holds up nobody else, and is not lost. */
    @Test
    void anotherProfileGivesUpWhatOnlyTheFirstOneSigns() {
        AtomicReference<SignatureProfile> profile = new AtomicReference<>(SignatureProfile.GOST);
        try (Bench bench = new Bench(directory, builder -> builder.profile(profile.get()))) {
            bench.receiver.answer(500);
            String secret = WebhookSecret.generate().reveal();
            String url = bench.receiver.url("/a");
            String plain = bench.webhooks()
                    .dispatchTo(url, "any text", "user.created", 1)
                    .id();
            String good =
                    bench.webhooks().dispatchTo(url, secret, "user.created", 2).id();
            bench.attempts(2);
            profile.set(SignatureProfile.STANDARD);
            bench.restart();
            bench.receiver.answer(200);
            bench.advance(Duration.ofSeconds(1));
            assertThat(bench.receiver.await(3).get(2).id()).isEqualTo(good);
            bench.awaitSettled();
            assertThat(bench.webhooks().deadLetters("", 10))
                    .singleElement()
                    .satisfies(letter -> assertThat(letter.headers().get("gortms-dead-reason"))
                            .contains("profile STANDARD"));

            profile.set(SignatureProfile.GOST);
            bench.restart();
            assertThat(bench.webhooks().redeliver(plain)).isEqualTo(1);
            assertThat(bench.receiver.await(4).get(3).id()).isEqualTo(plain);
        }
    }

    @Test
    void whereNothingMayBeSentIsRefusedAtOnce() {
        try (Bench bench = new Bench(directory, builder -> builder.addressPolicy(AddressPolicy.publicOnly()))) {
            Webhooks webhooks = bench.webhooks();
            String url = bench.receiver.url("/a");
            assertThatThrownBy(() -> webhooks.send(url, Bench.SECRET, "a", 1))
                    .isInstanceOf(BlockedAddressException.class);
            assertThatThrownBy(() -> webhooks.dispatchTo(url, Bench.SECRET, "a", 1))
                    .isInstanceOf(BlockedAddressException.class);
            assertThatThrownBy(() -> webhooks.register(bench.endpoint("acme")))
                    .isInstanceOf(BlockedAddressException.class);
            assertThatThrownBy(() -> webhooks.send("https://a.example/", "", "a", 1))
                    .isInstanceOf(InvalidSecretException.class);
            assertThat(webhooks.endpoints()).isEmpty();
        }
    }
}
