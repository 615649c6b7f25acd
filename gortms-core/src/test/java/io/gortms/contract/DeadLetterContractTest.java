package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gortms.ConsumerGroup;
import io.gortms.Delivery;
import io.gortms.Message;
import io.gortms.MessageQueue;
import io.gortms.QueueNotFoundException;
import io.gortms.StoredMessage;
import io.gortms.contract.harness.Await;
import io.gortms.contract.harness.Scenario;
import io.gortms.contract.harness.Steps;
import io.gortms.contract.harness.Texts;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where messages go that a group gives up. */
class DeadLetterContractTest {

    @Scenario
    void theQueueOfLettersFollowsItsOwner(Steps steps) {
        steps.step("a letter", f -> {
                    f.publish("a");
                    f.take().reject("unwanted");
                    f.awaitDeadLetters("a");
                })
                .step("change the owner", f -> f.redeclareQueue(queue -> queue.maxMessageBytes(5_000)))
                .step("another letter", f -> {
                    f.publish("b");
                    f.take().reject("unwanted");
                    f.awaitDeadLetters("a", "b");
                    assertThat(f.deadLetterQueue().options().maxMessageBytes()).isEqualTo(5_000);
                    assertThat(f.deadLetterQueue().options().durability())
                            .isEqualTo(f.queue().options().durability());
                });
    }

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @Scenario
    void aLetterIsTheMessageWithItsStory(Steps steps) {
        steps.step("publish", f -> {
                    f.publish("before");
                    f.take().ack();
                    f.queue()
                            .publish(Message.json("{\"amount\": 9007199254740993}")
                                    .id("ord-1")
                                    .key("customer-7")
                                    .header("trace", "t1")
                                    .header("empty", ""));
                })
                .step("fail", f -> f.take().nack(Duration.ofSeconds(5)))
                .step("and fail for good", f -> {
                    f.advance(Duration.ofSeconds(5));
                    f.take().nack();
                })
                .step("everything is in the letter", f -> {
                    f.awaitDeadLetters("{\"amount\": 9007199254740993}");
                    StoredMessage letter = f.deadLetterQueue().read(0, 1).get(0);
                    assertThat(letter.messageId()).isEqualTo("ord-1");
                    assertThat(letter.key()).isEqualTo("customer-7");
                    assertThat(letter.contentType()).isEqualTo("application/json");
                    assertThat(letter.position()).isZero();
                    assertThat(ownHeaders(letter)).containsExactly(Map.entry("trace", "t1"), Map.entry("empty", ""));
                    assertThat(letter.headers())
                            .containsKey("gortms-dead-reason")
                            .containsEntry("gortms-dead-group", "workers")
                            .containsEntry("gortms-dead-position", "1")
                            .containsEntry("gortms-dead-attempts", "2")
                            .containsEntry("gortms-dead-first-failure", START.toString())
                            .containsEntry(
                                    "gortms-dead-last-failure",
                                    START.plusSeconds(5).toString());
                });
    }

    @Scenario
    void aHandlersExceptionIsInTheLetter(Steps steps) {
        steps.step("fail in a handler", f -> {
                    f.publish("a");
                    f.group().subscribe(delivery -> {
                        throw new IllegalStateException("out of stock");
                    });
                    f.awaitDeadLetters("a");
                })
                .step(
                        "the letter says why",
                        f -> assertThat(f.deadLetterQueue().read(0, 1).get(0).headers())
                                .hasEntrySatisfying(
                                        "gortms-dead-error",
                                        error -> assertThat(error).contains("IllegalStateException", "out of stock"))
                                .hasEntrySatisfying(
                                        "gortms-dead-reason",
                                        reason -> assertThat(reason).isNotEmpty())
                                .containsEntry("gortms-dead-attempts", "1"));
    }

    @Scenario
    void theQueueIsMadeWhenFirstNeeded(Steps steps) {
        steps.step("it is not there", f -> {
                    assertThatThrownBy(f::deadLetterQueue).isInstanceOf(QueueNotFoundException.class);
                    assertThat(f.domain().queues())
                            .extracting(MessageQueue::name)
                            .containsExactly("orders");
                })
                .step("fail", f -> {
                    f.publish("a");
                    f.take().nack();
                    f.awaitDeadLetters("a");
                })
                .step("it is found and listed", f -> {
                    assertThat(f.deadLetterQueue().name()).isEqualTo("orders.dlq");
                    assertThat(f.domain().queues())
                            .extracting(MessageQueue::name)
                            .containsExactly("orders", "orders.dlq");
                });
    }

    @Scenario
    void theQueueIsAsDurableAsItsOwner(Steps steps) {
        steps.step("fail", f -> {
                    f.publish("a");
                    f.take().nack();
                    f.awaitDeadLetters("a");
                })
                .step("its options", f -> {
                    assertThat(f.deadLetterQueue().options().persistent())
                            .isEqualTo(f.queue().options().persistent());
                    assertThat(f.deadLetterQueue().options().durability())
                            .isEqualTo(f.queue().options().durability());
                });
    }

    @Scenario
    void lettersAreReadByGroupsLikeAnyMessage(Steps steps) {
        steps.step("fail twice", f -> {
                    f.publish("a", "b");
                    f.take(2).forEach(Delivery::nack);
                    f.awaitDeadLetters("a", "b");
                })
                .step("a group reads one", f -> {
                    ConsumerGroup readers = f.deadLetterQueue().declareGroup("readers");
                    Delivery first = f.take(readers, 1).get(0);
                    assertThat(Texts.of(first)).isEqualTo("a");
                    assertThat(first.attempt()).isEqualTo(1);
                    first.ack();
                })
                .step("and then the other", f -> {
                    ConsumerGroup readers = f.deadLetterQueue().group("readers");
                    Delivery second = f.take(readers, 1).get(0);
                    assertThat(Texts.of(second)).isEqualTo("b");
                    second.ack();
                    assertThat(readers.lag()).isZero();
                });
    }

    @Scenario
    void aLetterThatFailsComesAgain(Steps steps) {
        steps.step("fail", f -> {
                    f.publish("a");
                    f.take().nack();
                    f.awaitDeadLetters("a");
                })
                .step("the letter fails too", f -> {
                    ConsumerGroup readers = f.deadLetterQueue().declareGroup("readers");
                    f.take(readers, 1).get(0).nack();
                })
                .step("there is no queue behind the dead-letter queue", f -> {
                    assertThat(f.domain().queues())
                            .extracting(MessageQueue::name)
                            .containsExactly("orders", "orders.dlq");
                    assertThat(f.deadLetters()).containsExactly("a");
                })
                .step("it comes again, some time", f -> {
                    f.advance(Duration.ofHours(1));
                    Delivery again =
                            f.take(f.deadLetterQueue().group("readers"), 1).get(0);
                    assertThat(again.attempt()).isEqualTo(2);
                    again.ack();
                });
    }

    @Scenario
    void eachGroupHasItsOwnLetter(Steps steps) {
        steps.step("two groups", f -> {
                    f.queue().declareGroup("others");
                    f.publish("a");
                })
                .step("both give it up", f -> {
                    f.take().nack();
                    f.awaitDeadLetters("a");
                    f.take(f.group("others"), 1).get(0).nack();
                    f.awaitDeadLetters("a", "a");
                })
                .step(
                        "the letters say who",
                        f -> assertThat(f.deadLetterQueue().read(0, 2))
                                .extracting(letter -> letter.headers().get("gortms-dead-group"))
                                .containsExactly("workers", "others"));
    }

    @Scenario
    void aDeadLetterIsSettledForItsGroup(Steps steps) {
        steps.step("fail the second of three", f -> {
                    f.publish("a", "b", "c");
                    List<Delivery> taken = f.take(3);
                    taken.get(0).ack();
                    taken.get(1).nack();
                    taken.get(2).ack();
                    f.awaitDeadLetters("b");
                })
                .step("nothing is left to do", f -> {
                    f.awaitSettled();
                    assertThat(f.group().position()).isEqualTo(3);
                    assertThat(f.group().lag()).isZero();
                    assertThat(f.group().pending()).isZero();
                })
                .step(
                        "the message can still be read",
                        f -> assertThat(f.queue().read(1, 1))
                                .extracting(Texts::of)
                                .containsExactly("b"));
    }

    @Scenario
    void theQueueIsDeletedWithItsOwner(Steps steps) {
        steps.step("fail", f -> {
                    f.publish("a");
                    f.take().nack();
                    f.awaitDeadLetters("a");
                })
                .step("delete the owner", f -> f.domain().deleteQueue("orders"))
                .step("both are gone", f -> assertThat(f.domain().queues()).isEmpty())
                .step("and do not come back", f -> {
                    f.redeclareQueue(queue -> {}).declareGroup("workers");
                    assertThat(f.domain().queues())
                            .extracting(MessageQueue::name)
                            .containsExactly("orders");
                    assertThatThrownBy(f::deadLetterQueue).isInstanceOf(QueueNotFoundException.class);
                });
    }

    @Scenario
    void aReaderOfLettersWaitsForThem(Steps steps) {
        steps.step("fail, with somebody waiting at the dead-letter queue", f -> {
                    f.publish("a", "b");
                    f.take().nack();
                    f.awaitDeadLetters("a");
                    ConsumerGroup readers = f.deadLetterQueue().declareGroup("readers");
                    f.take(readers, 1).get(0).ack();
                    var waiting =
                            f.background(() -> readers.poll(1, Await.LIMIT)).awaitWaiting();
                    f.take().nack();
                    assertThat(waiting.result()).extracting(Texts::of).containsExactly("b");
                    waiting.result().get(0).ack();
                })
                .step(
                        "all letters are read",
                        f -> assertThat(f.deadLetterQueue().group("readers").lag())
                                .isZero());
    }

    private static Map<String, String> ownHeaders(StoredMessage letter) {
        Map<String, String> own = new LinkedHashMap<>(letter.headers());
        own.keySet().removeIf(name -> name.startsWith(Message.RESERVED_HEADER_PREFIX));
        return own;
    }
}
