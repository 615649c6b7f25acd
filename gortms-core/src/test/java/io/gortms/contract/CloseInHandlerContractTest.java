package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gortms.BrokerClosedException;
import io.gortms.BrokerEvent;
import io.gortms.Delivery;
import io.gortms.StartPosition;
import io.gortms.contract.harness.Await;
import io.gortms.contract.harness.Background;
import io.gortms.contract.harness.Fixture;
import io.gortms.contract.harness.Gate;
import io.gortms.contract.harness.Scenario;
import io.gortms.contract.harness.Scenario.Kind;
import io.gortms.contract.harness.Steps;
import io.gortms.contract.harness.Texts;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** Closing, deleting and moving from inside a handler: no lock, no wait for oneself. */
class CloseInHandlerContractTest {

    @Scenario(restarts = false)
    void aHandlerMayCloseTheBroker(Steps steps) {
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        steps.step("close in the handler", f -> {
                    f.group().subscribe(delivery -> {
                        f.broker().close();
                        interrupted.complete(Thread.currentThread().isInterrupted());
                    });
                    f.publish("a");
                    assertThat(Await.value("the handler goes on after close()", interrupted))
                            .isFalse();
                })
                .step(
                        "the broker is closed",
                        f -> assertThatThrownBy(() -> f.publish("b")).isInstanceOf(BrokerClosedException.class));
    }

    @Scenario(restarts = false)
    void onTheCallersThreadToo(Steps steps) {
        List<String> handled = new CopyOnWriteArrayList<>();
        steps.executor(() -> Runnable::run).step("close in the handler", f -> {
            f.group().subscribe(delivery -> {
                handled.add(Texts.of(delivery));
                f.broker().close();
            });
            f.publish("a");
            assertThat(handled).containsExactly("a");
            assertThatThrownBy(() -> f.publish("b")).isInstanceOf(BrokerClosedException.class);
        });
    }

    @Scenario(on = Kind.DURABLE, restarts = false)
    void itsMessageComesAgain(Steps steps) {
        CountDownLatch closed = new CountDownLatch(1);
        steps.step("close in the handler, then return normally", f -> {
                    f.group().subscribe(delivery -> {
                        f.broker().close();
                        closed.countDown();
                    });
                    f.publish("a");
                    Await.latch("the handler has closed the broker", closed);
                    f.restart();
                })
                .step("the acknowledgement came too late", f -> {
                    Delivery again = f.take();
                    assertThat(Texts.of(again)).isEqualTo("a");
                    assertThat(again.failures()).isZero();
                    again.ack();
                });
    }

    @Scenario(restarts = false)
    void itWaitsForOtherHandlers(Steps steps) {
        Gate gate = new Gate();
        CountDownLatch closed = new CountDownLatch(1);
        steps.step("close in one handler while another runs", f -> {
            f.queue().declareGroup("others").subscribe(gate::pass);
            f.publish("a");
            gate.awaitWaiting(1);
            f.group().subscribe(delivery -> {
                f.broker().close();
                closed.countDown();
            });
            Await.until("the broker is closing", () -> refusesPublishing(f));
            assertThat(closed.getCount()).isEqualTo(1);
            gate.open();
            Await.latch("close() has returned", closed);
            assertThat(gate.passed()).isEqualTo(1);
        });
    }

    @Scenario
    void aHandlerMayDeleteItsQueue(Steps steps) {
        List<String> handled = new CopyOnWriteArrayList<>();
        steps.step("delete in the handler", f -> {
                    f.group().subscribe(options -> options.workerCount(1), delivery -> {
                        handled.add(Texts.of(delivery));
                        f.domain().deleteQueue("orders");
                    });
                    f.queue().publishAll(List.of(1, 2));
                    Await.until("it is gone", () -> f.domain().queues().isEmpty());
                })
                .step("a new one is empty", f -> {
                    f.redeclareQueue(queue -> {}).declareGroup("workers");
                    f.takesNothing();
                    assertThat(f.publish("b").get(0).position()).isZero();
                    f.expect("b");
                    assertThat(handled).containsExactly("1");
                });
    }

    @Scenario
    void aHandlerMayMoveItsGroup(Steps steps) {
        List<String> handled = new CopyOnWriteArrayList<>();
        steps.whenOpened(f -> f.group().subscribe(options -> options.workerCount(1), delivery -> {
                    handled.add(Texts.of(delivery));
                    if (handled.size() == 2) {
                        f.group().seek(StartPosition.earliest());
                    }
                }))
                .step("go back to the start in the handler of the second", f -> {
                    f.queue().publishAll(List.of(1, 2, 3));
                    Await.until("all were handled", () -> handled.size() == 5);
                    f.awaitSettled();
                })
                .step("its return settled nothing", f -> {
                    assertThat(handled).containsExactly("1", "2", "1", "2", "3");
                    assertThat(f.group().position()).isEqualTo(3);
                });
    }

    @Scenario
    void aHandlerMayCloseBesideOneThatCloses(Steps steps) {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        steps.step("close from both sides", f -> {
            f.group().subscribe(delivery -> {
                inside.countDown();
                Await.latch("the other closes", goOn);
                f.broker().close();
                closed.countDown();
            });
            f.publish("a");
            Await.latch("the handler runs", inside);
            Background<Void> closing = f.<Void>background(() -> {
                        f.broker().close();
                        return null;
                    })
                    .awaitWaiting();
            goOn.countDown();
            Await.latch("the handler's close() has returned", closed);
            closing.result();
        });
    }

    @Scenario(restarts = false)
    void anObserverMayCloseBesideOneThatCloses(Steps steps) {
        Beside beside = new Beside();
        steps.step("close from both sides", f -> {
            f.queue().observe(message -> beside.close(f));
            f.publish("a");
            beside.check(f);
        });
    }

    @Scenario(restarts = false)
    void aListenerMayCloseBesideOneThatCloses(Steps steps) {
        Beside beside = new Beside();
        CompletableFuture<Fixture> fixture = new CompletableFuture<>();
        steps.listener(event -> {
                    if (event instanceof BrokerEvent.DomainCreated
                            && event.resource().equals("bank")) {
                        beside.close(fixture.join());
                    }
                })
                .step("close from both sides", f -> {
                    fixture.complete(f);
                    f.broker().declareDomain("bank");
                    beside.check(f);
                });
    }

    /** One who is called by the broker closes it, while it is closed by somebody else, who waits for the one. */
    private static final class Beside {

        private final CountDownLatch inside = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);
        private final CompletableFuture<Boolean> interrupted = new CompletableFuture<>();

        void close(Fixture f) {
            inside.countDown();
            Await.latch("the other closes", goOn);
            f.broker().close();
            interrupted.complete(Thread.currentThread().isInterrupted());
        }

        void check(Fixture f) throws Exception {
            Await.latch("it is called", inside);
            Background<Void> closing = f.<Void>background(() -> {
                        f.broker().close();
                        return null;
                    })
                    .awaitWaiting();
            goOn.countDown();
            assertThat(Await.value("its close() has returned", interrupted))
                    .as("it had to be interrupted")
                    .isFalse();
            closing.result();
        }
    }

    private static boolean refusesPublishing(Fixture f) {
        try {
            f.broker().declareDomain("another");
            return false;
        } catch (BrokerClosedException closed) {
            return true;
        }
    }
}
