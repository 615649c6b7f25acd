package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gortms.Delivery;
import io.gortms.ExpiryAction;
import io.gortms.Message;
import io.gortms.NoDeadLettersException;
import io.gortms.OverflowPolicy;
import io.gortms.RedriveResult;
import io.gortms.StartPosition;
import io.gortms.StoredMessage;
import io.gortms.contract.harness.Fixture;
import io.gortms.contract.harness.Scenario;
import io.gortms.contract.harness.Scenario.Kind;
import io.gortms.contract.harness.Steps;
import io.gortms.contract.harness.Texts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Looking at dead letters, giving them back, and removing them. */
class RedriveContractTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @Scenario
    void aQueueWithoutLettersHasNone(Steps steps) {
        steps.step("ask before anything has failed", f -> {
            assertThat(f.queue().deadLetters().browse(10)).isEmpty();
            assertThat(f.queue().deadLetters().browse(5, 10)).isEmpty();
            assertThat(f.queue().deadLetters().count()).isZero();
            assertThat(f.queue().deadLetters().purge()).isZero();
            assertThat(f.queue().deadLetters().redrive(letter -> true)).isEqualTo(new RedriveResult(0, List.of()));
            assertThat(f.domain().queues()).hasSize(1);
        });
    }

    @Scenario
    void lettersHaveNoLetters(Steps steps) {
        steps.step("ask a dead-letter queue", f -> {
            fail(f, "a");
            assertThatThrownBy(() -> f.deadLetterQueue().deadLetters())
                    .isInstanceOf(NoDeadLettersException.class)
                    .hasMessageContaining("'shop.orders.dlq' holds the dead letters of 'orders'");
        });
    }

    @Scenario
    void browsingIsOldestFirst(Steps steps) {
        steps.step("fail three", f -> fail(f, "a", "b", "c")).step("look at them", f -> {
            assertThat(f.queue().deadLetters().browse(2)).extracting(Texts::of).containsExactly("a", "b");
            assertThat(f.queue().deadLetters().browse(1, 10))
                    .extracting(Texts::of)
                    .containsExactly("b", "c");
            assertThat(f.queue().deadLetters().count()).isEqualTo(3);
            assertThatThrownBy(() -> f.queue().deadLetters().browse(0)).isInstanceOf(IllegalArgumentException.class);
        });
    }

    @Scenario
    void aRedrivenMessageIsAsItWasPublished(Steps steps) {
        steps.step("fail one that has everything", f -> {
                    f.queue()
                            .publish(Message.json("{\"n\": 1}")
                                    .id("ord-1")
                                    .key("customer-7")
                                    .header("trace", "t1"));
                    f.take().nack(Duration.ofSeconds(1));
                    f.advance(Duration.ofSeconds(1));
                    f.take().reject("unwanted");
                    f.awaitDeadLetters("{\"n\": 1}");
                })
                .step("give it back", f -> {
                    f.advance(Duration.ofMinutes(1));
                    assertThat(f.queue().deadLetters().redrive(letter -> true))
                            .isEqualTo(new RedriveResult(1, List.of()));
                })
                .step("it begins anew, at a new position", f -> {
                    Delivery again = f.take();
                    assertThat(again.position()).isEqualTo(1);
                    assertThat(again.messageId()).isEqualTo("ord-1");
                    assertThat(again.key()).isEqualTo("customer-7");
                    assertThat(again.headers()).containsExactly(Map.entry("trace", "t1"));
                    assertThat(again.contentType()).isEqualTo("application/json");
                    assertThat(again.attempt()).isEqualTo(1);
                    assertThat(again.failures()).isZero();
                    assertThat(again.timestamp()).isEqualTo(START.plusSeconds(61));
                    again.ack();
                })
                .step("the letter is gone", f -> {
                    assertThat(f.queue().deadLetters().count()).isZero();
                    assertThat(f.deadLetters()).isEmpty();
                });
    }

    @Scenario
    void onlyTheGroupThatFailedGetsItBack(Steps steps) {
        steps.step("one group fails, the other does not", f -> {
                    f.queue().declareGroup("others");
                    fail(f, "a");
                    f.take(f.group("others"), 1).get(0).ack();
                })
                .step("give it back", f -> f.queue().deadLetters().redrive(letter -> true))
                .step("the other one does not see it, nor count it", f -> {
                    assertThat(f.group("others").lag()).isZero();
                    assertThat(f.group("others").position()).isEqualTo(2);
                    assertThat(f.group("others").poll(10, Duration.ZERO)).isEmpty();
                    assertThat(f.group().lag()).isEqualTo(1);
                })
                .step("the group does", f -> f.expect("a"));
    }

    @Scenario
    void groupsThatComeLaterOrGoBackDoNotCountItEither(Steps steps) {
        steps.queue(queue -> queue.maxSize(2).overflow(OverflowPolicy.REJECT))
                .step("give one back that has a time of its own, and one that has not", f -> {
                    f.queue().declareGroup("others");
                    fail(f, "a");
                    f.queue().publish(Message.text("b").ttl(Duration.ofHours(1)));
                    f.take().nack();
                    f.take(f.group("others"), 2).forEach(Delivery::ack);
                    assertThat(f.queue().deadLetters().redrive(letter -> true).moved())
                            .isEqualTo(2);
                    f.expect("a", "b");
                })
                .step(
                        "another ttl is looked at",
                        f -> f.redeclareQueue(queue ->
                                queue.ttl(Duration.ofDays(2)).maxSize(2).overflow(OverflowPolicy.REJECT)))
                .step("seek, and declare", f -> {
                    f.group("others").seek(StartPosition.at(1));
                    f.queue().declareGroup("new");
                })
                .step("what others were to get is not counted", f -> {
                    assertThat(f.group("others").lag()).isEqualTo(1);
                    assertThat(f.group("new").lag()).isEqualTo(2);
                    assertThat(f.group("others").stats().skipped()).isZero();
                })
                .step("nor waited for", f -> {
                    f.take(f.group("others"), 1).get(0).ack();
                    f.take(f.group("new"), 2).forEach(Delivery::ack);
                    assertThat(f.group("others").position()).isEqualTo(4);
                    assertThat(f.group("new").position()).isEqualTo(4);
                })
                .step("the group that it is for may go back to it", f -> {
                    f.group().seek(StartPosition.at(2));
                    f.expect("a", "b");
                });
    }

    @Scenario
    void aWaitingGroupIsWokenAndTheOthersAreNot(Steps steps) {
        steps.step("redrive while groups wait", f -> {
            f.queue().declareGroup("others");
            fail(f, "a");
            f.take(f.group("others"), 1).get(0).ack();
            var waiting = f.background(() -> f.group().poll(1, Duration.ofSeconds(20)))
                    .awaitWaiting();
            f.queue().deadLetters().redrive(letter -> true);
            assertThat(waiting.result()).extracting(Texts::of).containsExactly("a");
            waiting.result().get(0).ack();
            assertThat(f.group("others").awaitSettled(Duration.ofSeconds(20))).isTrue();
        });
    }

    @Scenario
    void theFilterDecides(Steps steps) {
        steps.step("fail four", f -> fail(f, "a1", "b1", "a2", "b2"))
                .step("give two of them back", f -> {
                    RedriveResult result = f.queue()
                            .deadLetters()
                            .redrive(letter -> Texts.of(letter).startsWith("a"));
                    assertThat(result.moved()).isEqualTo(2);
                })
                .step("they come again, the others stay", f -> {
                    f.expect("a1", "a2");
                    assertThat(f.deadLetters()).containsExactly("b1", "b2");
                    assertThat(f.queue().deadLetters().count()).isEqualTo(2);
                });
    }

    @Scenario
    void aLetterOfAGroupThatIsGoneStays(Steps steps) {
        steps.step("fail in two groups, and delete one", f -> {
                    f.queue().declareGroup("gone");
                    fail(f, "a");
                    f.take(f.group("gone"), 1).get(0).nack();
                    f.awaitDeadLetters("a", "a");
                    f.queue().deleteGroup("gone");
                })
                .step("give both back", f -> {
                    RedriveResult result = f.queue().deadLetters().redrive(letter -> true);
                    assertThat(result.moved()).isEqualTo(1);
                    assertThat(result.notMoved()).singleElement().satisfies(letter -> {
                        assertThat(letter.position()).isEqualTo(1);
                        assertThat(letter.reason()).contains("its group 'gone' is gone");
                    });
                })
                .step("one letter is left", f -> {
                    f.expect("a");
                    assertThat(f.queue().deadLetters().browse(10))
                            .extracting(StoredMessage::position)
                            .containsExactly(1L);
                });
    }

    @Scenario
    void itDoesNotExpireInGroupsThatItIsNotFor(Steps steps) {
        steps.queue(queue -> queue.ttl(Duration.ofHours(1)).expiry(ExpiryAction.DEAD_LETTER))
                .step("fail one, and give it back", f -> {
                    fail(f, "a");
                    f.queue().deadLetters().redrive(letter -> true);
                    f.expect("a");
                })
                .step(
                        "a group that begins before it",
                        f -> f.queue().declareGroup("others", group -> group.startFrom(StartPosition.at(1))))
                .step("an hour later", f -> f.advance(Duration.ofHours(1)))
                .step("it is no letter of that group", f -> {
                    assertThat(f.deadLetters()).isEmpty();
                    assertThat(f.group("others").lag()).isZero();
                    assertThat(f.group("others").stats().deadLettered()).isZero();
                });
    }

    @Scenario
    void theOwnTtlCountsFromTheRedrive(Steps steps) {
        steps.step("fail one that lives for a minute", f -> {
                    f.queue().publish(Message.text("a").ttl(Duration.ofMinutes(1)));
                    f.take().nack();
                    f.awaitDeadLetters("a");
                })
                .step("the letter outlives it", f -> f.advance(Duration.ofMinutes(5)))
                .step("give it back", f -> {
                    assertThat(f.queue().deadLetters().redrive(letter -> true).moved())
                            .isEqualTo(1);
                    f.advance(Duration.ofSeconds(59));
                })
                .step("it is there for a minute more", f -> {
                    f.take().release();
                    f.advance(Duration.ofSeconds(1));
                    f.takesNothing();
                    assertThat(f.group().lag()).isZero();
                });
    }

    @Scenario
    void aRedriveDropsTheTimeOfDelivery(Steps steps) {
        steps.step("fail one that was delayed", f -> {
                    f.queue().publish(Message.text("a").deliverAfter(Duration.ofMinutes(1)));
                    f.advance(Duration.ofMinutes(1));
                    f.take().nack();
                    f.awaitDeadLetters("a");
                    f.queue().deadLetters().redrive(letter -> true);
                })
                .step("it is not delayed again", f -> f.expect("a"));
    }

    @Scenario
    void purgedLettersAreGoneForEverybody(Steps steps) {
        steps.step("two groups at the letters", f -> {
                    fail(f, "a", "b", "c");
                    f.deadLetterQueue().declareGroup("readers");
                    f.deadLetterQueue().declareGroup("idle");
                    f.take(f.deadLetterQueue().group("readers"), 1).get(0).ack();
                })
                .step("purge", f -> assertThat(f.queue().deadLetters().purge()).isEqualTo(3))
                .step("nobody gets them", f -> {
                    assertThat(f.queue().deadLetters().count()).isZero();
                    assertThat(f.deadLetterQueue().read(0, 10)).isEmpty();
                    for (String name : List.of("readers", "idle")) {
                        assertThat(f.deadLetterQueue().group(name).lag()).isZero();
                        assertThat(f.deadLetterQueue().group(name).poll(10, Duration.ZERO))
                                .isEmpty();
                    }
                })
                .step("not after a seek either, nor in a new group", f -> {
                    f.deadLetterQueue().group("idle").seek(StartPosition.at(0));
                    f.deadLetterQueue().declareGroup("new");
                    assertThat(f.deadLetterQueue().group("idle").lag()).isZero();
                    assertThat(f.deadLetterQueue().group("new").lag()).isZero();
                })
                .step("letters that come later are not touched", f -> {
                    fail(f, "d");
                    assertThat(f.queue().deadLetters().count()).isEqualTo(1);
                    assertThat(f.take(f.deadLetterQueue().group("new"), 1)).hasSize(1);
                });
    }

    @Scenario
    void aHoleInTheMiddleIsNotCountedAfterASeek(Steps steps) {
        steps.step("take the middle one of three back", f -> {
                    fail(f, "a", "b", "c");
                    f.deadLetterQueue().declareGroup("readers");
                    f.queue().deadLetters().redrive(letter -> Texts.of(letter).equals("b"));
                    assertThat(f.deadLetterQueue().group("readers").lag()).isEqualTo(2);
                })
                .step("seek", f -> {
                    f.take(f.deadLetterQueue().group("readers"), 2).forEach(Delivery::ack);
                    f.deadLetterQueue().group("readers").seek(StartPosition.earliest());
                    assertThat(f.deadLetterQueue().group("readers").lag()).isEqualTo(2);
                })
                .step("the two others come", f -> {
                    assertThat(f.take(f.deadLetterQueue().group("readers"), 2))
                            .extracting(Texts::of)
                            .containsExactly("a", "c");
                    assertThat(f.deadLetterQueue().group("readers").stats().damaged())
                            .isZero();
                });
    }

    @Scenario
    void manyLettersGoBackInOrder(Steps steps) {
        steps.step("fail many", f -> {
                    for (int i = 0; i < 250; i++) {
                        f.publish(Integer.toString(i));
                    }
                    f.take(250).forEach(Delivery::nack);
                    assertThat(f.queue().deadLetters().count()).isEqualTo(250);
                    assertThat(f.queue().deadLetters().redrive(letter -> true).moved())
                            .isEqualTo(250);
                })
                .step("they come in the order of the letters", f -> {
                    List<Delivery> again = f.take(250);
                    assertThat(again).isSortedAccordingTo((a, b) -> Long.compare(a.position(), b.position()));
                    assertThat(again.get(0)).extracting(Texts::of).isEqualTo("0");
                    assertThat(again.get(249)).extracting(Texts::of).isEqualTo("249");
                    again.forEach(Delivery::ack);
                    assertThat(f.group().lag()).isZero();
                });
    }

    @Scenario(on = Kind.VOLATILE)
    void aFullQueueTakesThem(Steps steps) {
        steps.queue(queue -> queue.maxSize(1)).step("fill the queue, then redrive", f -> {
            fail(f, "a");
            f.publish("b");
            assertThat(f.queue().deadLetters().redrive(letter -> true).moved()).isEqualTo(1);
            f.expect("b", "a");
        });
    }

    private static void fail(Fixture f, String... texts) {
        long before = f.queue().deadLetters().count();
        f.publish(texts);
        f.take(texts.length).forEach(Delivery::nack);
        assertThat(f.queue().deadLetters().count()).isEqualTo(before + texts.length);
    }
}
