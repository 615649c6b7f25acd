package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gortms.BrokerEvent;
import io.gortms.Message;
import io.gortms.OverflowPolicy;
import io.gortms.PublishReceipt;
import io.gortms.QueueFullException;
import io.gortms.StoredMessage;
import io.gortms.contract.harness.Await;
import io.gortms.contract.harness.Background;
import io.gortms.contract.harness.Fixture;
import io.gortms.contract.harness.Scenario;
import io.gortms.contract.harness.Steps;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/** The same id twice within the window is one message. */
class DeduplicationContractTest {

    private static final Duration WINDOW = Duration.ofMinutes(5);

    @Scenario
    void theSecondStoresNothingAndGetsTheFirstReceipt(Steps steps) {
        List<PublishReceipt> receipts = new ArrayList<>();
        on(steps)
                .step("publish", f -> receipts.add(publish(f, "id-1", "a")))
                .step("later, again", f -> {
                    assertThat(receipts.get(0).duplicate()).isFalse();
                    f.publish("b");
                    f.advance(Duration.ofSeconds(1));
                    isDuplicateOf(receipts.get(0), publish(f, "id-1", "other"));
                })
                .step("and again", f -> isDuplicateOf(receipts.get(0), publish(f, "id-1", "a")))
                .step("it is there once", f -> f.expect("a", "b"))
                .step("settling it changes nothing", f -> {
                    isDuplicateOf(receipts.get(0), publish(f, "id-1", "a"));
                    f.takesNothing();
                });
    }

    @Scenario
    void theWindowCountsFromTheFirst(Steps steps) {
        List<PublishReceipt> receipts = new ArrayList<>();
        on(steps)
                .step("publish", f -> receipts.add(publish(f, "id-1", "a")))
                .step("again, at its last moment", f -> {
                    f.advance(WINDOW.minusNanos(1000));
                    isDuplicateOf(receipts.get(0), publish(f, "id-1", "a"));
                })
                .step("again, when it is over", f -> {
                    f.advance(Duration.ofNanos(1000));
                    receipts.add(publish(f, "id-1", "b"));
                    assertThat(receipts.get(1).duplicate()).isFalse();
                    assertThat(receipts.get(1).position()).isEqualTo(1);
                })
                .step("a new window has begun", f -> {
                    f.advance(Duration.ofSeconds(1));
                    isDuplicateOf(receipts.get(1), publish(f, "id-1", "c"));
                });
    }

    @Scenario
    void otherIdsAndNoIdsAreNoDuplicates(Steps steps) {
        on(steps)
                .step("publish", f -> {
                    publish(f, "id-1", "a");
                    publish(f, "id-2", "a");
                    f.publish("a", "a");
                    f.queue().publish(Message.text("a").key("id-1"));
                })
                .step("all are there", f -> f.expect("a", "a", "a", "a", "a"));
    }

    @Scenario
    void aQueueDoesNotLookUnlessItIsTold(Steps steps) {
        steps.step("twice", f -> {
                    publish(f, "id-1", "a");
                    assertThat(publish(f, "id-1", "b").duplicate()).isFalse();
                })
                .step("both are there", f -> f.expect("a", "b"));
    }

    @Scenario
    void switchedOnItKnowsWhatWasPublishedBefore(Steps steps) {
        List<PublishReceipt> receipts = new ArrayList<>();
        steps.step("publish", f -> receipts.add(publish(f, "id-1", "a")))
                .step("the same, a minute later", f -> {
                    f.advance(Duration.ofMinutes(1));
                    receipts.add(publish(f, "id-1", "b"));
                })
                .step("switch it on", f -> f.redeclareQueue(queue -> queue.deduplication(WINDOW)))
                .step("again", f -> isDuplicateOf(receipts.get(0), publish(f, "id-1", "c")))
                .step("a shorter window", f -> {
                    f.redeclareQueue(queue -> queue.deduplication(Duration.ofSeconds(30)));
                    isDuplicateOf(receipts.get(1), publish(f, "id-1", "d"));
                    f.advance(Duration.ofSeconds(30));
                    assertThat(publish(f, "id-1", "d").position()).isEqualTo(2);
                })
                .step("switch it off", f -> {
                    f.redeclareQueue(queue -> {});
                    assertThat(publish(f, "id-1", "e").duplicate()).isFalse();
                })
                .step("all are there", f -> f.expect("a", "b", "d", "e"));
    }

    @Scenario
    void manyAtOnce(Steps steps) {
        List<PublishReceipt> receipts = new ArrayList<>();
        on(steps)
                .step("one", f -> receipts.add(publish(f, "id-1", "a")))
                .step("many, some twice", f -> {
                    List<PublishReceipt> many = f.queue()
                            .publishAll(List.of(
                                    Message.text("b").id("id-2"),
                                    Message.text("x").id("id-1"),
                                    Message.text("c"),
                                    Message.text("x").id("id-2"),
                                    Message.text("d").id("id-3")));
                    assertThat(many).extracting(PublishReceipt::position).containsExactly(1L, 0L, 2L, 1L, 3L);
                    assertThat(many)
                            .extracting(PublishReceipt::duplicate)
                            .containsExactly(false, true, false, true, false);
                    isDuplicateOf(receipts.get(0), many.get(1));
                    isDuplicateOf(many.get(0), many.get(3));
                    receipts.addAll(many);
                })
                .step("all of them again", f -> {
                    List<PublishReceipt> again = f.queue()
                            .publishAll(List.of(
                                    Message.text("x").id("id-3"),
                                    Message.text("x").id("id-2")));
                    isDuplicateOf(receipts.get(5), again.get(0));
                    isDuplicateOf(receipts.get(1), again.get(1));
                })
                .step("each is there once", f -> f.expect("a", "b", "c", "d"));
    }

    @Scenario
    void asynchronously(Steps steps) {
        List<PublishReceipt> receipts = new ArrayList<>();
        on(steps)
                .step(
                        "publish",
                        f -> receipts.add(Await.value(
                                "the receipt",
                                f.queue().publishAsync(Message.text("a").id("id-1")))))
                .step(
                        "again",
                        f -> isDuplicateOf(
                                receipts.get(0),
                                Await.value(
                                        "the receipt",
                                        f.queue().publishAsync(Message.text("b").id("id-1")))))
                .step("it is there once", f -> f.expect("a"));
    }

    @Scenario
    void aDuplicateTakesNoRoom(Steps steps) {
        steps.queue(queue -> queue.deduplication(WINDOW).maxSize(1).overflow(OverflowPolicy.REJECT))
                .step("fill", f -> publish(f, "id-1", "a"))
                .step(
                        "again",
                        f -> assertThat(publish(f, "id-1", "a").duplicate()).isTrue())
                .step(
                        "another one",
                        f -> assertThatThrownBy(() -> publish(f, "id-2", "b")).isInstanceOf(QueueFullException.class))
                .step(
                        "both at once",
                        f -> assertThatThrownBy(() -> f.queue()
                                        .publishAll(List.of(
                                                Message.text("x").id("id-1"),
                                                Message.text("b").id("id-2"))))
                                .isInstanceOf(QueueFullException.class))
                .step("what was refused is no first publish", f -> {
                    f.take().ack();
                    List<PublishReceipt> both = f.queue()
                            .publishAll(List.of(
                                    Message.text("x").id("id-1"),
                                    Message.text("b").id("id-2")));
                    assertThat(both).extracting(PublishReceipt::duplicate).containsExactly(true, false);
                })
                .step("it is there", f -> f.expect("b"));
    }

    @Scenario
    void twoThatWaitForRoomAreOne(Steps steps) {
        steps.queue(queue -> queue.deduplication(WINDOW).maxSize(1))
                .step("fill", f -> f.publish("a"))
                .step("the same twice, waiting", f -> {
                    Background<PublishReceipt> one =
                            f.background(() -> publish(f, "id-1", "b")).awaitWaiting();
                    Background<PublishReceipt> other =
                            f.background(() -> publish(f, "id-1", "b")).awaitWaiting();
                    f.take().ack();
                    assertThat(one.result().duplicate()).isFalse();
                    f.take().ack();
                    assertThat(other.result().duplicate()).isTrue();
                    assertThat(other.result().position()).isEqualTo(1);
                })
                .step("it was there once", Fixture::takesNothing);
    }

    @Scenario
    void whatWasDroppedIsStillTheFirst(Steps steps) {
        List<PublishReceipt> receipts = new ArrayList<>();
        steps.queue(queue -> queue.deduplication(WINDOW).maxSize(1).overflow(OverflowPolicy.DROP_OLDEST))
                .step("two into a queue of one", f -> {
                    receipts.add(publish(f, "id-1", "a"));
                    f.publish("b");
                })
                .step("again", f -> isDuplicateOf(receipts.get(0), publish(f, "id-1", "a")))
                .step("it does not come back", f -> f.expect("b"));
    }

    @Scenario
    void deadLettersAreNoPublishes(Steps steps) {
        on(steps)
                .step("a second group", f -> f.queue().declareGroup("others"))
                .step("both give it up", f -> {
                    publish(f, "id-1", "a");
                    f.take().reject("no good");
                    f.take(f.group("others"), 1).get(0).reject("no good");
                    f.awaitDeadLetters("a", "a");
                })
                .step(
                        "the letters keep the id",
                        f -> assertThat(f.deadLetterQueue().read(0, 10))
                                .extracting(StoredMessage::messageId)
                                .containsExactly("id-1", "id-1"));
    }

    @Scenario
    void aRedrivenMessageIsNoPublish(Steps steps) {
        on(steps)
                .step("publish and give up", f -> {
                    publish(f, "id-1", "a");
                    f.take().reject("no good");
                    f.awaitDeadLetters("a");
                })
                .step("redrive, which is no duplicate", f -> {
                    f.advance(WINDOW.minusSeconds(1));
                    assertThat(f.queue().deadLetters().redrive(letter -> true).moved())
                            .isEqualTo(1);
                })
                .step("the window of the publish ends", f -> {
                    f.advance(Duration.ofSeconds(1));
                    assertThat(publish(f, "id-1", "b").duplicate()).isFalse();
                })
                .step("both are there", f -> f.expect("a", "b"));
    }

    @Scenario(restarts = false)
    void tooManyIdsAreForgottenAndItIsTold(Steps steps) {
        List<BrokerEvent> told = new CopyOnWriteArrayList<>();
        steps.listener(told::add)
                .queue(queue -> queue.deduplication(WINDOW, 2))
                .step("three ids, of which two are remembered", f -> {
                    publish(f, "id-1", "a");
                    publish(f, "id-2", "b");
                    publish(f, "id-3", "c");
                    assertThat(publish(f, "id-3", "x").duplicate()).isTrue();
                    assertThat(publish(f, "id-2", "x").duplicate()).isTrue();
                    assertThat(publish(f, "id-1", "d").duplicate()).isFalse();
                })
                .step("told once for each doubling", f -> {
                    publish(f, "id-4", "e");
                    publish(f, "id-5", "f");
                    Await.until("it is told three times", () -> forgotten(told).size() == 3);
                    assertThat(forgotten(told)).containsExactly(1L, 2L, 4L);
                })
                .step("an id that is over is not forgotten early", f -> {
                    f.advance(WINDOW);
                    IntStream.range(0, 2).forEach(i -> publish(f, "new-" + i, "g"));
                    f.broker().declareDomain("last");
                    Await.until(
                            "all is told",
                            () -> told.stream()
                                    .anyMatch(event -> event.resource().equals("last")));
                    assertThat(forgotten(told)).hasSize(3);
                });
    }

    private static List<Long> forgotten(List<BrokerEvent> told) {
        return told.stream()
                .filter(BrokerEvent.IdsForgotten.class::isInstance)
                .map(event -> ((BrokerEvent.IdsForgotten) event).forgotten())
                .toList();
    }

    @Scenario
    void manyThreadsWithTheSameIds(Steps steps) {
        int ids = 100;
        on(steps)
                .step("publish", f -> {
                    List<Background<List<PublishReceipt>>> threads = IntStream.range(0, 4)
                            .mapToObj(thread -> f.background(() -> IntStream.range(0, ids)
                                    .mapToObj(id -> publish(f, "id-" + id, "m"))
                                    .toList()))
                            .toList();
                    List<PublishReceipt> all = new ArrayList<>();
                    for (Background<List<PublishReceipt>> thread : threads) {
                        all.addAll(thread.result());
                    }
                    assertThat(all).filteredOn(receipt -> !receipt.duplicate()).hasSize(ids);
                })
                .step(
                        "each is there once",
                        f -> assertThat(f.queue().read(0, 1000))
                                .extracting(StoredMessage::messageId)
                                .hasSize(ids)
                                .doesNotHaveDuplicates())
                .step(
                        "all are known",
                        f -> IntStream.range(0, ids)
                                .forEach(id -> assertThat(
                                                publish(f, "id-" + id, "m").duplicate())
                                        .isTrue()));
    }

    private static Steps on(Steps steps) {
        return steps.queue(queue -> queue.deduplication(WINDOW));
    }

    private static PublishReceipt publish(Fixture f, String id, String text) {
        return f.queue().publish(Message.text(text).id(id));
    }

    private static void isDuplicateOf(PublishReceipt first, PublishReceipt second) {
        assertThat(second.duplicate()).isTrue();
        assertThat(second.messageId()).isEqualTo(first.messageId());
        assertThat(second.position()).isEqualTo(first.position());
        assertThat(second.timestamp()).isEqualTo(first.timestamp());
    }
}
