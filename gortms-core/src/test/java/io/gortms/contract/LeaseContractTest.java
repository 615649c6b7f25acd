package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gortms.Delivery;
import io.gortms.DeliverySettledException;
import io.gortms.contract.harness.Await;
import io.gortms.contract.harness.Background;
import io.gortms.contract.harness.Gate;
import io.gortms.contract.harness.Scenario;
import io.gortms.contract.harness.Steps;
import io.gortms.contract.harness.Texts;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** How long a delivery stays with who got it. */
class LeaseContractTest {

    private static final Duration ACK_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration MOMENT = Duration.ofMillis(1);

    @Scenario(restarts = false)
    void extendingDoesNotEndWhatAHandlerKeepsByItself(Steps steps) {
        Gate gate = new Gate();
        steps.step("extend in a handler that settles by returning, and take longer", f -> {
            f.group().subscribe(delivery -> {
                delivery.extend(Duration.ofSeconds(1));
                gate.pass(delivery);
            });
            f.publish("a");
            gate.awaitWaiting(1);
            f.advance(Duration.ofHours(1));
            assertThat(f.group().stats().nacked()).isZero();
            gate.open();
            f.awaitSettled();
            assertThat(gate.passed()).isEqualTo(1);
        });
    }

    @Scenario
    void expiredLeaseIsDeliveredAgainAtOnce(Steps steps) {
        steps.step("publish", f -> f.publish("a"))
                .step("take it and do nothing", f -> {
                    f.take();
                    f.advance(ACK_TIMEOUT);
                })
                .step("it comes again, with one failure", f -> {
                    Delivery again = f.take();
                    assertThat(again.attempt()).isEqualTo(2);
                    assertThat(again.failures()).isEqualTo(1);
                    again.ack();
                })
                .step("it was settled", f -> {
                    f.takesNothing();
                    assertThat(f.deadLetters()).isEmpty();
                });
    }

    @Scenario
    void aLeaseHoldsUntilItsEnd(Steps steps) {
        steps.step("publish", f -> f.publish("a")).step("take it and ack at the last moment", f -> {
            Delivery delivery = f.take();
            f.advance(ACK_TIMEOUT.minus(MOMENT));
            f.takesNothing();
            delivery.ack();
            f.advance(ACK_TIMEOUT);
            f.takesNothing();
        });
    }

    @Scenario
    void aQueuesOwnAckTimeoutCounts(Steps steps) {
        steps.queue(queue -> queue.ackTimeout(Duration.ofSeconds(5)))
                .step("publish", f -> f.publish("a"))
                .step("take it and do nothing", f -> {
                    f.take();
                    f.advance(Duration.ofSeconds(5));
                })
                .step("it comes again", f -> f.expect("a"));
    }

    @Scenario
    void aChangedAckTimeoutCountsForTheNextDelivery(Steps steps) {
        steps.step("publish", f -> f.publish("a"))
                .step("change it", f -> f.redeclareQueue(queue -> queue.ackTimeout(Duration.ofSeconds(5))))
                .step("take it and do nothing", f -> {
                    f.take();
                    f.advance(Duration.ofSeconds(5));
                })
                .step("it comes again", f -> f.expect("a"));
    }

    @Scenario
    void extendMovesTheEndOfTheLease(Steps steps) {
        steps.step("publish", f -> f.publish("a"))
                .step("extend it, and let it expire", f -> {
                    Delivery delivery = f.take();
                    f.advance(Duration.ofSeconds(20));
                    delivery.extend(ACK_TIMEOUT);
                    f.advance(ACK_TIMEOUT.minus(MOMENT));
                    f.takesNothing();
                    f.advance(MOMENT);
                })
                .step("it comes again", f -> f.expect("a"));
    }

    @Scenario
    void extendMayShortenTheLease(Steps steps) {
        steps.step("publish", f -> f.publish("a"))
                .step("extend it by a second only", f -> {
                    f.take().extend(Duration.ofSeconds(1));
                    f.advance(Duration.ofSeconds(1));
                })
                .step("it comes again", f -> f.expect("a"));
    }

    @Scenario
    void aLeaseThatIsAsLongAsCanBeMayBeShortenedToo(Steps steps) {
        Duration longest = Duration.ofSeconds(Long.MAX_VALUE);
        steps.queue(queue -> queue.ackTimeout(longest))
                .step("publish", f -> f.publish("a"))
                .step("nearly for ever, then for a second only", f -> {
                    Delivery delivery = f.take();
                    delivery.extend(Duration.ofHours(1));
                    f.advance(Duration.ofHours(1).minus(MOMENT));
                    f.takesNothing();
                    delivery.extend(longest);
                    delivery.extend(Duration.ofSeconds(1));
                    f.advance(Duration.ofSeconds(1));
                    assertThat(f.group().stats().inFlight()).isZero();
                })
                .step("it comes again", f -> f.expect("a"));
    }

    @Scenario
    void aLateSettlementDoesNotTouchTheNextDelivery(Steps steps) {
        steps.step("publish", f -> f.publish("a"))
                .step("settle the lost delivery in every way, then the next one", f -> {
                    Delivery lost = f.take();
                    f.advance(ACK_TIMEOUT);
                    Delivery next = f.take();
                    SettlementContractTest.SETTLEMENTS.forEach(
                            (name, settle) -> assertThatThrownBy(() -> settle.accept(lost))
                                    .as(name)
                                    .isInstanceOf(DeliverySettledException.class)
                                    .hasMessageContaining(lost.messageId()));
                    f.takesNothing();
                    next.ack();
                })
                .step("it is settled, once", f -> {
                    f.advance(ACK_TIMEOUT);
                    f.takesNothing();
                    assertThat(f.deadLetters()).isEmpty();
                });
    }

    @Scenario
    void eachLeaseEndsAtItsOwnTime(Steps steps) {
        steps.step("publish", f -> f.publish("a", "b", "c"))
                .step("take them one after another, and let two expire", f -> {
                    f.take();
                    f.advance(Duration.ofSeconds(10));
                    f.take();
                    f.advance(Duration.ofSeconds(10));
                    Delivery third = f.take();
                    f.advance(Duration.ofSeconds(20));
                    third.ack();
                })
                .step("these two come again", f -> f.expect("a", "b"));
    }

    @Scenario
    void aWaitingPollWakesWhenALeaseExpires(Steps steps) {
        steps.step("publish", f -> f.publish("a")).step("take it, wait for more, let it expire", f -> {
            f.take();
            Background<List<Delivery>> waiting =
                    f.background(() -> f.group().poll(1, Await.LIMIT)).awaitWaiting();
            f.advance(ACK_TIMEOUT);
            assertThat(waiting.result()).extracting(Texts::of).containsExactly("a");
            waiting.result().forEach(Delivery::ack);
        });
    }

    @Scenario(restarts = false)
    void aRunningHandlerKeepsItsLease(Steps steps) {
        AtomicInteger calls = new AtomicInteger();
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        steps.whenOpened(f -> f.group().subscribe(delivery -> {
                    calls.incrementAndGet();
                    running.countDown();
                    Await.latch("the handler may go on", goOn);
                }))
                .step("let far more time pass than the lease has", f -> {
                    f.publish("a");
                    Await.latch("the handler runs", running);
                    f.advance(ACK_TIMEOUT.multipliedBy(10));
                    f.takesNothing();
                    goOn.countDown();
                })
                .step("it was handled once", f -> {
                    f.awaitSettled();
                    assertThat(calls).hasValue(1);
                });
    }
}
