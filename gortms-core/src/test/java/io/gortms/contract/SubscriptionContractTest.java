package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gortms.Delivery;
import io.gortms.DeliverySettledException;
import io.gortms.Subscription;
import io.gortms.contract.harness.Await;
import io.gortms.contract.harness.Background;
import io.gortms.contract.harness.Gate;
import io.gortms.contract.harness.Scenario;
import io.gortms.contract.harness.Steps;
import io.gortms.contract.harness.Texts;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/** Workers of a subscription, and its end. */
class SubscriptionContractTest {

    @Scenario
    void itHasAName(Steps steps) {
        steps.step("given or generated", f -> {
            Subscription given = f.group().subscribe(options -> options.name("packer"), delivery -> {});
            Subscription generated = f.group().subscribe(delivery -> {});
            assertThat(given.name()).isEqualTo("packer");
            assertThat(generated.name()).isNotEmpty().isNotEqualTo("packer");
            assertThat(given.isActive()).isTrue();
        });
    }

    @Scenario
    void oneWorkerKeepsTheOrder(Steps steps) {
        int count = 500;
        List<Long> handled = new CopyOnWriteArrayList<>();
        steps.whenOpened(f -> f.group()
                        .subscribe(options -> options.workerCount(1), delivery -> handled.add(delivery.position())))
                .step("publish many", f -> {
                    f.queue().publishAll(IntStream.range(0, count / 2).boxed().toList());
                    f.awaitSettled();
                })
                .step("publish as many again", f -> {
                    f.queue().publishAll(IntStream.range(0, count / 2).boxed().toList());
                    f.awaitSettled();
                })
                .step("all were handled, in order", f -> {
                    assertThat(handled).hasSize(count).isSorted().doesNotHaveDuplicates();
                });
    }

    @Scenario(restarts = false)
    void asManyCallsAtATimeAsThereAreWorkers(Steps steps) {
        Gate gate = new Gate();
        steps.queue(queue -> queue.workerCount(3))
                .step("publish more than there are workers", f -> {
                    f.group().subscribe(gate::pass);
                    f.publish("a", "b", "c", "d", "e", "f", "g");
                    gate.awaitWaiting(3);
                })
                .step("each that is done makes room for one", f -> {
                    for (int remaining = 7; remaining > 3; remaining--) {
                        gate.letOneGo();
                        gate.awaitPassed(8 - remaining);
                        gate.awaitWaiting(3);
                    }
                    gate.open();
                    f.awaitSettled();
                })
                .step("never more than three at once", f -> {
                    assertThat(gate.mostAtOnce()).isEqualTo(3);
                    assertThat(gate.passed()).isEqualTo(7);
                });
    }

    @Scenario(restarts = false)
    void noWorkerIsForgottenWhileAnotherIsBusy(Steps steps) {
        int rounds = 200;
        steps.step("publish as many as there are workers, again and again", f -> {
            for (int round = 0; round < rounds; round++) {
                Gate gate = new Gate();
                Subscription subscription = f.group().subscribe(options -> options.workerCount(3), gate::pass);
                f.publish("a", "b", "c");
                gate.awaitWaiting(3);
                gate.open();
                f.awaitSettled();
                subscription.close();
            }
        });
    }

    @Scenario(restarts = false)
    void aSecondSubscriptionAddsItsWorkers(Steps steps) {
        Gate gate = new Gate();
        steps.step("two subscriptions, with two workers and one", f -> {
                    f.group().subscribe(gate::pass);
                    f.group().subscribe(options -> options.workerCount(1), gate::pass);
                    f.publish("a", "b", "c", "d", "e");
                    gate.awaitWaiting(3);
                })
                .step("three calls at a time", f -> {
                    gate.open();
                    f.awaitSettled();
                    assertThat(gate.mostAtOnce()).isEqualTo(3);
                    assertThat(gate.passed()).isEqualTo(5);
                });
    }

    @Scenario
    void eachMessageGoesToOneWorker(Steps steps) {
        int count = 2_000;
        Set<Long> handled = ConcurrentHashMap.newKeySet();
        List<Long> twice = new CopyOnWriteArrayList<>();
        steps.queue(queue -> queue.maxSize(0))
                .whenOpened(f -> f.group().subscribe(options -> options.workerCount(4), delivery -> {
                    if (!handled.add(delivery.position())) {
                        twice.add(delivery.position());
                    }
                }))
                .step("publish many", f -> {
                    f.queue().publishAll(IntStream.range(0, count).boxed().toList());
                    f.awaitSettled();
                })
                .step("each was handled once", f -> {
                    assertThat(handled).hasSize(count);
                    assertThat(twice).isEmpty();
                });
    }

    @Scenario
    void aClosedOneTakesNothingMore(Steps steps) {
        List<String> handled = new CopyOnWriteArrayList<>();
        steps.step("handle one, and close", f -> {
                    Subscription subscription = f.group().subscribe(delivery -> handled.add(Texts.of(delivery)));
                    f.publish("a");
                    f.awaitSettled();
                    subscription.close();
                    subscription.close();
                    assertThat(subscription.isActive()).isFalse();
                })
                .step("what comes later waits", f -> f.publish("b"))
                .step("for somebody else", f -> {
                    f.expect("b");
                    assertThat(handled).containsExactly("a");
                });
    }

    @Scenario(restarts = false)
    void closeWaitsForTheRunningHandler(Steps steps) {
        Gate gate = new Gate();
        steps.step("close while a handler runs", f -> {
                    Subscription subscription = f.group().subscribe(options -> options.workerCount(1), gate::pass);
                    f.publish("a", "b");
                    gate.awaitWaiting(1);
                    Background<Void> closing = f.<Void>background(() -> {
                                subscription.close();
                                return null;
                            })
                            .awaitWaiting();
                    assertThat(closing.isRunning()).isTrue();
                    gate.open();
                    closing.result();
                })
                .step("that one was acked, the other was not begun", f -> {
                    assertThat(gate.passed()).isEqualTo(1);
                    Delivery next = f.take();
                    assertThat(Texts.of(next)).isEqualTo("b");
                    assertThat(next.attempt()).isEqualTo(1);
                    next.ack();
                });
    }

    @Scenario
    void closeGivesBackWhatIsUnsettled(Steps steps) {
        List<Delivery> handed = new CopyOnWriteArrayList<>();
        steps.step("close with a delivery unsettled", f -> {
                    Subscription subscription = f.group().subscribe(options -> options.manualSettle(), handed::add);
                    f.publish("a");
                    Await.until("it is handed out", () -> handed.size() == 1);
                    subscription.close();
                    assertThatThrownBy(() -> handed.get(0).ack()).isInstanceOf(DeliverySettledException.class);
                })
                .step("it is there at once, uncounted", f -> {
                    Delivery again = f.take();
                    assertThat(again.attempt()).isEqualTo(1);
                    assertThat(again.failures()).isZero();
                    again.ack();
                });
    }

    @Scenario
    void aHandlerMayCloseItsOwn(Steps steps) {
        AtomicReference<Subscription> subscription = new AtomicReference<>();
        List<String> handled = new CopyOnWriteArrayList<>();
        steps.step("close in the handler", f -> {
                    subscription.set(f.group().subscribe(options -> options.workerCount(1), delivery -> {
                        handled.add(Texts.of(delivery));
                        Await.until("the subscription is known", () -> subscription.get() != null);
                        subscription.get().close();
                    }));
                    f.publish("a", "b");
                    Await.until("it is closed", () -> !subscription.get().isActive());
                    Await.until("the first is settled", () -> f.group().position() == 1);
                })
                .step("its message was acked, the other waits", f -> {
                    assertThat(handled).containsExactly("a");
                    f.expect("b");
                });
    }
}
