package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gortms.BrokerEvent;
import io.gortms.Delivery;
import io.gortms.DeliverySettledException;
import io.gortms.Message;
import io.gortms.OverflowPolicy;
import io.gortms.PublishReceipt;
import io.gortms.QueueFullException;
import io.gortms.Retention;
import io.gortms.StartPosition;
import io.gortms.contract.harness.Await;
import io.gortms.contract.harness.Fixture;
import io.gortms.contract.harness.Scenario;
import io.gortms.contract.harness.Steps;
import io.gortms.contract.harness.Texts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A full queue with {@link OverflowPolicy#DROP_OLDEST}: the newest messages are the ones that stay. */
class DropOldestContractTest {

    @Scenario
    void theOldestGo(Steps steps) {
        bounded(steps, 2)
                .step("four into a queue of two", f -> f.publish("a", "b", "c", "d"))
                .step("the newest two wait", f -> {
                    assertThat(f.group().lag()).isEqualTo(2);
                    assertThat(f.group().position()).isEqualTo(2);
                })
                .step("the others cannot be read any more", f -> reads(f, "c", "d"))
                .step("nor does a new group get them", f -> {
                    f.queue().declareGroup("others");
                    assertThat(f.take(f.group("others"), 2))
                            .extracting(Texts::of)
                            .containsExactly("c", "d");
                })
                .step("they come", f -> f.expect("c", "d"));
    }

    @Scenario(restarts = false)
    void itIsTold(Steps steps) {
        List<BrokerEvent> told = new CopyOnWriteArrayList<>();
        List<PublishReceipt> receipts = new ArrayList<>();
        bounded(steps.listener(told::add), 1)
                .step("two into a queue of one", f -> receipts.addAll(f.publish("a", "b")))
                .step("an event", f -> {
                    Await.until("it is told", () -> !dropped(told).isEmpty());
                    assertThat(dropped(told)).singleElement().satisfies(event -> {
                        assertThat(event.resource()).isEqualTo("shop.orders");
                        assertThat(event.messageId()).isEqualTo(receipts.get(0).messageId());
                        assertThat(event.position()).isZero();
                    });
                })
                .step("a count", f -> assertThat(f.group().stats().dropped()).isEqualTo(1));
    }

    private static List<BrokerEvent.MessageDropped> dropped(List<BrokerEvent> told) {
        return told.stream()
                .filter(BrokerEvent.MessageDropped.class::isInstance)
                .map(BrokerEvent.MessageDropped.class::cast)
                .toList();
    }

    @Scenario
    void whatIsOutGoesToo(Steps steps) {
        bounded(steps, 2)
                .step("fill", f -> f.publish("a", "b"))
                .step("one is out when it goes", f -> {
                    Delivery out = f.take();
                    f.publish("c");
                    assertThatThrownBy(out::ack).isInstanceOf(DeliverySettledException.class);
                    assertThat(f.group().pending()).isZero();
                })
                .step("the others come", f -> f.expect("b", "c"));
    }

    @Scenario
    void theOldestUnsettledOneOfTheSlowestGroupGoes(Steps steps) {
        bounded(steps, 3)
                .step("a second group", f -> f.queue().declareGroup("others"))
                .step("fill", f -> f.publish("a", "b", "c"))
                .step("one settles the first", f -> f.take().ack())
                .step("the other one settles the last two", f -> {
                    List<Delivery> taken = f.take(f.group("others"), 3);
                    taken.get(0).release();
                    taken.get(1).ack();
                    taken.get(2).ack();
                })
                .step("room for one in both", f -> f.publish("d"))
                .step("the slower one has a, b, c, d; it loses its oldest, b, which the other has settled", f -> {
                    f.publish("e");
                    assertThat(f.group().lag()).isEqualTo(3);
                    assertThat(f.group("others").lag()).isEqualTo(3);
                })
                .step("one gets the rest", f -> f.expect("c", "d", "e"))
                .step("the other one too", f -> {
                    List<Delivery> taken = f.take(f.group("others"), 3);
                    assertThat(taken).extracting(Texts::of).containsExactly("a", "d", "e");
                    taken.forEach(Delivery::ack);
                });
    }

    @Scenario
    void aMessageGoesForAllGroups(Steps steps) {
        bounded(steps, 2)
                .step("a second group", f -> f.queue().declareGroup("others"))
                .step("fill, and more", f -> f.publish("a", "b", "c"))
                .step("both have lost it", f -> {
                    f.expect("b", "c");
                    assertThat(f.take(f.group("others"), 2))
                            .extracting(Texts::of)
                            .containsExactly("b", "c");
                });
    }

    @Scenario
    void withoutAGroupTheOldestGoes(Steps steps) {
        bounded(steps, 3)
                .step("no group", f -> f.queue().deleteGroup("workers"))
                .step("fill", f -> {
                    f.queue().publish(Message.text("short").ttl(Duration.ofMinutes(1)));
                    f.publish("a", "b");
                })
                .step("one has expired, so none has to go", f -> {
                    f.advance(Duration.ofMinutes(1));
                    f.publish("c");
                    reads(f, "a", "b", "c");
                })
                .step("the oldest goes", f -> {
                    f.publish("d", "e");
                    reads(f, "c", "d", "e");
                })
                .step("a group gets what is left", f -> {
                    f.queue().declareGroup("workers");
                    assertThat(f.group().lag()).isEqualTo(3);
                    f.expect("c", "d", "e");
                });
    }

    @Scenario
    void whatAGroupGoesBackToGoesToo(Steps steps) {
        steps.queue(queue -> queue.retention(Retention.UNTIL_EXPIRED).maxSize(2).overflow(OverflowPolicy.DROP_OLDEST))
                .step("publish and settle", f -> {
                    for (String text : List.of("a", "b", "c", "d")) {
                        f.publish(text);
                        f.take().ack();
                    }
                })
                .step("go back, which makes the queue more than full", f -> {
                    f.group().seek(StartPosition.at(1));
                    assertThat(f.group().lag()).isEqualTo(3);
                })
                .step("the next publish makes room for itself", f -> {
                    f.publish("e");
                    assertThat(f.group().lag()).isEqualTo(2);
                })
                .step("what went does not come back", f -> {
                    f.group().seek(StartPosition.earliest());
                    assertThat(f.group().lag()).isEqualTo(3);
                    f.expect("a", "d", "e");
                });
    }

    @Scenario
    void whatAHeldKeyHeldBackComes(Steps steps) {
        bounded(steps, 3)
                .step("two of a key, and the first is out when it goes", f -> {
                    f.queue().publish(Message.text("first").key("k"));
                    f.queue().publish(Message.text("second").key("k"));
                    f.publish("c");
                    Delivery out = f.take();
                    assertThat(Texts.of(out)).isEqualTo("first");
                    f.publish("d");
                })
                .step(
                        "the second is free",
                        f -> assertThat(Texts.all(f.take(3))).containsExactlyInAnyOrder("second", "c", "d"));
    }

    @Scenario
    void aPollThatWaitsGetsWhatComes(Steps steps) {
        bounded(steps, 1)
                .step("one is out, and a poll waits", f -> {
                    f.publish("a");
                    f.take();
                    var waiting =
                            f.background(() -> f.group().poll(1, Await.LIMIT)).awaitWaiting();
                    f.publish("b");
                    assertThat(waiting.result()).extracting(Texts::of).containsExactly("b");
                    waiting.result().get(0).ack();
                })
                .step("nothing is left", Fixture::takesNothing);
    }

    @Scenario
    void manyAtOnce(Steps steps) {
        bounded(steps, 3)
                .step("fill", f -> f.publish("a", "b"))
                .step("two push one out", f -> f.queue().publishAll(List.of(Message.text("c"), Message.text("d"))))
                .step(
                        "four never fit",
                        f -> assertThatThrownBy(() -> f.queue().publishAll(List.of(1, 2, 3, 4)))
                                .isInstanceOf(QueueFullException.class))
                .step("the newest three are there", f -> f.expect("b", "c", "d"));
    }

    private static void reads(Fixture f, String... texts) {
        assertThat(f.queue().read(0, 100)).extracting(Texts::of).containsExactly(texts);
    }

    private static Steps bounded(Steps steps, long maxSize) {
        return steps.queue(queue -> queue.maxSize(maxSize).overflow(OverflowPolicy.DROP_OLDEST));
    }
}
