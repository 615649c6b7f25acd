package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.BrokerEvent;
import io.gortms.Delivery;
import io.gortms.Message;
import io.gortms.RetryPolicy;
import io.gortms.StartPosition;
import io.gortms.contract.harness.Fixture;
import io.gortms.contract.harness.Scenario;
import io.gortms.contract.harness.Scenario.Kind;
import io.gortms.contract.harness.Steps;
import io.gortms.contract.harness.Texts;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Messages of one key: at most one of them is unsettled with a consumer, or waits to come again, at any time. */
class KeyOrderContractTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private static void publish(Fixture f, String key, String... texts) {
        for (String text : texts) {
            f.queue().publish(Message.text(text).key(key));
        }
    }

    private static List<String> takeAndAck(Fixture f, int max) {
        List<Delivery> taken = f.group().poll(max, Duration.ZERO);
        taken.forEach(Delivery::ack);
        return taken.stream().map(Texts::of).toList();
    }

    @Scenario
    void aPollTakesOneOfAKey(Steps steps) {
        steps.step("publish", f -> {
                    publish(f, "x", "x1", "x2", "x3");
                    publish(f, "y", "y1");
                    f.publish("free");
                })
                .step("one of each key", f -> assertThat(takeAndAck(f, 10)).containsExactly("x1", "y1", "free"))
                .step("the next", f -> assertThat(takeAndAck(f, 10)).containsExactly("x2"))
                .step("the last", f -> assertThat(takeAndAck(f, 10)).containsExactly("x3"));
    }

    @Scenario
    void aMessageThatIsOutHoldsItsKey(Steps steps) {
        steps.step("publish", f -> publish(f, "x", "x1", "x2"))
                .holding("one is out", f -> {
                    Delivery first = f.take();
                    f.takesNothing();
                    first.ack();
                })
                .step("then the next", f -> f.expect("x2"));
    }

    @Scenario
    void aMessageThatWaitsForItsRetryHoldsItsKey(Steps steps) {
        steps.queue(queue -> queue.retry(RetryPolicy.fixed(SECOND)))
                .step("publish", f -> {
                    publish(f, "x", "x1", "x2");
                    publish(f, "y", "y1");
                })
                .step("the first fails", f -> f.take().nack())
                .step("others go on", f -> f.expect("y1"))
                .step("it comes first", f -> {
                    f.advance(SECOND);
                    assertThat(takeAndAck(f, 10)).containsExactly("x1");
                })
                .step("then the next", f -> f.expect("x2"));
    }

    @Scenario
    void aReleasedMessageHoldsItsKey(Steps steps) {
        steps.step("publish", f -> publish(f, "x", "x1", "x2"))
                .step("release it for a second", f -> f.take().release(SECOND))
                .step("its key waits", Fixture::takesNothing)
                .step("it comes first", f -> {
                    f.advance(SECOND);
                    assertThat(takeAndAck(f, 10)).containsExactly("x1");
                })
                .step("then the next", f -> f.expect("x2"));
    }

    @Scenario
    void anExpiredLeaseDoesNotLetTheNextGoFirst(Steps steps) {
        steps.step("publish", f -> publish(f, "x", "x1", "x2"))
                .step("let it expire", f -> {
                    f.take();
                    f.advance(Duration.ofSeconds(30));
                })
                .step("it comes first", f -> assertThat(takeAndAck(f, 10)).containsExactly("x1"))
                .step("then the next", f -> f.expect("x2"));
    }

    @Scenario
    void deadLetteringFreesTheKey(Steps steps) {
        steps.step("publish", f -> publish(f, "x", "x1", "x2"))
                .step("reject it", f -> f.take().reject("no"))
                .step("then the next", f -> f.expect("x2"))
                .step("the letter has the key", f -> {
                    f.awaitDeadLetters("x1");
                    assertThat(f.deadLetterQueue().read(0, 1).get(0).key()).isEqualTo("x");
                });
    }

    @Scenario
    void aSeekBackBeginsAnew(Steps steps) {
        steps.step("publish", f -> publish(f, "x", "x1", "x2", "x3"))
                .step("take two", f -> {
                    f.take().ack();
                    f.take().nack(SECOND);
                })
                .step("back", f -> f.group().seek(StartPosition.earliest()))
                .step("in order", f -> {
                    assertThat(takeAndAck(f, 10)).containsExactly("x1");
                    assertThat(takeAndAck(f, 10)).containsExactly("x2");
                    assertThat(takeAndAck(f, 10)).containsExactly("x3");
                });
    }

    @Scenario
    void aDelayedMessageTakesItsTurnWhenItIsDue(Steps steps) {
        steps.step("publish", f -> {
                    f.queue().publish(Message.text("late").key("x").deliverAfter(SECOND));
                    publish(f, "x", "x1", "x2");
                })
                .step("the others go on", f -> f.take().nack(Duration.ofSeconds(2)))
                .step("due while its key is held", f -> {
                    f.advance(SECOND);
                    f.takesNothing();
                })
                .step("the holder first", f -> {
                    f.advance(SECOND);
                    assertThat(takeAndAck(f, 10)).containsExactly("x1");
                })
                .step(
                        "then the lowest position",
                        f -> assertThat(takeAndAck(f, 10)).containsExactly("late"))
                .step("then the last", f -> f.expect("x2"));
    }

    @Scenario
    void otherGroupsHaveTheirOwnTurns(Steps steps) {
        steps.step("declare another group", f -> f.queue().declareGroup("auditors"))
                .step("publish", f -> publish(f, "x", "x1", "x2"))
                .step("one group fails", f -> f.take().nack(Duration.ofDays(1)))
                .step("the other goes on", f -> {
                    f.take(f.group("auditors"), 1).forEach(Delivery::ack);
                    f.take(f.group("auditors"), 1).forEach(Delivery::ack);
                });
    }

    @Scenario(on = Kind.VOLATILE, restarts = false)
    void withTooManyParkedItReadsNoFurther(Steps steps) {
        steps.step("more than a hundred thousand behind a held key, and one of another", f -> {
            f.queue().publish(Message.text("held").key("k"));
            f.take();
            Message next = Message.text("next").key("k");
            for (int i = 0; i < 102; i++) {
                f.queue().publishAll(Collections.nCopies(1_000, next));
            }
            f.queue().publish(Message.text("other").key("o"));
            f.takesNothing();
            assertThat(f.broker().events()).anyMatch(event -> event instanceof BrokerEvent.KeysCongested);
            f.group().seek(StartPosition.at(102_000));
            assertThat(f.group().poll(10, Duration.ZERO)).extracting(Texts::of).containsExactly("next", "other");
            assertThat(f.group().lag()).isEqualTo(2);
        });
    }

    @Scenario(on = Kind.VOLATILE, restarts = false)
    void whatExpiresBehindAHeldKeyIsNotParkedAnyMore(Steps steps) {
        int more = 60_000; // half of them, and half as many again as a group parks
        steps.step("a key is held for long, and its other messages expire meanwhile", f -> {
            f.queue().publish(Message.text("held").key("k"));
            Delivery held = f.take();
            Message next = Message.text("next").key("k").ttl(Duration.ofSeconds(1));
            for (int round = 0; round < 2; round++) {
                for (int i = 0; i < more; i += 1_000) {
                    f.queue().publishAll(Collections.nCopies(1_000, next));
                }
                f.takesNothing();
                f.advance(Duration.ofSeconds(1));
                assertThat(f.group().lag()).isEqualTo(1);
            }
            f.queue().publish(Message.text("other").key("o"));
            f.take().ack();
            held.ack();
            assertThat(f.broker().events()).noneMatch(event -> event instanceof BrokerEvent.KeysCongested);
        });
    }

    @Scenario(restarts = false)
    void manyWorkersKeepTheOrderOfEachKey(Steps steps) {
        int keys = 20;
        int messages = 2_000;
        Map<String, List<Integer>> handled = new ConcurrentHashMap<>();
        Map<String, AtomicInteger> atWork = new ConcurrentHashMap<>();
        List<String> together = new CopyOnWriteArrayList<>();
        steps.step("handle them", f -> {
            f.group().subscribe(options -> options.workerCount(4), delivery -> {
                String key = delivery.key();
                AtomicInteger now = atWork.computeIfAbsent(key, k -> new AtomicInteger());
                if (now.incrementAndGet() > 1) {
                    together.add(key);
                }
                handled.computeIfAbsent(key, k -> new CopyOnWriteArrayList<>())
                        .add(Integer.parseInt(Texts.of(delivery)));
                now.decrementAndGet();
            });
            f.queue()
                    .publishAll(IntStream.range(0, messages)
                            .mapToObj(i -> Message.text("" + i).key("key" + i % keys))
                            .toList());
            f.awaitSettled();
            assertThat(together).isEmpty();
            assertThat(handled).hasSize(keys);
            handled.forEach((key, numbers) -> assertThat(numbers).isSorted().hasSize(messages / keys));
        });
    }
}
