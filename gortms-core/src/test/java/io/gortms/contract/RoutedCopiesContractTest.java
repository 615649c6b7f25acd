package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gortms.Delivery;
import io.gortms.Durability;
import io.gortms.Message;
import io.gortms.MessageTooLargeException;
import io.gortms.OverflowPolicy;
import io.gortms.PublishReceipt;
import io.gortms.QueueFullException;
import io.gortms.contract.harness.Background;
import io.gortms.contract.harness.Scenario;
import io.gortms.contract.harness.Steps;
import io.gortms.contract.harness.Texts;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What becomes of the copies that rules make: where there is no room, where ids are known, where they wait. */
class RoutedCopiesContractTest {

    @Scenario
    void roomIsMadeSureOfEverywhereFirst(Steps steps) {
        steps.whenOpened(f -> {
            f.declareQueue("copies", queue -> queue.maxSize(1).overflow(OverflowPolicy.REJECT));
            f.declareQueue("b-copies", queue -> {});
        });
        steps.step("one fits", f -> {
                    f.domain().route("orders").to("copies");
                    f.domain().route("orders").to("b-copies");
                    f.publish("a");
                })
                .step("the next does not", f -> {
                    assertThatThrownBy(() -> f.publish("b"))
                            .isInstanceOf(QueueFullException.class)
                            .hasMessageContaining("shop.copies");
                    assertThatThrownBy(() -> f.queue().publishAll(List.of("b", "c")))
                            .isInstanceOf(QueueFullException.class);
                })
                .step("nothing of it is anywhere", f -> {
                    Stream.of("orders", "copies", "b-copies")
                            .forEach(queue -> assertThat(f.texts(queue)).containsExactly("a"));
                })
                .step("kept room is given back", f -> {
                    f.domain()
                            .queue("copies")
                            .declareGroup("g")
                            .poll(1, Duration.ZERO)
                            .forEach(Delivery::ack);
                    f.publish("d");
                    assertThat(f.texts("b-copies")).containsExactly("a", "d");
                });
    }

    @Scenario
    void aFullDestinationMakesThePublisherWait(Steps steps) {
        steps.whenOpened(
                f -> f.declareQueue("copies", queue -> queue.maxSize(1)).declareGroup("g"));
        steps.step("fill", f -> {
                    f.domain().route("orders").to("copies");
                    f.publish("a");
                })
                .step("wait, and be let in", f -> {
                    Background<List<PublishReceipt>> blocked =
                            f.background(() -> f.publish("b")).awaitWaiting();
                    assertThat(f.texts("orders")).containsExactly("a");
                    f.take(f.domain().queue("copies").group("g"), 1).get(0).ack();
                    assertThat(blocked.result()).hasSize(1);
                    assertThat(f.texts("orders")).containsExactly("a", "b");
                    assertThat(f.texts("copies")).contains("b");
                });
    }

    @Scenario
    void theOldestCopyGoesIfTheDestinationSaysSo(Steps steps) {
        steps.whenOpened(f -> f.declareQueue("copies", queue -> queue.maxSize(2).overflow(OverflowPolicy.DROP_OLDEST))
                .declareGroup("g"));
        steps.step("more than fit", f -> {
                    f.domain().route("orders").to("copies");
                    f.publish("a", "b", "c");
                    f.queue().publishAll(List.of(Message.text("d"), Message.text("e")));
                    assertThatThrownBy(() -> f.queue().publishAll(List.of("x", "y", "z")))
                            .isInstanceOf(QueueFullException.class);
                })
                .step("the newest are there", f -> {
                    assertThat(f.take(f.domain().queue("copies").group("g"), 2))
                            .extracting(Texts::of)
                            .containsExactly("d", "e");
                    assertThat(f.texts("orders")).containsExactly("a", "b", "c", "d", "e");
                });
    }

    @Scenario
    void aDuplicateMakesNoCopies(Steps steps) {
        steps.queue(queue -> queue.deduplication(Duration.ofMinutes(5)));
        steps.whenOpened(f -> f.declareQueues("copies"))
                .step("once", f -> {
                    f.domain().route("orders").to("copies");
                    f.queue().publish(Message.text("a").id("id-1"));
                })
                .step(
                        "again",
                        f -> assertThat(f.queue()
                                        .publish(Message.text("b").id("id-1"))
                                        .duplicate())
                                .isTrue())
                .step("and in a batch", f -> {
                    List<PublishReceipt> receipts = f.queue()
                            .publishAll(List.of(
                                    Message.text("c").id("id-1"),
                                    Message.text("d").id("id-2"),
                                    Message.text("e").id("id-2")));
                    assertThat(receipts).extracting(PublishReceipt::duplicate).containsExactly(true, false, true);
                    assertThat(receipts).extracting(PublishReceipt::position).containsExactly(0L, 1L, 1L);
                })
                .step("one copy of each", f -> {
                    assertThat(f.texts("orders")).containsExactly("a", "d");
                    assertThat(f.texts("copies")).containsExactly("a", "d");
                });
    }

    @Scenario
    void copiesAreDuplicatesOfNothing(Steps steps) {
        steps.whenOpened(f -> f.declareQueue("copies", queue -> queue.deduplication(Duration.ofMinutes(5))));
        steps.step("the same id at both", f -> {
                    f.domain().route("orders").to("copies");
                    f.queue().publish(Message.text("a").id("id-1"));
                    f.queue().publish(Message.text("b").id("id-1"));
                })
                .step("a copy's id was not published there", f -> {
                    assertThat(f.domain()
                                    .queue("copies")
                                    .publish(Message.text("c").id("id-1"))
                                    .duplicate())
                            .isFalse();
                    assertThat(f.texts("copies")).containsExactly("a", "b", "c");
                });
    }

    @Scenario
    void aCopyThatIsTooLargeIsRefusedBeforeAnythingIsStored(Steps steps) {
        steps.whenOpened(f -> f.declareQueue("copies", queue -> queue.maxMessageBytes(10)));
        steps.step("publish", f -> {
            f.domain().route("orders").to("copies");
            assertThatThrownBy(() -> f.publish("more than ten bytes"))
                    .isInstanceOf(MessageTooLargeException.class)
                    .hasMessageContaining("shop.copies");
            assertThat(f.texts("orders")).isEmpty();
            f.publish("few");
            assertThat(f.texts("copies")).containsExactly("few");
        });
    }

    @Scenario
    void deadLettersAndRedrivesAreNotRouted(Steps steps) {
        steps.whenOpened(f -> f.declareQueues("copies"))
                .step("publish and fail", f -> {
                    f.domain().route("orders").to("copies");
                    f.publish("a");
                    f.take().nack();
                    f.awaitDeadLetters("a");
                })
                .step("redrive", f -> {
                    assertThat(f.queue().deadLetters().redrive(letter -> true).moved())
                            .isEqualTo(1);
                    f.expect("a");
                    assertThat(f.texts("copies")).containsExactly("a");
                });
    }

    @Scenario
    void delayedMessagesAreCopiedWithTheirTime(Steps steps) {
        steps.whenOpened(f -> f.declareQueue("copies", queue -> {}).declareGroup("g"));
        steps.step("publish", f -> {
                    f.domain().route("orders").to("copies");
                    f.queue().publish(Message.text("later").deliverAfter(Duration.ofMinutes(1)));
                    assertThat(f.domain().queue("copies").group("g").poll(1, Duration.ZERO))
                            .isEmpty();
                })
                .step("a minute later", f -> {
                    f.advance(Duration.ofMinutes(1));
                    assertThat(f.take(f.domain().queue("copies").group("g"), 1))
                            .extracting(Texts::of)
                            .containsExactly("later");
                });
    }

    @Scenario(on = Scenario.Kind.DURABLE)
    void durableQueuesWaitForTheBarriersOfTheCopiesFirst(Steps steps) {
        steps.queue(queue -> queue.durability(Durability.POWER_LOSS));
        steps.whenOpened(f -> f.declareQueue("copies", queue -> queue.durability(Durability.POWER_LOSS)));
        steps.step("publish", f -> {
                    f.domain().route("orders").to("copies");
                    f.publish("a");
                    f.queue().publishAsync(Message.text("b")).join();
                })
                .step("both", f -> {
                    assertThat(f.texts("orders")).containsExactly("a", "b");
                    assertThat(f.texts("copies")).containsExactly("a", "b");
                });
    }
}
