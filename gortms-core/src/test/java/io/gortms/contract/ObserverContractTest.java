package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gortms.BrokerClosedException;
import io.gortms.Delivery;
import io.gortms.Message;
import io.gortms.MessageQueue;
import io.gortms.Observation;
import io.gortms.Observer;
import io.gortms.PublishReceipt;
import io.gortms.QueueNotFoundException;
import io.gortms.Retention;
import io.gortms.StoredMessage;
import io.gortms.contract.harness.Await;
import io.gortms.contract.harness.Scenario;
import io.gortms.contract.harness.Steps;
import io.gortms.contract.harness.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Those who watch a queue. */
class ObserverContractTest {

    /** Remembers what it was told, in words. */
    private static class Notes implements Observer {
        final List<String> notes = new CopyOnWriteArrayList<>();

        @Override
        public void onMessage(StoredMessage message) throws Exception {
            notes.add(message.position() + " " + Texts.of(message));
        }

        @Override
        public void onDropped(long count) {
            notes.add("dropped " + count);
        }

        @Override
        public void onEnd() {
            notes.add("end");
        }

        void await(String... expected) {
            Await.until("the observer was told " + List.of(expected), () -> notes.equals(List.of(expected)));
        }
    }

    @Scenario
    void seesWhatIsPublishedFromNowOn(Steps steps) {
        steps.step("history", f -> f.publish("a", "b")).step("observe", f -> {
            Notes notes = new Notes();
            try (Observation observation = f.queue().observe(notes)) {
                assertThat(observation.startPosition()).isEqualTo(2);
                f.publish("c");
                f.queue().publishAll(List.of(Message.text("d"), Message.text("e")));
                f.queue().publishAsync(Message.text("f")).join();
                notes.await("2 c", "3 d", "4 e", "5 f");
                assertThat(observation.dropped()).isZero();
            }
            f.expect("a", "b", "c", "d", "e", "f");
        });
    }

    @Scenario
    void historyAndLiveJoin(Steps steps) {
        steps.step("publish", f -> f.publish("a", "b")).step("replay, then live", f -> {
            Notes notes = new Notes();
            f.publish("c");
            try (Observation observation = f.queue().observe(notes)) {
                f.publish("d");
                List<Long> positions = new ArrayList<>();
                f.queue().read(0, (int) observation.startPosition()).forEach(m -> positions.add(m.position()));
                assertThat(positions).containsExactly(0L, 1L, 2L);
                notes.await("3 d");
            }
        });
    }

    @Scenario
    void closedItIsToldNothingMore(Steps steps) {
        steps.step("close", f -> {
            Notes notes = new Notes();
            Notes other = new Notes();
            Observation observation = f.queue().observe(notes);
            try (Observation others = f.queue().observe(other)) {
                assertThat(others.dropped()).isZero();
                f.publish("a");
                notes.await("0 a");
                observation.close();
                observation.close();
                f.publish("b");
                other.await("0 a", "1 b");
                notes.await("0 a");
            }
        });
    }

    @Scenario
    void oneThatThrowsGoesOn(Steps steps) {
        steps.step("throw", f -> {
            Notes notes = new Notes() {
                @Override
                public void onMessage(StoredMessage message) throws Exception {
                    super.onMessage(message);
                    if (message.position() == 0) {
                        throw new AssertionError("thrown on purpose");
                    }
                    throw new Exception("thrown on purpose");
                }
            };
            try (Observation observation = f.queue().observe(notes)) {
                assertThat(observation.dropped()).isZero();
                f.publish("a", "b");
                notes.await("0 a", "1 b");
            }
        });
    }

    @Scenario
    void oneThatIsInterruptedGoesOn(Steps steps) {
        steps.step("an interrupt is of one call only", f -> {
            CountDownLatch gate = new CountDownLatch(1);
            List<Boolean> interrupted = new CopyOnWriteArrayList<>();
            try (Observation observation = f.queue().observe(message -> {
                interrupted.add(Thread.currentThread().isInterrupted());
                Await.latch("the gate is open", gate);
                if (message.position() == 0) {
                    throw new InterruptedException("thrown on purpose");
                }
                Thread.currentThread().interrupt();
            })) {
                f.publish("a", "b", "c");
                gate.countDown();
                Await.until("all are seen", () -> interrupted.size() == 3);
                assertThat(interrupted).containsOnly(false);
                assertThat(observation.dropped()).isZero();
            }
        });
    }

    @Scenario
    void oneThatIsSlowLosesTheOldestAndIsToldHowMany(Steps steps) {
        steps.step("stall", f -> {
            CountDownLatch gate = new CountDownLatch(1);
            AtomicLong dropped = new AtomicLong();
            List<Long> seen = new CopyOnWriteArrayList<>();
            Notes other = new Notes();
            Observer slow = new Observer() {
                @Override
                public void onMessage(StoredMessage message) {
                    seen.add(message.position());
                    Await.latch("the gate is open", gate);
                }

                @Override
                public void onDropped(long count) {
                    dropped.addAndGet(count);
                }
            };
            int many = 3 * Observer.BUFFERED_MESSAGES;
            try (Observation observation = f.queue().observe(slow);
                    Observation others = f.queue().observe(other)) {
                assertThat(others.dropped()).isZero();
                f.publish("first");
                Await.until("it is stuck", () -> seen.size() == 1);
                for (int i = 0; i < many; i += 100) {
                    int from = i;
                    f.queue()
                            .publishAll(IntStream.range(from, Math.min(many, from + 100))
                                    .mapToObj(n -> Message.text("n" + n))
                                    .toList());
                    int sofar = Math.min(many, from + 100);
                    Await.until("the other keeps up", () -> other.notes.size() == 1 + sofar);
                }
                gate.countDown();
                Await.until("it has caught up", () -> seen.get(seen.size() - 1) == many);
                assertThat(seen).hasSize(1 + Observer.BUFFERED_MESSAGES);
                assertThat(seen.get(1)).isEqualTo(many - Observer.BUFFERED_MESSAGES + 1L);
                assertThat(dropped.get())
                        .isEqualTo(observation.dropped())
                        .isEqualTo((long) many - Observer.BUFFERED_MESSAGES);
                assertThat(other.notes).doesNotContain("dropped");
            }
        });
    }

    @Scenario
    void largeMessagesAreBoundedInBytes(Steps steps) {
        steps.step("stall", f -> {
            CountDownLatch gate = new CountDownLatch(1);
            List<Long> seen = new CopyOnWriteArrayList<>();
            byte[] large = new byte[1 << 20];
            try (Observation observation = f.queue().observe(message -> {
                seen.add(message.position());
                Await.latch("the gate is open", gate);
            })) {
                f.queue().publish(large);
                Await.until("it is stuck", () -> seen.size() == 1);
                for (int i = 0; i < 40; i++) {
                    f.queue().publish(large);
                }
                Await.until("messages were left out", () -> observation.dropped() >= 24);
                gate.countDown();
                Await.until("it has caught up", () -> seen.get(seen.size() - 1) == 40);
                assertThat(seen.size() + observation.dropped()).isEqualTo(41);
            }
        });
    }

    @Scenario
    void settledMessagesAreSeenTooHoweverSoonTheyGo(Steps steps) {
        steps.queue(queue -> queue.retention(Retention.UNTIL_ACKNOWLEDGED));
        steps.step("settled at once", f -> {
            Notes notes = new Notes();
            try (Observation observation = f.queue().observe(notes)) {
                assertThat(observation.dropped()).isZero();
                List<String> expected = new ArrayList<>();
                for (int i = 0; i < 200; i++) {
                    f.publish("m" + i);
                    f.take().ack();
                    expected.add(i + " m" + i);
                }
                notes.await(expected.toArray(String[]::new));
            }
        });
    }

    @Scenario(restarts = false)
    void theEndIsTold(Steps steps) {
        steps.step("delete the queue, and close the broker", f -> {
            Notes deleted = new Notes();
            Notes closed = new Notes();
            f.declareQueue("other", queue -> {}).observe(deleted);
            f.queue().observe(closed);
            f.publish("a");
            f.domain().deleteQueue("other");
            deleted.await("end");
            assertThatThrownBy(() -> f.domain().queue("other").observe(deleted))
                    .isInstanceOf(QueueNotFoundException.class);
            var queue = f.queue();
            f.broker().close();
            closed.await("0 a", "end");
            assertThatThrownBy(() -> queue.observe(closed)).isInstanceOf(BrokerClosedException.class);
        });
    }

    @Scenario(restarts = false)
    void whatWasPublishedBeforeTheEndIsSeen(Steps steps) {
        steps.step("publish, and delete or close at once", f -> {
            for (int round = 0; round < 10; round++) {
                var queue = f.declareQueue("other" + round, options -> {});
                Notes notes = new Notes();
                queue.observe(notes);
                publishNumbers(queue);
                f.domain().deleteQueue("other" + round);
                notes.await(NUMBERS_AND_END);
            }
            Notes notes = new Notes();
            f.queue().observe(notes);
            publishNumbers(f.queue());
            f.broker().close();
            notes.await(NUMBERS_AND_END);
        });
    }

    @Scenario(restarts = false)
    void closingWaitsUntilObserversAreToldWhatIsInTheirBuffers(Steps steps) {
        steps.step("publish, and close at once", f -> {
            Notes slow = new Notes() {
                @Override
                public void onMessage(StoredMessage message) throws Exception {
                    LockSupport.parkNanos(1_000_000);
                    super.onMessage(message);
                }
            };
            f.queue().observe(slow);
            publishNumbers(f.queue());
            f.broker().close();
            assertThat(slow.notes).containsExactly(NUMBERS_AND_END);
        });
    }

    @Scenario(restarts = false)
    void closingDoesNotWaitForeverForAnObserver(Steps steps) {
        steps.step("an observer that does not return", f -> {
            CountDownLatch inside = new CountDownLatch(1);
            CountDownLatch interrupted = new CountDownLatch(1);
            f.queue().observe(message -> {
                inside.countDown();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    interrupted.countDown();
                }
            });
            f.publish("a");
            Await.latch("the observer is inside", inside);
            f.broker().close();
            Await.latch("it was interrupted", interrupted);
        });
    }

    @Scenario
    void whatIsSeenCanBeRead(Steps steps) {
        steps.step("an observer that reads what it is shown", f -> {
            List<Boolean> found = new CopyOnWriteArrayList<>();
            try (Observation observation = f.queue()
                    .observe(message -> found.add(f.queue()
                            .read(message.position(), 1)
                            .get(0)
                            .messageId()
                            .equals(message.messageId())))) {
                List<CompletableFuture<PublishReceipt>> published = IntStream.range(0, 100)
                        .mapToObj(n -> f.queue().publishAsync(n))
                        .toList();
                Await.until("all are seen", () -> found.size() == 100);
                assertThat(found).doesNotContain(false);
                assertThat(published).allMatch(future -> future.join() != null);
                assertThat(observation.dropped()).isZero();
            }
        });
    }

    private static final String[] NUMBERS_AND_END = Stream.concat(
                    IntStream.range(0, 50).mapToObj(n -> n + " " + n), Stream.of("end"))
            .toArray(String[]::new);

    private static void publishNumbers(MessageQueue queue) {
        for (int n = 0; n < 50; n++) {
            queue.publish(n);
        }
    }

    @Scenario(restarts = false)
    void anObserverMayCallTheBroker(Steps steps) {
        steps.step("publish, settle, close", f -> {
            Notes notes = new Notes();
            f.queue().observe(message -> {
                if (message.position() < 3) {
                    f.publish("next");
                    f.group().poll(1, java.time.Duration.ZERO).forEach(Delivery::ack);
                } else {
                    f.broker().close();
                }
            });
            f.queue().observe(notes);
            f.publish("a");
            Await.until("the broker is closed", () -> notes.notes.contains("end"));
        });
    }

    @Scenario
    void ofDeadLettersToo(Steps steps) {
        steps.step("fail", f -> {
                    f.publish("a");
                    f.take().reject("no");
                    f.awaitDeadLetters("a");
                })
                .step("watch the letters", f -> {
                    Notes notes = new Notes();
                    try (Observation observation = f.deadLetterQueue().observe(notes)) {
                        assertThat(observation.dropped()).isZero();
                        f.publish("b");
                        f.take().reject("no");
                        notes.await("1 b");
                    }
                });
    }
}
