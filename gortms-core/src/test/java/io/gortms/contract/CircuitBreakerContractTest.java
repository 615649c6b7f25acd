package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.BreakerState;
import io.gortms.BrokerEvent;
import io.gortms.CircuitBreakerPolicy;
import io.gortms.Delivery;
import io.gortms.contract.harness.Await;
import io.gortms.contract.harness.Background;
import io.gortms.contract.harness.Fixture;
import io.gortms.contract.harness.Scenario;
import io.gortms.contract.harness.Scenario.Kind;
import io.gortms.contract.harness.Steps;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** A group whose messages fail stops handing them out for a while. */
class CircuitBreakerContractTest {

    private static final Duration OPEN = Duration.ofSeconds(30);
    private static final CircuitBreakerPolicy POLICY = CircuitBreakerPolicy.defaults()
            .errorThreshold(0.5)
            .minimumRequests(4)
            .successThreshold(2)
            .openTimeout(OPEN);

    private static Steps withBreaker(Steps steps) {
        return steps.queue(queue -> queue.circuitBreaker(POLICY).deliveryLimit(100));
    }

    private static void publish(Fixture f, int count) {
        IntStream.range(0, count).forEach(i -> f.publish("m" + i));
    }

    private static void fail(Fixture f, int times) {
        for (int i = 0; i < times; i++) {
            f.take().nack(Duration.ofHours(1));
        }
    }

    private static BreakerState state(Fixture f) {
        return f.group().stats().breaker();
    }

    @Scenario(restarts = false)
    void opensWhenTooManyFail(Steps steps) {
        withBreaker(steps)
                .step("publish", f -> publish(f, 20))
                .step("two of three fail", f -> {
                    f.take().ack();
                    fail(f, 2);
                    assertThat(state(f)).isEqualTo(BreakerState.CLOSED);
                })
                .step("the fourth result is the last needed", f -> {
                    f.take().ack();
                    assertThat(state(f)).isEqualTo(BreakerState.OPEN);
                    f.takesNothing();
                })
                .step("messages wait and nothing is counted", f -> {
                    long lag = f.group().lag();
                    f.advance(OPEN.minusMillis(1));
                    f.takesNothing();
                    assertThat(f.group().lag()).isEqualTo(lag);
                });
    }

    @Scenario(restarts = false)
    void staysClosedBelowTheThreshold(Steps steps) {
        withBreaker(steps).step("publish", f -> publish(f, 30)).step("a third fails", f -> {
            for (int i = 0; i < 10; i++) {
                f.take().ack();
                f.take().ack();
                f.take().nack(Duration.ofHours(1));
            }
            assertThat(state(f)).isEqualTo(BreakerState.CLOSED);
        });
    }

    @Scenario(restarts = false)
    void exactlyTheThresholdIsTooMuch(Steps steps) {
        steps.queue(queue -> queue.circuitBreaker(POLICY.errorThreshold(0.28).minimumRequests(25)))
                .step("seven of twenty-five fail", f -> {
                    publish(f, 26);
                    f.take(18).forEach(Delivery::ack);
                    fail(f, 6);
                    assertThat(state(f)).isEqualTo(BreakerState.CLOSED);
                    fail(f, 1);
                    assertThat(state(f)).isEqualTo(BreakerState.OPEN);
                });
    }

    @Scenario
    void theWindowIsAsLargeAsThePolicySays(Steps steps) {
        steps.queue(queue -> queue.circuitBreaker(POLICY.errorThreshold(0.5).windowSize(20)))
                .step("publish", f -> publish(f, 50))
                .step("what was long ago does not count", f -> {
                    f.take(30).forEach(Delivery::ack);
                    fail(f, 9);
                    assertThat(state(f)).isEqualTo(BreakerState.CLOSED);
                    fail(f, 1);
                    assertThat(state(f)).isEqualTo(BreakerState.OPEN);
                });
    }

    @Scenario(restarts = false)
    void oneProbeAtATimeThenItCloses(Steps steps) {
        withBreaker(steps)
                .step("publish and open it", f -> {
                    publish(f, 20);
                    fail(f, 4);
                    f.advance(OPEN);
                })
                .step("a probe, and nothing beside it", f -> {
                    List<Delivery> probe = f.group().poll(10, Duration.ZERO);
                    assertThat(probe).hasSize(1);
                    assertThat(state(f)).isEqualTo(BreakerState.HALF_OPEN);
                    f.takesNothing();
                    probe.get(0).ack();
                })
                .step("another", f -> {
                    assertThat(state(f)).isEqualTo(BreakerState.HALF_OPEN);
                    f.take().ack();
                    assertThat(state(f)).isEqualTo(BreakerState.CLOSED);
                })
                .step(
                        "then as many as there are",
                        f -> assertThat(f.group().poll(10, Duration.ZERO)).hasSize(10));
    }

    @Scenario(restarts = false)
    void aFailedProbeOpensItAgain(Steps steps) {
        withBreaker(steps).step("publish, open it, fail the probe", f -> {
            publish(f, 20);
            fail(f, 4);
            f.advance(OPEN);
            f.take().ack();
            fail(f, 1);
            assertThat(state(f)).isEqualTo(BreakerState.OPEN);
            f.takesNothing();
            f.advance(OPEN);
            assertThat(f.group().poll(10, Duration.ZERO)).hasSize(1);
        });
    }

    @Scenario(restarts = false)
    void rejectAndReleaseSayNothing(Steps steps) {
        withBreaker(steps)
                .step("reject and release", f -> {
                    publish(f, 30);
                    for (int i = 0; i < 10; i++) {
                        f.take().reject("no");
                        f.take().release(Duration.ofHours(2));
                    }
                    assertThat(state(f)).isEqualTo(BreakerState.CLOSED);
                })
                .step("as a probe they make room for another", f -> {
                    fail(f, 4);
                    f.advance(OPEN);
                    f.take().reject("no");
                    f.take().release();
                    f.take().ack();
                    f.take().ack();
                    assertThat(state(f)).isEqualTo(BreakerState.CLOSED);
                });
    }

    @Scenario(restarts = false)
    void anExpiredLeaseIsAFailure(Steps steps) {
        withBreaker(steps).step("let four expire", f -> {
            publish(f, 4);
            f.take(4);
            f.advance(Duration.ofSeconds(30));
            assertThat(state(f)).isEqualTo(BreakerState.OPEN);
        });
    }

    @Scenario(restarts = false)
    void whatWasOutBeforeSaysNothingAboutNow(Steps steps) {
        withBreaker(steps).step("settle late", f -> {
            publish(f, 20);
            List<Delivery> early = f.take(3);
            fail(f, 4);
            assertThat(state(f)).isEqualTo(BreakerState.OPEN);
            f.advance(Duration.ofSeconds(29));
            early.forEach(delivery -> delivery.extend(Duration.ofMinutes(5)));
            f.advance(Duration.ofSeconds(1));
            Delivery probe = f.take();
            early.get(0).nack(Duration.ofHours(1));
            early.get(1).ack();
            early.get(2).ack();
            assertThat(state(f)).isEqualTo(BreakerState.HALF_OPEN);
            probe.ack();
        });
    }

    @Scenario(on = Kind.DURABLE, restarts = false)
    void closedAfterARestart(Steps steps) {
        withBreaker(steps).step("open it and restart", f -> {
            publish(f, 20);
            fail(f, 4);
            assertThat(state(f)).isEqualTo(BreakerState.OPEN);
            f.restart();
            assertThat(state(f)).isEqualTo(BreakerState.CLOSED);
        });
    }

    @Scenario(restarts = false)
    void aWaitingPollGetsTheProbe(Steps steps) {
        withBreaker(steps).step("wait for it", f -> {
            publish(f, 20);
            fail(f, 4);
            Background<List<Delivery>> poll = f.background(() -> f.group().poll(5, Await.LIMIT));
            f.advance(OPEN);
            assertThat(poll.result()).hasSize(1);
        });
    }

    @Scenario(restarts = false)
    void eachChangeIsAnEvent(Steps steps) {
        withBreaker(steps).step("open and close it", f -> {
            publish(f, 20);
            fail(f, 4);
            f.advance(OPEN);
            f.take().ack();
            f.take().ack();
            assertThat(f.broker().events())
                    .filteredOn(event -> event instanceof BrokerEvent.BreakerChanged)
                    .extracting(event -> ((BrokerEvent.BreakerChanged) event).to())
                    .containsExactly(BreakerState.OPEN, BreakerState.HALF_OPEN, BreakerState.CLOSED);
        });
    }

    @Scenario(restarts = false)
    void anotherOpenTimeoutCountsFromWhenItOpened(Steps steps) {
        withBreaker(steps).step("shorten it, with a poll that waits", f -> {
            publish(f, 20);
            fail(f, 4);
            Background<List<Delivery>> poll = f.background(() -> f.group().poll(5, Await.LIMIT));
            f.advance(Duration.ofSeconds(9));
            f.redeclareQueue(queue -> queue.circuitBreaker(POLICY.openTimeout(Duration.ofSeconds(10))));
            f.takesNothing();
            f.advance(Duration.ofSeconds(1));
            poll.result().get(0).nack(Duration.ofHours(1));
            f.redeclareQueue(queue -> queue.circuitBreaker(POLICY.openTimeout(Duration.ofSeconds(20))));
            f.advance(Duration.ofSeconds(10));
            f.takesNothing();
            f.advance(Duration.ofSeconds(10));
            f.take().ack();
        });
    }

    @Scenario(restarts = false)
    void takingThePolicyAwayClosesIt(Steps steps) {
        withBreaker(steps).step("declare without it", f -> {
            publish(f, 20);
            fail(f, 4);
            f.redeclareQueue(queue -> {});
            assertThat(f.group().poll(10, Duration.ZERO)).hasSize(10);
        });
    }
}
