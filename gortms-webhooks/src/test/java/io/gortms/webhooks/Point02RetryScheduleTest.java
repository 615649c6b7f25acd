package io.gortms.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gortms.webhooks.harness.Bench;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Point 2: retry schedules. */
class Point02RetryScheduleTest {

    @TempDir
    private Path directory;

    private static List<Duration> delays(RetrySchedule schedule, double chance) {
        return IntStream.rangeClosed(1, schedule.attempts())
                .mapToObj(attempt -> schedule.delayBefore(attempt, chance))
                .toList();
    }

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    @Test
    void ofGost() {
        assertThat(delays(RetrySchedule.gost(), 1))
                .containsExactly(seconds(0), seconds(1), seconds(2), seconds(3), seconds(4));
    }

    @Test
    void ofStandardWebhooks() {
        assertThat(delays(RetrySchedule.standard(), 1))
                .containsExactly(
                        seconds(0),
                        seconds(5),
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(30),
                        Duration.ofHours(2),
                        Duration.ofHours(5),
                        Duration.ofHours(10),
                        Duration.ofHours(14),
                        Duration.ofHours(20),
                        Duration.ofHours(24));
    }

    @Test
    void exponentialIsCappedAndNeverOverflows() {
        RetrySchedule schedule = RetrySchedule.exponential(seconds(1), 2.0, Duration.ofHours(1), 1_000_000);
        assertThat(schedule.delayBefore(2, 0)).isEqualTo(seconds(1));
        assertThat(schedule.delayBefore(5, 0)).isEqualTo(seconds(8));
        assertThat(schedule.delayBefore(1_000_000, 1)).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void jitterGoesUpwardOnly() {
        RetrySchedule schedule = RetrySchedule.gost().jitter(0.5);
        assertThat(schedule.delayBefore(3, 0)).isEqualTo(seconds(2));
        assertThat(schedule.delayBefore(3, 1)).isEqualTo(seconds(3));
        assertThat(schedule.delayBefore(1, 1)).isZero();
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RetrySchedule.linear(seconds(1), 0))
                .withMessageContaining("attempts");
        assertThatIllegalArgumentException().isThrownBy(() -> RetrySchedule.linear(seconds(-1), 2));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RetrySchedule.exponential(seconds(1), 0.5, seconds(9), 2));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RetrySchedule.gost().jitter(1.1));
        assertThatIllegalArgumentException().isThrownBy(() -> RetrySchedule.of());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RetrySchedule.gost().delayBefore(6, 0));
    }

    /** The whole way: what fails five times is a dead letter, and each attempt has its time. */
    @Test
    void eachAttemptHasItsTime() {
        try (Bench bench = new Bench(directory)) {
            bench.receiver.answer(500);
            bench.webhooks()
                    .register(bench.endpoint("acme")
                            .schedule(RetrySchedule.gost())
                            .failures(FailurePolicy.defaults().pauses(100, seconds(1), seconds(1))));
            bench.webhooks().dispatch("order.paid", 1);
            for (int attempt = 1; attempt <= 5; attempt++) {
                WebhookAttempt newest = bench.attempts(attempt).get(0);
                assertThat(newest.attempt()).isEqualTo(attempt);
                assertThat(newest.outcome())
                        .isEqualTo(attempt < 5 ? WebhookAttempt.Outcome.RETRIED : WebhookAttempt.Outcome.GIVEN_UP);
                bench.advance(Duration.ofMillis(attempt * 1000L - 1));
                assertThat(bench.receiver.requests()).hasSize(attempt);
                bench.advance(Duration.ofMillis(1));
            }
            bench.awaitSettled();
            assertThat(bench.webhooks().deadLetters("acme", 10))
                    .singleElement()
                    .satisfies(letter -> assertThat(letter.headers())
                            .containsEntry("gortms-dead-reason", "status 500; given up after 5 attempts"));
        }
    }

    @Test
    void aFirstDelayIsKept() {
        try (Bench bench = new Bench(directory)) {
            bench.webhooks().register(bench.endpoint("acme").schedule(RetrySchedule.of(seconds(10))));
            bench.webhooks().dispatch("order.paid", 1);
            Bench.await(() -> bench.webhooks().endpoint("acme").waiting() == 1, "it is handed on");
            bench.advance(seconds(9));
            assertThat(bench.receiver.requests()).isEmpty();
            bench.advance(seconds(1));
            bench.receiver.await(1);
        }
    }

    @Test
    void whatIsTooOldIsGivenUp() {
        try (Bench bench = new Bench(directory)) {
            bench.receiver.answer(500);
            bench.webhooks()
                    .register(bench.endpoint("acme")
                            .schedule(RetrySchedule.linear(seconds(10), 100).maxAge(seconds(15))));
            bench.webhooks().dispatch("order.paid", 1);
            bench.attempts(1);
            bench.advance(seconds(10));
            assertThat(bench.attempts(2).get(0).detail()).contains("older than PT15S");
            bench.awaitSettled();
            assertThat(bench.webhooks().deadLetters("acme", 10)).hasSize(1);
        }
    }

    /** What waits for a transform grows old too, and is not sent anew by being handed on. */
    @ParameterizedTest
    @CsvSource({"61, 0", "59, 1"})
    void whatIsHandedOnLateIsAsOldAsItIs(int lateMinutes, int attempts) {
        try (Bench bench = new Bench(directory)) {
            bench.receiver.answer(500);
            WebhookEndpoint endpoint = bench.endpoint("acme")
                    .transform((event, body) -> body)
                    .schedule(RetrySchedule.linear(Duration.ofMinutes(2), 5).maxAge(Duration.ofHours(1)));
            bench.webhooks().register(endpoint);
            bench.restart();
            bench.webhooks().dispatch("order.paid", 1);
            bench.awaitSettled(); // it is left out
            bench.advance(Duration.ofMinutes(lateMinutes));
            bench.webhooks().register(endpoint);
            bench.awaitSettled();
            assertThat(bench.receiver.requests()).hasSize(attempts);
            assertThat(bench.webhooks().deadLetters("acme", 10)).hasSize(1);
        }
    }
}
