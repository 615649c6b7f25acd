package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gortms.ConsumerGroup;
import io.gortms.GroupOptions;
import io.gortms.Message;
import io.gortms.MessageQueue;
import io.gortms.OverflowPolicy;
import io.gortms.PublishReceipt;
import io.gortms.QueueFullException;
import io.gortms.StartPosition;
import io.gortms.contract.harness.Fixture;
import io.gortms.contract.harness.Scenario;
import io.gortms.contract.harness.Steps;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** A queue takes no more messages than {@code maxSize} allows: what counts, with {@link OverflowPolicy#REJECT}. */
class BoundContractTest {

    private static final Duration TTL = Duration.ofMinutes(10);

    @Scenario
    void aFullQueueRefuses(Steps steps) {
        bounded(steps, 2)
                .step("fill", f -> f.publish("a", "b"))
                .step(
                        "one more",
                        f -> assertThatThrownBy(() -> f.publish("c"))
                                .isInstanceOfSatisfying(QueueFullException.class, full -> {
                                    assertThat(full.queue()).isEqualTo("shop.orders");
                                    assertThat(full.size()).isEqualTo(2);
                                    assertThat(full.maxSize()).isEqualTo(2);
                                    assertThat(full).hasMessageContaining("nothing was stored");
                                }))
                .step("asynchronously too", f -> {
                    var refused = f.queue().publishAsync(Message.text("c"));
                    assertThat(refused).isCompletedExceptionally();
                    assertThatThrownBy(refused::join).hasCauseInstanceOf(QueueFullException.class);
                })
                .step("room for one", f -> f.take().ack())
                .step("and no more", f -> {
                    f.publish("d");
                    isFull(f);
                })
                .step("what was refused is not there", f -> f.expect("b", "d"));
    }

    @Scenario
    void aQueueHasNoBoundUnlessItIsTold(Steps steps) {
        steps.queue(queue -> queue.maxSize(0).overflow(OverflowPolicy.REJECT))
                .step("much", f -> f.queue().publishAll(Collections.nCopies(1500, "m")))
                .step("and more", f -> f.publish("a"));
    }

    @Scenario(on = Scenario.Kind.VOLATILE)
    void aQueueThatIsNotPersistentTakesAThousand(Steps steps) {
        steps.step("a thousand, and one", f -> {
            MessageQueue small = f.domain()
                    .declareQueue("small", queue -> queue.persistent(false).overflow(OverflowPolicy.REJECT));
            small.publishAll(Collections.nCopies(1000, "m"));
            assertThatThrownBy(() -> small.publish("m")).isInstanceOf(QueueFullException.class);
        });
    }

    @Scenario
    void theSlowestGroupCounts(Steps steps) {
        bounded(steps, 2)
                .step("a second group", f -> f.queue().declareGroup("others"))
                .step("fill", f -> f.publish("a", "b"))
                .step("one group has settled all", f -> f.expect("a", "b"))
                .step("the other one has not", BoundContractTest::isFull)
                .step("it settles one", f -> f.take(f.group("others"), 1).get(0).ack())
                .step("room for one", f -> {
                    f.publish("c");
                    isFull(f);
                })
                .step("without it there is room", f -> {
                    f.queue().deleteGroup("others");
                    f.publish("d");
                    isFull(f);
                });
    }

    @Scenario
    void settledInTheMiddleMakesRoom(Steps steps) {
        bounded(steps, 3)
                .step("fill", f -> f.publish("a", "b", "c"))
                .step("settle the middle one", f -> {
                    var taken = f.take(3);
                    taken.get(1).ack();
                    taken.get(0).release();
                    taken.get(2).release();
                })
                .step("room for one", f -> {
                    f.publish("d");
                    isFull(f);
                })
                .step("the rest is there", f -> f.expect("a", "c", "d"));
    }

    @Scenario
    void whatIsInFlightDelayedOrRetryingCounts(Steps steps) {
        bounded(steps, 3)
                .step(
                        "a delayed one",
                        f -> f.queue().publish(Message.text("later").deliverAfter(Duration.ofHours(1))))
                .step("one that is to be retried", f -> {
                    f.publish("again");
                    f.take().nack(Duration.ofHours(1));
                })
                .step("one in flight", f -> {
                    f.publish("out");
                    var out = f.take();
                    isFull(f);
                    out.release();
                })
                .step("all three wait", BoundContractTest::isFull);
    }

    @Scenario
    void deadLettersMakeRoomAndHaveNoBound(Steps steps) {
        bounded(steps, 1)
                .step("give up three, one after another", f -> {
                    for (String text : List.of("a", "b", "c")) {
                        f.publish(text);
                        f.take().reject("no good");
                    }
                    f.awaitDeadLetters("a", "b", "c");
                })
                .step("there is room", f -> {
                    f.publish("d");
                    isFull(f);
                });
    }

    @Scenario
    void whatHasExpiredDoesNotCount(Steps steps) {
        bounded(steps, 2)
                .step("fill", f -> f.publish("a", "b"))
                .step("too old", f -> f.advance(TTL))
                .step("room for two", f -> {
                    f.publish("c", "d");
                    isFull(f);
                })
                .step("the new ones are there", f -> f.expect("c", "d"));
    }

    @Scenario
    void withoutAGroupWhatHasNotExpiredCounts(Steps steps) {
        bounded(steps, 3)
                .step("no group", f -> f.queue().deleteGroup("workers"))
                .step("fill", f -> {
                    f.publish("a");
                    f.queue().publish(Message.text("short").ttl(Duration.ofMinutes(1)));
                    f.queue().publish(Message.text("delayed").deliverAfter(TTL));
                    isFull(f);
                })
                .step("its own ttl is over", f -> {
                    f.advance(Duration.ofMinutes(1));
                    f.publish("b");
                    isFull(f);
                })
                .step("the queue's ttl is over for the first", f -> {
                    f.advance(TTL.minusMinutes(1));
                    f.publish("c");
                    isFull(f);
                })
                .step("the delayed one counts longer", f -> {
                    f.advance(Duration.ofMinutes(1));
                    f.publish("d");
                    isFull(f);
                });
    }

    @Scenario
    void aGroupThatBeginsAtTheEndMakesRoom(Steps steps) {
        bounded(steps, 1)
                .step("no group", f -> f.queue().deleteGroup("workers"))
                .step("fill", f -> {
                    f.publish("a");
                    isFull(f);
                })
                .step("a group that wants none of it", f -> {
                    f.queue().declareGroup("late", BoundContractTest::latest);
                    f.publish("b");
                    isFull(f);
                });
    }

    private static void latest(GroupOptions options) {
        options.startFrom(StartPosition.latest());
    }

    @Scenario
    void aGroupThatWantsEverythingTakesRoom(Steps steps) {
        bounded(steps, 3)
                .step("all is settled", f -> {
                    f.publish("a", "b", "c");
                    f.expect("a", "b", "c");
                })
                .step("it goes back", f -> {
                    f.publish("d");
                    f.group().seek(StartPosition.at(Math.max(1, firstKept(f))));
                    assertThat(f.group().lag()).isLessThanOrEqualTo(3);
                    IntStream.range(0, 3 - (int) f.group().lag()).forEach(i -> f.publish("more"));
                    isFull(f);
                });
    }

    private static long firstKept(Fixture f) {
        return f.queue().read(0, 1).get(0).position();
    }

    @Scenario
    void anotherBoundCountsAtOnce(Steps steps) {
        bounded(steps, 1)
                .step("fill", f -> f.publish("a"))
                .step("a higher bound", f -> {
                    f.redeclareQueue(queue -> queue.maxSize(2).overflow(OverflowPolicy.REJECT));
                    f.publish("b");
                    isFull(f);
                })
                .step("a lower one", f -> {
                    f.redeclareQueue(queue -> queue.maxSize(1).overflow(OverflowPolicy.REJECT));
                    f.take().ack();
                    isFull(f);
                })
                .step("none", f -> {
                    f.redeclareQueue(queue -> queue.maxSize(0));
                    f.publish("c", "d", "e");
                })
                .step("all are there", f -> f.expect("b", "c", "d", "e"));
    }

    @Scenario
    void manyAtOnceAreTakenAllOrNone(Steps steps) {
        bounded(steps, 3)
                .step("one", f -> f.publish("a"))
                .step("no room for three", f -> refused(f, 3))
                .step(
                        "room for two",
                        f -> assertThat(f.queue().publishAll(List.of("b", "c")))
                                .extracting(PublishReceipt::position)
                                .containsExactly(1L, 2L))
                .step("four never fit", f -> {
                    f.take(3).forEach(delivery -> delivery.ack());
                    refused(f, 4);
                })
                .step("three do", f -> f.queue().publishAll(List.of("d", "e", "f")))
                .step("nothing of what was refused is there", f -> {
                    ConsumerGroup group = f.group();
                    assertThat(group.lag()).isEqualTo(3);
                    f.expect("\"d\"", "\"e\"", "\"f\"");
                });
    }

    private static void refused(Fixture f, int count) {
        assertThatThrownBy(() -> f.queue().publishAll(Collections.nCopies(count, "m")))
                .isInstanceOf(QueueFullException.class);
    }

    private static Steps bounded(Steps steps, long maxSize) {
        return steps.queue(
                queue -> queue.maxSize(maxSize).overflow(OverflowPolicy.REJECT).ttl(TTL));
    }

    private static void isFull(Fixture f) {
        assertThatThrownBy(() -> f.publish("too much")).isInstanceOf(QueueFullException.class);
    }
}
