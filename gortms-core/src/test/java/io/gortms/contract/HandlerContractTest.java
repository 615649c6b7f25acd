package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.Delivery;
import io.gortms.MessageHandler;
import io.gortms.contract.harness.Await;
import io.gortms.contract.harness.Scenario;
import io.gortms.contract.harness.Steps;
import io.gortms.contract.harness.Texts;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** How a handler's call settles its delivery, and that nothing stops the worker. */
class HandlerContractTest {

    @Scenario
    void aNormalReturnAcks(Steps steps) {
        List<String> handled = new CopyOnWriteArrayList<>();
        subscribe(steps, delivery -> handled.add(Texts.of(delivery)));
        steps.step("publish two", f -> {
                    f.publish("a", "b");
                    f.awaitSettled();
                })
                .step("publish one", f -> {
                    f.publish("c");
                    f.awaitSettled();
                })
                .step("each was handled once, in order", f -> {
                    assertThat(handled).containsExactly("a", "b", "c");
                    assertThat(f.deadLetters()).isEmpty();
                    assertThat(f.group().position()).isEqualTo(3);
                });
    }

    @Scenario
    void whatWaitedBeforeIsHandled(Steps steps) {
        List<String> handled = new CopyOnWriteArrayList<>();
        steps.step("publish", f -> f.publish("a", "b"))
                .step("subscribe", f -> {
                    f.group().subscribe(options -> options.workerCount(1), delivery -> handled.add(Texts.of(delivery)));
                    f.awaitSettled();
                })
                .step(
                        "each was handled once, in order",
                        f -> assertThat(handled).containsExactly("a", "b"));
    }

    @Scenario
    void aThrowingHandlerDeadLettersAndGoesOn(Steps steps) {
        Map<String, Throwable> failures = Map.of(
                "unchecked", new IllegalStateException("thrown by a test"),
                "checked", new IOException("thrown by a test"),
                "interrupted", new InterruptedException("thrown by a test"),
                "assertion", new AssertionError("thrown by a test"),
                "stack", new StackOverflowError("thrown by a test"),
                "memory", new OutOfMemoryError("thrown by a test"),
                "linkage", new NoClassDefFoundError("thrown by a test"),
                "without message", new RuntimeException());
        List<String> handled = new CopyOnWriteArrayList<>();
        subscribe(steps, delivery -> {
            Throwable failure = failures.get(Texts.of(delivery));
            if (failure instanceof Exception exception) {
                throw exception;
            }
            if (failure instanceof Error error) {
                throw error;
            }
            handled.add(Texts.of(delivery));
        });
        steps.step("publish bad and good", f -> {
                    for (String failure : failures.keySet()) {
                        f.publish(failure, "good");
                    }
                    f.awaitSettled();
                })
                .step(
                        "the bad are dead letters",
                        f -> assertThat(f.deadLetters()).containsExactlyInAnyOrderElementsOf(failures.keySet()))
                .step(
                        "the good were handled",
                        f -> assertThat(handled).hasSize(failures.size()).containsOnly("good"));
    }

    @Scenario
    void anExceptionThatThrowsWhenItIsPrintedIsOneToo(Steps steps) {
        List<String> handled = new CopyOnWriteArrayList<>();
        subscribe(steps, delivery -> {
            handled.add(Texts.of(delivery));
            switch (Texts.of(delivery)) {
                case "exception" -> throw new SecretiveException();
                case "error" -> throw new SecretiveError();
                default -> {}
            }
        });
        steps.step("publish", f -> {
                    f.publish("exception", "error", "good");
                    f.awaitDeadLetters("exception", "error");
                    Await.until("the worker went on", () -> handled.contains("good"));
                    f.awaitSettled();
                })
                .step("the letters say what it was, as far as it can be said", f -> {
                    assertThat(handled).containsExactly("exception", "error", "good");
                    assertThat(f.queue().deadLetters().browse(10))
                            .extracting(letter -> letter.headers().get("gortms-dead-error"))
                            .satisfiesExactly(
                                    error -> assertThat(error).contains(SecretiveException.class.getName()),
                                    error -> assertThat(error).contains(SecretiveError.class.getName()));
                });
    }

    private static final class SecretiveException extends Exception {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new UnsupportedOperationException("thrown by a test");
        }
    }

    private static final class SecretiveError extends Error {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new StackOverflowError("thrown by a test");
        }
    }

    @Scenario
    void aHandlerMaySettleItself(Steps steps) {
        List<String> handled = new CopyOnWriteArrayList<>();
        subscribe(steps, delivery -> {
            String text = Texts.of(delivery);
            handled.add(text + delivery.attempt());
            switch (text) {
                case "ack" -> delivery.ack();
                case "reject" -> delivery.reject("unwanted");
                case "nack" -> delivery.nack();
                case "later" -> {
                    if (delivery.attempt() == 1) {
                        delivery.nack(Duration.ofHours(1));
                    }
                }
                default -> throw new IllegalArgumentException(text);
            }
        });
        steps.step("publish", f -> {
                    f.publish("ack", "reject", "nack", "later");
                    f.awaitDeadLetters("reject", "nack");
                    Await.until(
                            "the last waits for its retry",
                            () -> f.group().stats().retrying() == 1);
                })
                .step("one is still to do, later", f -> {
                    assertThat(f.group().awaitSettled(Duration.ZERO)).isFalse();
                    f.advance(Duration.ofHours(1));
                    f.awaitSettled();
                })
                .step("a normal return changed none of it", f -> {
                    assertThat(handled).containsExactly("ack1", "reject1", "nack1", "later1", "later2");
                    assertThat(f.deadLetters()).containsExactly("reject", "nack");
                });
    }

    @Scenario
    void aSettlementCountsEvenIfTheHandlerThrowsAfterIt(Steps steps) {
        List<String> handled = new CopyOnWriteArrayList<>();
        subscribe(steps, delivery -> {
            handled.add(Texts.of(delivery));
            delivery.ack();
            throw new IllegalStateException("thrown by a test");
        });
        steps.step("publish", f -> {
                    f.publish("a", "b");
                    f.awaitSettled();
                })
                .step("they were acked", f -> {
                    assertThat(handled).containsExactly("a", "b");
                    assertThat(f.deadLetters()).isEmpty();
                });
    }

    @Scenario
    void aReleasedMessageComesBackToAHandler(Steps steps) {
        List<String> handled = new CopyOnWriteArrayList<>();
        subscribe(steps, delivery -> {
            handled.add(Texts.of(delivery) + delivery.attempt());
            if (handled.size() < 3) {
                delivery.release();
            }
        });
        steps.step("publish", f -> {
                    f.publish("a");
                    f.awaitSettled();
                })
                .step(
                        "it came until it was acked, uncounted",
                        f -> assertThat(handled).containsExactly("a1", "a1", "a1"));
    }

    @Scenario
    void anInterruptOfTheHandlersOwnDoesNotReachTheNextCall(Steps steps) {
        List<Boolean> interrupted = new CopyOnWriteArrayList<>();
        subscribe(steps, delivery -> {
            interrupted.add(Thread.currentThread().isInterrupted());
            Thread.currentThread().interrupt();
        });
        steps.step("publish", f -> {
                    f.publish("a", "b", "c");
                    f.awaitSettled();
                })
                .step(
                        "each began without",
                        f -> assertThat(interrupted).hasSize(3).containsOnly(false));
    }

    @Scenario
    void aHandlerMayPublish(Steps steps) {
        List<String> handled = new CopyOnWriteArrayList<>();
        steps.whenOpened(f -> f.group().subscribe(options -> options.workerCount(1), delivery -> {
                    handled.add(Texts.of(delivery));
                    if (handled.size() < 4) {
                        f.publish(Texts.of(delivery) + "a");
                    }
                    f.declareQueue("audit", queue -> {}).publish(delivery.payload());
                }))
                .step("publish", f -> {
                    f.publish("a");
                    // what the handler publishes comes after that for which awaitSettled waits
                    while (f.group().lag() > 0) {
                        f.awaitSettled();
                    }
                })
                .step("what it published was handled too", f -> {
                    assertThat(handled).containsExactly("a", "aa", "aaa", "aaaa");
                    assertThat(f.domain().queue("audit").read(0, 10))
                            .extracting(Texts::of)
                            .isEqualTo(handled);
                });
    }

    @Scenario
    void aHandlerMayTakeMoreByPolling(Steps steps) {
        List<String> handled = new CopyOnWriteArrayList<>();
        steps.whenOpened(f -> f.group().subscribe(options -> options.workerCount(1), delivery -> {
                    handled.add(Texts.of(delivery));
                    for (Delivery more : f.group().poll(1, Duration.ZERO)) {
                        handled.add("by poll " + Texts.of(more));
                        more.ack();
                    }
                }))
                .step("publish", f -> {
                    f.queue().publishAll(List.of(1, 2, 3));
                    f.awaitSettled();
                })
                .step("both ways share the work", f -> assertThat(handled).containsExactly("1", "by poll 2", "3"));
    }

    private static void subscribe(Steps steps, MessageHandler handler) {
        steps.whenOpened(f -> f.group().subscribe(options -> options.workerCount(1), handler));
    }
}
