package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.Delivery;
import io.gortms.Domain;
import io.gortms.MessageQueue;
import io.gortms.PublishReceipt;
import io.gortms.contract.harness.Scenario;
import io.gortms.contract.harness.Scenario.Kind;
import io.gortms.contract.harness.Steps;
import io.gortms.contract.harness.Texts;
import java.time.Duration;

/** What a restart does that no single step could show; that it changes nothing else is shown by every scenario. */
class RestartContractTest {

    @Scenario(on = Kind.DURABLE, restarts = false)
    void whatWasInFlightIsAvailableAtOnce(Steps steps) {
        steps.step("restart with a delivery open", f -> {
            f.publish("a", "b");
            f.take();
            f.restart();
            f.expect("a", "b");
        });
    }

    @Scenario(on = Kind.DURABLE, restarts = false)
    void aDelayGoesOnWhileNoBrokerIsOpen(Steps steps) {
        steps.step("fail for later, and stay closed until then", f -> {
                    f.publish("a");
                    f.take().nack(Duration.ofHours(1));
                    f.restartAfter(Duration.ofHours(1));
                })
                .step("it is due", f -> {
                    Delivery again = f.take();
                    assertThat(again.attempt()).isEqualTo(2);
                    again.ack();
                });
    }

    @Scenario(on = Kind.DURABLE, restarts = false)
    void aDelayIsNotShortenedByARestart(Steps steps) {
        steps.step("fail for later, and stay closed for half of it", f -> {
                    f.publish("a");
                    f.take().nack(Duration.ofHours(1));
                    f.restartAfter(Duration.ofMinutes(30));
                })
                .step("it is not due before its time", f -> {
                    f.advance(Duration.ofMinutes(30).minusMillis(1));
                    f.takesNothing();
                    f.advance(Duration.ofMillis(1));
                    f.expect("a");
                });
    }

    @Scenario(on = Kind.DURABLE, restarts = false)
    void aDelayedReleaseGoesOnToo(Steps steps) {
        steps.step("give back for later, and restart", f -> {
                    f.publish("a", "b");
                    f.take().release(Duration.ofHours(1));
                    f.restart();
                })
                .step("it is not due before its time", f -> f.expect("b"))
                .step("and then it is", f -> {
                    f.advance(Duration.ofHours(1));
                    f.expect("a");
                });
    }

    @Scenario(on = Kind.DURABLE, restarts = false)
    void manyRestarts(Steps steps) {
        steps.step("publish two and settle one, each time", f -> {
                    for (int time = 0; time < 10; time++) {
                        assertThat(f.publish("x", "y"))
                                .extracting(PublishReceipt::position)
                                .containsExactly(2L * time, 2L * time + 1);
                        f.restart();
                        Delivery next = f.take();
                        assertThat(next.position()).isEqualTo(time);
                        next.ack();
                        f.restart();
                    }
                })
                .step("nothing was lost", f -> {
                    assertThat(f.queue().read(0, 100)).hasSize(20);
                    assertThat(f.group().position()).isEqualTo(10);
                    assertThat(f.group().lag()).isEqualTo(10);
                });
    }

    @Scenario(on = Kind.DURABLE, restarts = false)
    void aQueueThatIsNotTouchedKeepsItsState(Steps steps) {
        steps.step("settle one of two, then restart twice without looking", f -> {
                    f.publish("a", "b", "c");
                    f.take().ack();
                    f.take().nack(Duration.ofMinutes(1));
                    f.restart();
                    f.restart();
                })
                .step("it is as it was", f -> {
                    assertThat(f.group().position()).isEqualTo(1);
                    assertThat(f.group().lag()).isEqualTo(2);
                    assertThat(f.group().pending()).isEqualTo(1);
                    f.advance(Duration.ofMinutes(1));
                    f.expect("b", "c");
                });
    }

    @Scenario(on = Kind.DURABLE, restarts = false)
    void aHandlerGetsWhatWasDelayedBefore(Steps steps) {
        steps.step("fail for later, restart", f -> {
                    f.publish("a");
                    f.take().nack(Duration.ofMinutes(1));
                    f.restart();
                })
                .step("a handler gets it in time", f -> {
                    f.group()
                            .subscribe(
                                    delivery -> assertThat(Texts.of(delivery)).isEqualTo("a"));
                    f.advance(Duration.ofMinutes(1));
                    f.awaitSettled();
                });
    }

    @Scenario(on = Kind.VOLATILE, restarts = false)
    void inMemoryEverythingBeginsAtZero(Steps steps) {
        steps.step("publish, settle, pause, restart", f -> {
                    f.publish("a", "b");
                    f.take().ack();
                    f.take().nack();
                    f.awaitDeadLetters("b");
                    f.group().pause();
                    f.restart();
                })
                .step("nothing of it is there", f -> {
                    Domain shop = f.broker().declareDomain("shop");
                    MessageQueue orders = f.redeclareQueue(queue -> {});
                    orders.declareGroup("workers");
                    assertThat(orders.read(0, 10)).isEmpty();
                    assertThat(shop.queues()).extracting(MessageQueue::name).contains("orders");
                    assertThat(f.deadLetters()).isEmpty();
                })
                .step("positions begin at zero", f -> {
                    f.group().resume();
                    assertThat(f.publish("c").get(0).position()).isZero();
                    f.expect("c");
                });
    }
}
