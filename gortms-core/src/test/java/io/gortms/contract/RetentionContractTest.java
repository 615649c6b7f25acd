package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.BrokerEvent;
import io.gortms.ConsumerGroup;
import io.gortms.Delivery;
import io.gortms.Message;
import io.gortms.MessageQueue;
import io.gortms.Retention;
import io.gortms.StartPosition;
import io.gortms.StoredMessage;
import io.gortms.contract.harness.Await;
import io.gortms.contract.harness.Fixture;
import io.gortms.contract.harness.Scenario;
import io.gortms.contract.harness.Steps;
import io.gortms.contract.harness.Texts;
import java.time.Duration;
import java.util.Collections;
import java.util.List;

/** What becomes of messages that nobody needs any more. Two hours apart they are never kept in one file. */
class RetentionContractTest {

    private static final Duration APART = Duration.ofHours(2);

    @Scenario
    void whatEverybodyHasSettledGoes(Steps steps) {
        steps.queue(queue -> queue.retention(Retention.UNTIL_ACKNOWLEDGED))
                .step("publish, hours apart", f -> publishApart(f, "a", "b", "c"))
                .step("settle two", f -> f.take(2).forEach(Delivery::ack))
                .step("their space is given back", f -> {
                    awaitFirst(f, 2);
                    assertThat(f.queue().read(0, 10)).extracting(Texts::of).containsExactly("c");
                })
                .step("the third one is there", f -> {
                    f.expect("c");
                    assertThat(f.group().stats().damaged()).isZero();
                });
    }

    @Scenario
    void nothingGoesThatOneGroupHasNotSettled(Steps steps) {
        steps.queue(queue -> queue.retention(Retention.UNTIL_ACKNOWLEDGED).ttl(Duration.ZERO))
                .step("two groups, one of which does nothing", f -> {
                    f.queue().declareGroup("slow");
                    publishApart(f, "a", "b", "c");
                })
                .step("one settles everything", f -> f.expect("a", "b", "c"))
                .step("the other one holds it", f -> {
                    assertThat(f.queue().stats().heldBy()).isEqualTo("slow");
                    Delivery first = f.take(f.group("slow"), 1).get(0);
                    assertThat(Texts.of(first)).isEqualTo("a");
                    first.release();
                })
                .step("until it has settled", f -> {
                    f.take(f.group("slow"), 2).forEach(Delivery::ack);
                    awaitFirst(f, 2);
                    assertThat(f.take(f.group("slow"), 1)).extracting(Texts::of).containsExactly("c");
                });
    }

    @Scenario
    void theMiddleGoesToo(Steps steps) {
        steps.queue(queue -> queue.retention(Retention.UNTIL_ACKNOWLEDGED).ttl(Duration.ZERO))
                .holding("settle all but the first", f -> {
                    publishApart(f, "a".repeat(1000), "b".repeat(1000), "c".repeat(1000), "d");
                    long before = f.queue().stats().sizeBytes();
                    List<Delivery> taken = f.take(4);
                    taken.subList(1, 4).forEach(Delivery::ack);
                    Await.until("space is given back", () -> f.queue().stats().sizeBytes() < before - 1500);
                    assertThat(f.queue().stats().firstPosition()).isZero();
                    taken.get(0).release();
                })
                .step("the first one is there, and then nothing", f -> {
                    assertThat(f.group().lag()).isEqualTo(1);
                    Delivery first = f.take();
                    assertThat(first.payload()).hasSize(1000);
                    first.release();
                })
                .step("a seek finds what is left", f -> {
                    f.group().seek(StartPosition.at(0));
                    Delivery first = f.take();
                    assertThat(first.position()).isZero();
                    first.ack();
                    f.group().poll(10, Duration.ZERO).forEach(Delivery::ack);
                    f.awaitSettled();
                    assertThat(f.group().stats().damaged()).isZero();
                });
    }

    @Scenario
    void withNoGroupNothingIsSettled(Steps steps) {
        steps.queue(queue -> queue.retention(Retention.UNTIL_ACKNOWLEDGED).ttl(Duration.ZERO))
                .step("publish without a group", f -> {
                    f.queue().deleteGroup("workers");
                    publishApart(f, "a", "b", "c");
                })
                .step("a new group gets it all", f -> {
                    ConsumerGroup late = f.queue().declareGroup("late");
                    assertThat(f.take(late, 3)).extracting(Texts::of).containsExactly("a", "b", "c");
                });
    }

    @Scenario
    void settledMessagesStayUntilTheyExpire(Steps steps) {
        steps.queue(queue -> queue.ttl(Duration.ofHours(7)))
                .step("publish and settle", f -> {
                    publishApart(f, "a", "b", "c");
                    f.expect("a", "b", "c");
                })
                .step("they can be read again", f -> {
                    assertThat(f.queue().read(0, 10)).hasSize(3);
                    f.advance(Duration.ofHours(2));
                })
                .step("the oldest expires and goes", f -> {
                    assertThat(f.queue().read(0, 10))
                            .extracting(StoredMessage::position)
                            .doesNotContain(0L);
                    awaitFirst(f, 1);
                });
    }

    @Scenario
    void unsettledMessagesThatExpireGoToo(Steps steps) {
        steps.queue(queue -> queue.ttl(Duration.ofHours(7)))
                .step("publish, and settle nothing", f -> publishApart(f, "a", "b", "c"))
                .step("time passes", f -> f.advance(Duration.ofHours(2)))
                .step("the oldest is gone", f -> {
                    awaitFirst(f, 1);
                    assertThat(f.group().lag()).isEqualTo(2);
                    f.expect("b", "c");
                });
    }

    @Scenario
    void withoutAGroupTheyGoToo(Steps steps) {
        steps.queue(queue -> queue.ttl(Duration.ofHours(7)))
                .step("publish for nobody", f -> {
                    f.queue().deleteGroup("workers");
                    publishApart(f, "a", "b", "c");
                })
                .step("time passes", f -> f.advance(Duration.ofHours(2)))
                .step("the oldest is gone", f -> awaitFirst(f, 1));
    }

    @Scenario
    void whatIsUnderALeaseStays(Steps steps) {
        steps.queue(queue -> queue.ttl(Duration.ofHours(1)).ackTimeout(Duration.ofDays(10)))
                .holding("hold one beyond its time", f -> {
                    f.publish("a");
                    Delivery held = f.take();
                    f.advance(APART);
                    f.publish("b");
                    f.advance(APART);
                    f.publish("c");
                    assertThat(f.group().lag()).isEqualTo(2);
                    assertThat(f.queue().stats().firstPosition()).isZero();
                    held.ack();
                    awaitFirst(f, 2);
                })
                .step("the newest is there", f -> f.expect("c"));
    }

    @Scenario
    void aDelayedMessageOutlivesItsNeighbours(Steps steps) {
        steps.queue(queue -> queue.ttl(Duration.ofHours(3)))
                .step("one is for tomorrow", f -> {
                    publishApart(f, "a");
                    f.queue().publish(Message.text("b").deliverAfter(Duration.ofHours(24)));
                    publishApart(f, "c", "d");
                })
                .step("all others expire", f -> f.advance(Duration.ofHours(19)))
                .step("it comes", f -> {
                    awaitFirst(f, 1);
                    f.advance(Duration.ofHours(1));
                    f.expect("b");
                });
    }

    @Scenario
    void historyBeyondItsBoundGoesOldestFirst(Steps steps) {
        steps.queue(queue -> queue.ttl(Duration.ZERO).retainBytes(20_000))
                .step("publish and settle more than that", f -> {
                    for (int hour = 0; hour < 10; hour++) {
                        f.queue().publishAll(Collections.nCopies(1000, "0123456789"));
                        f.take(hour == 9 ? 999 : 1000).forEach(Delivery::ack);
                        f.advance(APART);
                    }
                })
                .step("the oldest goes", f -> {
                    f.take().ack();
                    Await.until("the oldest is gone", () -> f.queue().stats().firstPosition() >= 8000);
                    f.publish("new");
                    f.expect("new");
                });
    }

    @Scenario
    void historyNobodyHasSettledIsNoHistory(Steps steps) {
        steps.queue(queue -> queue.ttl(Duration.ZERO).retainBytes(1))
                .step("publish, settle one", f -> {
                    publishApart(f, "a", "b", "c");
                    f.take().ack();
                    awaitFirst(f, 1);
                })
                .step("the rest is there", f -> f.expect("b", "c"));
    }

    @Scenario
    void theSpaceOfLettersIsGivenBack(Steps steps) {
        steps.queue(queue -> queue.ttl(Duration.ZERO))
                .step("fail, hours apart", f -> {
                    publishApart(f, "a", "b", "c");
                    for (int i = 0; i < 3; i++) {
                        f.take().nack();
                        f.advance(APART);
                    }
                })
                .step("purge", f -> assertThat(f.queue().deadLetters().purge()).isEqualTo(3))
                .step("fail once more", f -> {
                    f.publish("d");
                    f.take().nack();
                    f.awaitDeadLetters("d");
                    MessageQueue letters = f.deadLetterQueue();
                    Await.until("they are gone", () -> letters.stats().firstPosition() >= 2);
                    assertThat(f.queue().deadLetters().count()).isEqualTo(1);
                });
    }

    @Scenario
    void idsAreKnownThoughTheirMessagesAreNotNeeded(Steps steps) {
        steps.queue(queue -> queue.retention(Retention.UNTIL_ACKNOWLEDGED).deduplication(Duration.ofHours(20)))
                .step("publish with ids, hours apart, and settle", f -> {
                    for (String id : List.of("1", "2", "3", "4")) {
                        f.queue().publish(Message.text(id).id(id));
                        f.take().ack();
                        f.advance(Duration.ofHours(6));
                    }
                })
                .step("what is beyond the window goes", f -> awaitAtLeast(f, 1))
                .step("the others are known", f -> {
                    assertThat(f.queue().publish(Message.text("2").id("2")).duplicate())
                            .isTrue();
                    assertThat(f.queue().publish(Message.text("1").id("1")).duplicate())
                            .isFalse();
                });
    }

    @Scenario(restarts = false)
    void aGroupThatHoldsDiskIsToldOf(Steps steps) {
        steps.queue(queue -> queue.ttl(Duration.ZERO).retention(Retention.UNTIL_ACKNOWLEDGED))
                .step("one group settles, another does not", f -> {
                    f.queue().declareGroup("slow");
                    publishApart(f, "a", "b", "c");
                    f.expect("a", "b", "c");
                    f.advance(Duration.ofHours(17));
                })
                .step("a day has passed, but it is little", f -> {
                    f.advance(Duration.ofHours(2));
                    assertThat(holding(f)).isEmpty();
                })
                .step("now it is more", f -> {
                    publishApart(f, "d".repeat(700_000), "e".repeat(700_000), "f");
                    f.take(f.group(), 3).forEach(Delivery::ack);
                    f.advance(Duration.ofHours(1));
                    assertThat(holding(f)).singleElement().satisfies(event -> {
                        assertThat(event.resource()).isEqualTo("shop.orders/slow");
                        assertThat(event.position()).isZero();
                        assertThat(event.heldBytes()).isGreaterThan(1_400_000);
                    });
                })
                .step("once a day", f -> {
                    f.advance(Duration.ofHours(23));
                    assertThat(holding(f)).hasSize(1);
                    f.advance(Duration.ofHours(1));
                    assertThat(holding(f)).hasSize(2);
                })
                .step("and not once it has settled", f -> {
                    f.take(f.group("slow"), 6).forEach(Delivery::ack);
                    f.advance(Duration.ofDays(3));
                    assertThat(holding(f)).hasSize(2);
                });
    }

    private static List<BrokerEvent.GroupHoldsDisk> holding(Fixture f) {
        return f.broker().events().stream()
                .filter(BrokerEvent.GroupHoldsDisk.class::isInstance)
                .map(BrokerEvent.GroupHoldsDisk.class::cast)
                .toList();
    }

    private static void publishApart(Fixture f, String... texts) {
        for (String text : texts) {
            f.publish(text);
            f.advance(APART);
        }
    }

    private static void awaitAtLeast(Fixture f, long position) {
        f.queue().stats();
        f.advance(Duration.ZERO); // what has expired meanwhile is found by the timer
        Await.until(
                "the first message on the disk is at least " + position,
                () -> f.queue().stats().firstPosition() >= position);
    }

    private static void awaitFirst(Fixture f, long position) {
        f.queue().stats();
        f.advance(Duration.ZERO); // what has expired meanwhile is found by the timer
        Await.until(
                "the first message on the disk is " + position,
                () -> f.queue().stats().firstPosition() == position);
    }
}
