package io.gortms.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.BreakerState;
import io.gortms.CircuitBreakerPolicy;
import io.gortms.MessageQueue;
import io.gortms.webhooks.harness.Bench;
import io.gortms.webhooks.harness.Receiver.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Point 8: what failures do to an endpoint. */
class Point08HealthTest {

    private static final RetrySchedule OFTEN = RetrySchedule.linear(Duration.ofDays(300), 1000);

    @TempDir
    private Path directory;

    private static void dispatch(Bench bench, int count) {
        for (int i = 0; i < count; i++) {
            bench.webhooks().dispatch("order.paid", i);
        }
    }

    @Test
    void fourFailuresOfDifferentWebhooksPauseForAMinuteThenTwoUpToAnHour() {
        try (Bench bench = new Bench(directory)) {
            bench.receiver.answer(500);
            bench.webhooks().register(bench.endpoint("acme").schedule(OFTEN));
            dispatch(bench, 20);
            int attempts = 4;
            for (long minutes : new long[] {1, 2, 4, 8, 16, 32, 60, 60}) {
                bench.attempts(attempts++);
                assertThat(bench.event(EndpointEvent.BackingOff.class).until())
                        .isEqualTo(bench.clock.instant().plus(Duration.ofMinutes(minutes)));
                assertThat(bench.webhooks().endpoint("acme").state()).isEqualTo(EndpointStatus.State.BACKING_OFF);
                bench.advance(Duration.ofMinutes(minutes).minusMillis(1));
                assertThat(bench.receiver.requests()).hasSize(attempts - 1);
                bench.advance(Duration.ofMillis(1));
            }
            bench.attempts(attempts);
            bench.receiver.answer(200);
            bench.advance(Duration.ofHours(1));
            bench.event(EndpointEvent.Recovered.class);
            bench.receiver.await(20);
            assertThat(bench.webhooks().endpoint("acme").state()).isEqualTo(EndpointStatus.State.ACTIVE);
        }
    }

    /** What was under way when a pause began belongs to it: it is no failure after it. */
    @Test
    void oneAccidentIsOnePauseHoweverMuchWasUnderWay() throws InterruptedException {
        try (Bench bench = new Bench(directory)) {
            CountDownLatch came = new CountDownLatch(10);
            bench.webhooks()
                    .register(bench.endpoint("acme")
                            .maxInFlight(10)
                            .failures(FailurePolicy.defaults()
                                    .breaker(CircuitBreakerPolicy.defaults().minimumRequests(100))));
            dispatch(bench, 30); // it has found its pace by then
            bench.attempts(30);
            bench.receiver.answer(request -> {
                came.countDown();
                Bench.awaitQuietly(came);
                return Answer.of(500);
            });
            dispatch(bench, 10);
            bench.attempts(40);
            assertThat(came.getCount()).isZero();
            assertThat(bench.webhooks().endpoint("acme").until())
                    .isEqualTo(bench.clock.instant().plus(Duration.ofMinutes(1)));
        }
    }

    @Test
    void oneWebhookThatFailsAgainAndAgainPausesNothing() {
        try (Bench bench = new Bench(directory)) {
            bench.receiver.answer(500);
            bench.webhooks()
                    .register(bench.endpoint("acme").schedule(RetrySchedule.linear(Duration.ofSeconds(1), 100)));
            dispatch(bench, 1);
            for (int attempt = 1; attempt < 9; attempt++) {
                bench.attempts(attempt);
                bench.advance(Duration.ofSeconds(attempt));
            }
            assertThat(bench.webhooks().endpoint("acme").state()).isEqualTo(EndpointStatus.State.ACTIVE);
        }
    }

    @Test
    void aPauseMayBeEndedByHand() {
        try (Bench bench = new Bench(directory)) {
            bench.receiver.answer(500);
            bench.webhooks().register(bench.endpoint("acme").schedule(OFTEN));
            dispatch(bench, 6);
            bench.event(EndpointEvent.BackingOff.class);
            bench.receiver.answer(200);
            bench.webhooks().resume("acme");
            bench.receiver.await(6);
        }
    }

    /** Every other attempt fails: no four in a row, but half of them. The broker's breaker holds the queue. */
    @Test
    void halfOfTheLastAttemptsOpenTheBreakerForHalfAMinute() {
        try (Bench bench = new Bench(directory)) {
            AtomicInteger count = new AtomicInteger();
            bench.receiver.answer(request -> Answer.of(count.incrementAndGet() % 2 == 0 ? 200 : 500));
            bench.webhooks().register(bench.endpoint("acme").schedule(OFTEN).fifo());
            bench.webhooks().register(bench.endpoint("acme").schedule(OFTEN).maxInFlight(1));
            dispatch(bench, 30);
            bench.attempts(10);
            assertThat(bench.webhooks().endpoint("acme").breaker()).isEqualTo(BreakerState.OPEN);
            bench.receiver.answer(200);
            bench.advance(Duration.ofMillis(29_999));
            assertThat(bench.receiver.requests()).hasSize(10);
            bench.advance(Duration.ofMillis(1));
            bench.receiver.await(30);
            assertThat(bench.webhooks().endpoint("acme").breaker()).isEqualTo(BreakerState.CLOSED);
        }
    }

    @Test
    void fiveDaysOfFailuresOnlyDisable() {
        try (Bench bench = new Bench(directory)) {
            bench.receiver.answer(500);
            FailurePolicy noPauses = FailurePolicy.defaults()
                    .pauses(1000, Duration.ZERO, Duration.ZERO)
                    .breaker(CircuitBreakerPolicy.defaults().minimumRequests(100));
            bench.webhooks()
                    .register(bench.endpoint("acme")
                            .failures(noPauses)
                            .schedule(RetrySchedule.exponential(Duration.ofHours(11), 1, Duration.ofHours(11), 100)));
            dispatch(bench, 1);
            for (int attempt = 1; attempt <= 11; attempt++) {
                bench.attempts(attempt);
                if (attempt == 5) {
                    bench.restart(); // since when it has failed is known over a restart
                }
                assertThat(bench.webhooks().endpoint("acme").state()).isEqualTo(EndpointStatus.State.ACTIVE);
                bench.advance(Duration.ofHours(11));
            }
            bench.attempts(12); // 121 hours after the first
            assertThat(bench.event(EndpointEvent.Disabled.class).why()).contains("2026-01-01T00:00:00Z");
            assertThat(bench.webhooks().endpoint("acme").state()).isEqualTo(EndpointStatus.State.DISABLED);
        }
    }

    @Test
    void aQuietEndpointIsNotDisabledForTwoAccidents() {
        try (Bench bench = new Bench(directory)) {
            bench.receiver.answer(500);
            bench.webhooks().register(bench.endpoint("acme").schedule(RetrySchedule.of(Duration.ZERO)));
            dispatch(bench, 1);
            bench.attempts(1);
            bench.advance(Duration.ofDays(6));
            dispatch(bench, 1);
            bench.attempts(2);
            assertThat(bench.webhooks().endpoint("acme").state()).isEqualTo(EndpointStatus.State.ACTIVE);
        }
    }

    /** After a pause one goes at first, and the pace grows with each success. */
    @Test
    void aBacklogIsPaced() {
        try (Bench bench = new Bench(directory)) {
            AtomicInteger now = new AtomicInteger();
            AtomicInteger answered = new AtomicInteger();
            AtomicInteger tooMany = new AtomicInteger();
            bench.receiver.answer(request -> {
                // at most one more than were answered before this one came
                if (now.incrementAndGet() > answered.get() + 1) {
                    tooMany.incrementAndGet();
                }
                LockSupport.parkNanos(1000);
                now.decrementAndGet();
                answered.incrementAndGet();
                return Answer.of(200);
            });
            bench.webhooks().register(bench.endpoint("acme").maxInFlight(16));
            bench.webhooks().pause("acme");
            dispatch(bench, 100);
            bench.advance(Duration.ofDays(1));
            assertThat(bench.receiver.requests()).isEmpty();
            bench.webhooks().resume("acme");
            bench.receiver.await(100);
            assertThat(tooMany).hasValue(0);
        }
    }

    @Test
    void aPauseByHandSurvivesARestart() {
        try (Bench bench = new Bench(directory)) {
            bench.webhooks().register(bench.endpoint("acme"));
            bench.webhooks().pause("acme");
            dispatch(bench, 1);
            bench.restart();
            assertThat(bench.webhooks().endpoint("acme").state()).isEqualTo(EndpointStatus.State.PAUSED);
            Bench.await(() -> bench.webhooks().endpoint("acme").waiting() == 1, "it is handed on");
            assertThat(bench.receiver.requests()).isEmpty();
            bench.webhooks().resume("acme");
            bench.receiver.await(1);
        }
    }

    /** Nor is there anything to write down at each failure. */
    @Test
    void pausesMayBeTurnedOff() {
        try (Bench bench = new Bench(directory)) {
            bench.receiver.answer(500);
            FailurePolicy noPauses = FailurePolicy.defaults().pauses(1, Duration.ZERO, Duration.ZERO);
            bench.webhooks().register(bench.endpoint("acme").failures(noPauses));
            MessageQueue endpoints = bench.broker().domain("_webhooks").queue("endpoints");
            long before = endpoints.stats().endPosition();
            dispatch(bench, 3);
            bench.attempts(3);
            bench.receiver.answer(200);
            bench.advance(Duration.ofSeconds(5));
            bench.awaitSettled();
            assertThat(endpoints.stats().endPosition()).isEqualTo(before);
        }
    }
}
