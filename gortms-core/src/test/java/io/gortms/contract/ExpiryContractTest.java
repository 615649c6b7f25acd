package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.BrokerEvent;
import io.gortms.Delivery;
import io.gortms.ExpiryAction;
import io.gortms.Message;
import io.gortms.RetryPolicy;
import io.gortms.contract.harness.Scenario;
import io.gortms.contract.harness.Scenario.Kind;
import io.gortms.contract.harness.Steps;
import io.gortms.contract.harness.Texts;
import java.time.Duration;
import java.util.Collections;
import java.util.List;

/** Messages that are too old are not delivered any more. */
class ExpiryContractTest {

    private static final Duration TTL = Duration.ofMinutes(10);
    private static final Duration MOMENT = Duration.ofMillis(1);

    private static Steps withTtl(Steps steps) {
        return steps.queue(queue -> queue.ttl(TTL));
    }

    @Scenario
    void notDeliveredAfterItsTime(Steps steps) {
        withTtl(steps)
                .step("publish", f -> f.publish("a"))
                .step("later another", f -> {
                    f.advance(TTL.minus(MOMENT));
                    f.publish("b");
                })
                .step("the first is too old", f -> {
                    f.advance(MOMENT);
                    f.expect("b");
                })
                .step("and counts as settled", f -> {
                    assertThat(f.group().lag()).isZero();
                    assertThat(f.deadLetters()).isEmpty();
                });
    }

    @Scenario
    void deliveredUntilThen(Steps steps) {
        withTtl(steps).step("publish", f -> f.publish("a")).step("at the last moment", f -> {
            f.advance(TTL.minus(MOMENT));
            f.expect("a");
        });
    }

    @Scenario
    void theDefaultIsADay(Steps steps) {
        steps.step("publish", f -> f.publish("a")).step("a day later", f -> {
            f.advance(Duration.ofHours(24));
            f.takesNothing();
            assertThat(f.group().lag()).isZero();
        });
    }

    @Scenario
    void zeroIsForEver(Steps steps) {
        steps.queue(queue -> queue.ttl(Duration.ZERO))
                .step("publish", f -> f.publish("a"))
                .step("ten years later", f -> {
                    f.advance(Duration.ofDays(3653));
                    f.expect("a");
                });
    }

    @Scenario(restarts = false)
    void countedThoughNobodyTakesIt(Steps steps) {
        withTtl(steps).step("publish and wait", f -> {
            f.publish("a", "b", "c");
            f.advance(TTL);
            assertThat(f.group().stats().expired()).isEqualTo(3);
            assertThat(f.group().lag()).isZero();
            assertThat(f.broker().events())
                    .filteredOn(event -> event instanceof BrokerEvent.MessageExpired)
                    .hasSize(3);
        });
    }

    @Scenario
    void aMessagesOwnTimeIsShorter(Steps steps) {
        withTtl(steps)
                .step("publish", f -> {
                    f.publish("a");
                    f.queue().publish(Message.text("short").ttl(Duration.ofSeconds(1)));
                    f.publish("b");
                })
                .step("its time is over", f -> {
                    f.advance(Duration.ofSeconds(1));
                    assertThat(f.group().lag()).isEqualTo(2);
                    assertThat(f.queue().read(0, 10)).extracting(Texts::of).containsExactly("a", "b");
                    f.expect("a", "b");
                });
    }

    @Scenario
    void aMessagesOwnTimeIsCutToTheQueues(Steps steps) {
        withTtl(steps)
                .step("publish", f -> f.queue().publish(Message.text("long").ttl(Duration.ofDays(9))))
                .step("the queue's time is over", f -> {
                    f.advance(TTL);
                    f.takesNothing();
                });
    }

    @Scenario
    void inTheMiddleOfAnUnsettledBacklog(Steps steps) {
        withTtl(steps)
                .step("publish", f -> {
                    f.publish("a");
                    f.queue().publish(Message.text("short").ttl(Duration.ofSeconds(1)));
                    f.publish("b");
                })
                .holding("the first is out", f -> {
                    Delivery first = f.take();
                    f.advance(Duration.ofSeconds(1));
                    f.expect("b");
                    first.ack();
                });
    }

    @Scenario
    void aDeliveryThatIsOutMayBeSettled(Steps steps) {
        withTtl(steps).step("publish, take, wait, ack", f -> {
            f.publish("a");
            Delivery delivery = f.take();
            delivery.extend(TTL.plus(TTL));
            f.advance(TTL);
            delivery.ack();
            assertThat(f.group().lag()).isZero();
        });
    }

    @Scenario(restarts = false)
    void aDeliveryThatComesBackTooLateExpires(Steps steps) {
        withTtl(steps).step("publish, take, wait, release", f -> {
            f.publish("a");
            Delivery delivery = f.take();
            delivery.extend(TTL.plus(TTL));
            f.advance(TTL);
            delivery.release();
            f.takesNothing();
            assertThat(f.group().lag()).isZero();
            assertThat(f.group().stats().expired()).isEqualTo(1);
        });
    }

    @Scenario
    void deadLetteredIfTheQueueSaysSo(Steps steps) {
        steps.queue(queue -> queue.ttl(TTL).expiry(ExpiryAction.DEAD_LETTER))
                .step("publish", f -> f.publish("a"))
                .step("wait", f -> {
                    f.advance(TTL);
                    f.awaitDeadLetters("a");
                })
                .step(
                        "the letter says why",
                        f -> assertThat(f.deadLetterQueue().read(0, 1).get(0).headers())
                                .containsEntry("gortms-dead-reason", "expired")
                                .containsEntry("gortms-dead-attempts", "0"));
    }

    @Scenario
    void deadLetteredIfItHasFailedBefore(Steps steps) {
        steps.queue(queue -> queue.ttl(TTL).retry(RetryPolicy.fixed(Duration.ofHours(1))))
                .step("publish", f -> f.publish("a", "b"))
                .step("fail one", f -> f.take().nack())
                .step("both expire", f -> {
                    f.advance(TTL);
                    f.awaitDeadLetters("a");
                })
                .step("nothing is left", f -> {
                    f.takesNothing();
                    assertThat(f.group().lag()).isZero();
                    assertThat(f.group().pending()).isZero();
                });
    }

    @Scenario
    void pausingDoesNotStopTime(Steps steps) {
        withTtl(steps)
                .step("publish and pause", f -> {
                    f.publish("a");
                    f.group().pause();
                })
                .step("it expires", f -> {
                    f.advance(TTL);
                    assertThat(f.group().lag()).isZero();
                    f.group().resume();
                    f.takesNothing();
                });
    }

    @Scenario
    void anotherTtlActsOnWaitingMessagesAtOnce(Steps steps) {
        withTtl(steps)
                .step("publish", f -> {
                    f.publish("a");
                    f.advance(Duration.ofMinutes(5));
                    f.publish("b");
                })
                .step("a shorter one", f -> f.redeclareQueue(queue -> queue.ttl(Duration.ofMinutes(1))))
                .step("the first is gone", f -> f.expect("b"));
    }

    @Scenario(on = Kind.DURABLE, restarts = false)
    void expiredWhileTheBrokerWasClosed(Steps steps) {
        withTtl(steps).step("publish, close, open later", f -> {
            f.publish("a");
            f.restartAfter(TTL);
            f.takesNothing();
        });
    }

    @Scenario(on = Kind.DURABLE, restarts = false)
    void notForgottenIfItIsOutAtTheEndOfItsOwnTimeWhenTheBrokerCloses(Steps steps) {
        steps.queue(queue -> queue.ttl(TTL).retry(RetryPolicy.fixed(Duration.ZERO)))
                .step("publish, fail one, take both, wait, close, open", f -> {
                    f.queue().publish(Message.text("failed").ttl(Duration.ofSeconds(1)));
                    f.take().nack();
                    f.queue().publish(Message.text("new").ttl(Duration.ofSeconds(1)));
                    assertThat(f.group().poll(2, Duration.ZERO)).hasSize(2);
                    f.advance(Duration.ofSeconds(5));
                    f.restart();
                    f.takesNothing();
                })
                .step("one is a dead letter, the other was reported", f -> {
                    f.awaitDeadLetters("failed");
                    assertThat(f.group().stats().expired()).isEqualTo(1);
                    assertThat(f.group().lag()).isZero();
                });
    }

    @Scenario(restarts = false)
    void manyThatAreOutHoldUpNoOthers(Steps steps) {
        steps.queue(queue -> queue.maxInFlight(1000)).step("many of their own time are out, and one is not", f -> {
            Message own = Message.text("own").ttl(Duration.ofSeconds(1));
            f.queue().publishAll(Collections.nCopies(700, own));
            List<Delivery> out = f.take(700);
            f.queue().publish(own);
            f.advance(Duration.ofSeconds(1));
            assertThat(f.group().stats().expired()).isEqualTo(1);
            assertThat(f.group().lag()).isEqualTo(700);
            out.forEach(Delivery::ack);
            assertThat(f.group().lag()).isZero();
        });
    }

    @Scenario(restarts = false)
    void whatComesBackUnderALongerTtlExpiresLater(Steps steps) {
        withTtl(steps).step("out when it expires, and back when it lives again", f -> {
            f.publish("a");
            Delivery out = f.take();
            out.extend(TTL.multipliedBy(9));
            f.advance(TTL);
            f.redeclareQueue(queue -> queue.ttl(TTL.multipliedBy(3)));
            f.advance(MOMENT);
            out.release();
            f.advance(TTL.multipliedBy(2).minus(MOMENT).minus(MOMENT));
            assertThat(f.group().lag()).isEqualTo(1);
            f.advance(MOMENT);
            assertThat(f.group().lag()).isZero();
            assertThat(f.group().stats().expired()).isEqualTo(1);
        });
    }

    @Scenario
    void readAndANewGroupBeginAtWhatIsAlive(Steps steps) {
        withTtl(steps)
                .step("publish", f -> {
                    f.publish("a");
                    f.advance(TTL.minus(MOMENT));
                    f.publish("b");
                    f.advance(MOMENT);
                })
                .step(
                        "read",
                        f -> assertThat(f.queue().read(0, 10))
                                .extracting(Texts::of)
                                .containsExactly("b"))
                .step("a new group", f -> {
                    assertThat(f.queue().declareGroup("late").position()).isEqualTo(1);
                    assertThat(f.take(f.group("late"), 1)).extracting(Texts::of).containsExactly("b");
                });
    }

    @Scenario
    void anExpiredHolderFreesItsKey(Steps steps) {
        withTtl(steps)
                .step("publish", f -> {
                    f.queue().publish(Message.text("x1").key("x").ttl(Duration.ofSeconds(2)));
                    f.queue().publish(Message.text("x2").key("x"));
                })
                .step("it fails, then expires", f -> {
                    f.take().nack(Duration.ofMinutes(5));
                    f.takesNothing();
                    f.advance(Duration.ofSeconds(2));
                })
                .step("the next one goes", f -> f.expect("x2"))
                .step("it had failed", f -> f.awaitDeadLetters("x1"));
    }
}
