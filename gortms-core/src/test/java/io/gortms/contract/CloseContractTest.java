package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gortms.BrokerClosedException;
import io.gortms.Delivery;
import io.gortms.Domain;
import io.gortms.MessageQueue;
import io.gortms.Subscription;
import io.gortms.contract.harness.Await;
import io.gortms.contract.harness.Background;
import io.gortms.contract.harness.Gate;
import io.gortms.contract.harness.Scenario;
import io.gortms.contract.harness.Scenario.Kind;
import io.gortms.contract.harness.Steps;
import io.gortms.contract.harness.Texts;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The end of a broker. Threads and files that it leaves behind are looked for after every scenario. */
class CloseContractTest {

    @Scenario(restarts = false)
    void nothingIsPublishedAfterIt(Steps steps) {
        steps.step("close", f -> {
            MessageQueue queue = f.queue();
            f.broker().close();
            assertThatThrownBy(() -> queue.publish("a")).isInstanceOf(BrokerClosedException.class);
            assertThatThrownBy(() -> queue.publishAll(List.of("a"))).isInstanceOf(BrokerClosedException.class);
        });
    }

    @Scenario(restarts = false)
    void nothingIsDeclaredAfterIt(Steps steps) {
        steps.step("close", f -> {
            Domain domain = f.domain();
            MessageQueue queue = f.queue();
            f.broker().close();
            assertThatThrownBy(() -> f.broker().declareDomain("x")).isInstanceOf(BrokerClosedException.class);
            assertThatThrownBy(() -> domain.declareQueue("x")).isInstanceOf(BrokerClosedException.class);
            assertThatThrownBy(() -> queue.declareGroup("x")).isInstanceOf(BrokerClosedException.class);
            assertThatThrownBy(() -> domain.deleteQueue("orders")).isInstanceOf(BrokerClosedException.class);
        });
    }

    @Scenario(restarts = false)
    void aWaitingPollReturnsEmpty(Steps steps) {
        steps.step("close while one waits", f -> {
            Background<List<Delivery>> waiting =
                    f.background(() -> f.group().poll(1, Await.LIMIT)).awaitWaiting();
            f.broker().close();
            assertThat(waiting.result()).isEmpty();
        });
    }

    @Scenario(restarts = false)
    void aLaterSettlementIsRefused(Steps steps) {
        steps.step("close with a delivery open", f -> {
            f.publish("a");
            Delivery delivery = f.take();
            f.broker().close();
            SettlementContractTest.SETTLEMENTS.forEach(
                    (name, settle) -> assertThatThrownBy(() -> settle.accept(delivery))
                            .as(name)
                            .isInstanceOf(BrokerClosedException.class));
        });
    }

    @Scenario(on = Scenario.Kind.DURABLE, restarts = false)
    void handlersOfASubscriptionThatIsClosingAreWaitedForToo(Steps steps) {
        Gate gate = new Gate();
        steps.step("close a subscription and the broker while a handler runs", f -> {
                    Subscription subscription = f.group().subscribe(gate::pass);
                    f.publish("a");
                    gate.awaitWaiting(1);
                    Background<Void> first = f.<Void>background(() -> {
                                subscription.close();
                                return null;
                            })
                            .awaitWaiting();
                    Background<Void> second = f.<Void>background(() -> {
                                f.broker().close();
                                return null;
                            })
                            .awaitWaiting();
                    gate.open();
                    first.result();
                    second.result();
                })
                .step("what the handler did counts", f -> {
                    f.restart();
                    assertThat(f.group().position()).isEqualTo(1);
                });
    }

    @Scenario(restarts = false)
    void closingAgainDoesNothing(Steps steps) {
        steps.step("close, and again, from several threads", f -> {
            List<Background<Void>> closings = List.of(
                    f.background(() -> {
                        f.broker().close();
                        return null;
                    }),
                    f.background(() -> {
                        f.broker().close();
                        return null;
                    }));
            f.broker().close();
            for (Background<Void> closing : closings) {
                closing.result();
            }
            assertThatCode(f.broker()::close).doesNotThrowAnyException();
        });
    }

    @Scenario(restarts = false)
    void runningHandlersMayFinish(Steps steps) {
        Gate gate = new Gate();
        steps.step("close while a handler runs", f -> {
            Subscription subscription = f.group().subscribe(options -> options.workerCount(1), gate::pass);
            f.publish("a", "b");
            gate.awaitWaiting(1);
            Background<Void> closing = f.<Void>background(() -> {
                        f.broker().close();
                        return null;
                    })
                    .awaitWaiting();
            assertThat(closing.isRunning()).isTrue();
            gate.open();
            closing.result();
            assertThat(gate.passed()).isEqualTo(1);
            assertThat(subscription.isActive()).isFalse();
        });
    }

    @Scenario(restarts = false)
    void handlersThatTakeTooLongAreInterrupted(Steps steps) {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch neverOpened = new CountDownLatch(1);
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        steps.shutdownTimeout(Duration.ofMillis(50)).step("close while a handler is stuck", f -> {
            f.group().subscribe(delivery -> {
                running.countDown();
                try {
                    interrupted.complete(neverOpened.await(Await.LIMIT.toMillis(), TimeUnit.MILLISECONDS));
                } catch (InterruptedException e) {
                    interrupted.complete(true);
                }
            });
            f.publish("a");
            Await.latch("the handler runs", running);
            f.broker().close();
            assertThat(Await.value("the end of the handler", interrupted)).isTrue();
        });
    }

    /** Without a retry policy a failure would be a dead letter. */
    @Scenario(on = Kind.DURABLE, restarts = false)
    void whatFailsByThatInterruptIsGivenBack(Steps steps) {
        CountDownLatch running = new CountDownLatch(1);
        steps.shutdownTimeout(Duration.ofMillis(50))
                .step("the broker closes while a handler waits", f -> {
                    f.group().subscribe(delivery -> {
                        running.countDown();
                        new CountDownLatch(1).await();
                    });
                    f.publish("a");
                    Await.latch("the handler runs", running);
                    f.restart();
                })
                .step("it is there as if it had not been out", f -> {
                    Delivery again = f.take();
                    assertThat(Texts.of(again)).isEqualTo("a");
                    assertThat(again.attempt()).isEqualTo(1);
                    assertThat(again.failures()).isZero();
                    assertThat(f.queue().deadLetters().count()).isZero();
                    again.ack();
                });
    }

    @Scenario(restarts = false)
    void whatFailsWhileItsSubscriptionClosesIsGivenBack(Steps steps) {
        CountDownLatch running = new CountDownLatch(1);
        steps.shutdownTimeout(Duration.ofMillis(50)).step("close the subscription while a handler waits", f -> {
            Subscription subscription = f.group().subscribe(delivery -> {
                running.countDown();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException("wrapped", e);
                }
            });
            f.publish("a");
            Await.latch("the handler runs", running);
            subscription.close();
            Delivery again = f.take();
            assertThat(again.attempt()).isEqualTo(1);
            assertThat(f.queue().deadLetters().count()).isZero();
            again.ack();
        });
    }

    @Scenario(on = Kind.DURABLE, restarts = false)
    void whatIsUnsettledIsGivenBack(Steps steps) {
        steps.step("close with deliveries open", f -> {
                    f.publish("a", "b", "c");
                    f.take(3).get(1).ack();
                    f.restart();
                })
                .step("they are there at once, in order", f -> {
                    List<Delivery> again = f.take(2);
                    assertThat(again).extracting(Texts::of).containsExactly("a", "c");
                    assertThat(again).extracting(Delivery::attempt).containsOnly(1);
                    again.forEach(Delivery::ack);
                    f.takesNothing();
                });
    }

    @Scenario(on = Kind.DURABLE, restarts = false)
    void whatHandlersFinishInTimeIsSettled(Steps steps) {
        Gate gate = new Gate();
        steps.step("close while a handler runs that then returns", f -> {
                    f.group().subscribe(options -> options.workerCount(1), gate::pass);
                    f.publish("a", "b");
                    gate.letOneGo();
                    gate.awaitPassed(1);
                    gate.awaitWaiting(1);
                    Background<Void> closing = f.<Void>background(() -> {
                                f.broker().close();
                                return null;
                            })
                            .awaitWaiting();
                    gate.open();
                    closing.result();
                    f.restart();
                })
                .step("neither comes again", f -> {
                    f.takesNothing();
                    assertThat(f.group().position()).isEqualTo(2);
                });
    }
}
