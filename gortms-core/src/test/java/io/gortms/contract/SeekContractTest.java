package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gortms.Delivery;
import io.gortms.DeliverySettledException;
import io.gortms.SeekResult;
import io.gortms.StartPosition;
import io.gortms.contract.harness.Await;
import io.gortms.contract.harness.Background;
import io.gortms.contract.harness.Scenario;
import io.gortms.contract.harness.Steps;
import io.gortms.contract.harness.Texts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Moving a group over its queue. */
class SeekContractTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @Scenario
    void backToTheStart(Steps steps) {
        steps.step("publish and settle", f -> {
                    f.publish("a", "b", "c");
                    f.expect("a", "b", "c");
                })
                .step(
                        "seek",
                        f -> assertThat(f.group().seek(StartPosition.earliest()))
                                .isEqualTo(new SeekResult(StartPosition.earliest(), 0, 0)))
                .step("everything is to be settled again", f -> {
                    assertThat(f.group().position()).isZero();
                    assertThat(f.group().lag()).isEqualTo(3);
                    assertThat(f.group().pending()).isZero();
                })
                .step("everything comes again", f -> f.expect("a", "b", "c"));
    }

    @Scenario
    void toThePresent(Steps steps) {
        steps.step("publish", f -> f.publish("a", "b", "c"))
                .step(
                        "seek",
                        f -> assertThat(f.group().seek(StartPosition.latest()))
                                .isEqualTo(new SeekResult(StartPosition.latest(), 3, 0)))
                .step("nothing is left to do", f -> {
                    f.takesNothing();
                    f.awaitSettled();
                    assertThat(f.group().position()).isEqualTo(3);
                })
                .step("what is published now comes", f -> {
                    f.publish("d");
                    f.expect("d");
                });
    }

    @Scenario
    void toAPosition(Steps steps) {
        steps.step("publish and settle", f -> {
                    f.publish("a", "b", "c", "d");
                    f.expect("a", "b", "c", "d");
                })
                .step(
                        "seek back",
                        f -> assertThat(f.group().seek(StartPosition.at(2)))
                                .isEqualTo(new SeekResult(StartPosition.at(2), 2, 0)))
                .step("take one", f -> {
                    Delivery delivery = f.take();
                    assertThat(Texts.of(delivery)).isEqualTo("c");
                    delivery.ack();
                })
                .step("seek on", f -> f.group().seek(StartPosition.at(4)))
                .step("nothing is left to do", f -> assertThat(f.group().lag()).isZero());
    }

    @Scenario
    void beyondTheEndIsTheEnd(Steps steps) {
        steps.step("publish", f -> f.publish("a", "b"))
                .step(
                        "seek",
                        f -> assertThat(f.group().seek(StartPosition.at(Long.MAX_VALUE)))
                                .isEqualTo(new SeekResult(StartPosition.at(Long.MAX_VALUE), 2, 0)))
                .step("what is published now comes", f -> {
                    f.publish("c");
                    f.expect("c");
                });
    }

    @Scenario
    void toAnInstant(Steps steps) {
        steps.step("publish, a second apart, and settle", f -> {
                    for (String text : List.of("a", "b", "c")) {
                        f.publish(text);
                        f.advance(Duration.ofSeconds(1));
                    }
                    f.expect("a", "b", "c");
                })
                .step("seek to the second one's", f -> {
                    StartPosition target = StartPosition.since(START.plusSeconds(1));
                    assertThat(f.group().seek(target)).isEqualTo(new SeekResult(target, 1, 0));
                    f.expect("b", "c");
                })
                .step("seek to just behind it", f -> {
                    StartPosition target =
                            StartPosition.since(START.plusSeconds(1).plusNanos(1_000));
                    assertThat(f.group().seek(target).actual()).isEqualTo(2);
                    f.expect("c");
                })
                .step(
                        "seek to the future",
                        f -> assertThat(f.group()
                                        .seek(StartPosition.since(START.plusSeconds(60)))
                                        .actual())
                                .isEqualTo(3));
    }

    @Scenario
    void anEmptyQueue(Steps steps) {
        steps.step("seek anywhere", f -> {
                    for (StartPosition target : List.of(
                            StartPosition.earliest(),
                            StartPosition.latest(),
                            StartPosition.at(7),
                            StartPosition.since(START))) {
                        assertThat(f.group().seek(target)).isEqualTo(new SeekResult(target, 0, 0));
                    }
                })
                .step("publish", f -> f.publish("a"))
                .step("it comes", f -> f.expect("a"));
    }

    @Scenario
    void openDeliveriesAreRevoked(Steps steps) {
        steps.step("publish", f -> f.publish("a", "b"))
                .step("seek with both open", f -> {
                    List<Delivery> revoked = f.take(2);
                    f.group().seek(StartPosition.earliest());
                    for (Delivery delivery : revoked) {
                        SettlementContractTest.SETTLEMENTS.forEach(
                                (name, settle) -> assertThatThrownBy(() -> settle.accept(delivery))
                                        .as(name)
                                        .isInstanceOf(DeliverySettledException.class));
                    }
                    assertThat(f.group().pending()).isZero();
                })
                .step("both come again, as if for the first time", f -> {
                    List<Delivery> again = f.take(2);
                    assertThat(again).extracting(Delivery::attempt).containsOnly(1);
                    assertThat(again).extracting(Delivery::failures).containsOnly(0);
                    again.forEach(Delivery::ack);
                });
    }

    @Scenario
    void waitingRetriesAreForgotten(Steps steps) {
        steps.step("publish and fail for later", f -> {
                    f.publish("a", "b");
                    f.take(2).forEach(delivery -> delivery.nack(Duration.ofHours(1)));
                    assertThat(f.group().pending()).isEqualTo(2);
                })
                .step("seek", f -> {
                    f.group().seek(StartPosition.at(1));
                    assertThat(f.group().pending()).isZero();
                })
                .step("the second comes at once", f -> f.expect("b"))
                .step("and neither when its time has come", f -> {
                    f.advance(Duration.ofHours(1));
                    f.takesNothing();
                    f.awaitSettled();
                });
    }

    @Scenario
    void holesAreForgotten(Steps steps) {
        steps.step("settle out of order", f -> {
                    f.publish("a", "b", "c", "d", "e");
                    List<Delivery> taken = f.take(5);
                    taken.get(1).ack();
                    taken.get(3).ack();
                    List.of(taken.get(0), taken.get(2), taken.get(4)).forEach(Delivery::release);
                })
                .step("seek into the middle", f -> f.group().seek(StartPosition.at(2)))
                .step("everything below counts as settled", f -> {
                    assertThat(f.group().position()).isEqualTo(2);
                    assertThat(f.group().lag()).isEqualTo(3);
                })
                .step("everything behind it comes", f -> f.expect("c", "d", "e"));
    }

    @Scenario
    void deadLettersStay(Steps steps) {
        steps.step("fail", f -> {
                    f.publish("a");
                    f.take().nack();
                    f.awaitDeadLetters("a");
                })
                .step("seek", f -> f.group().seek(StartPosition.earliest()))
                .step("the message comes again, the letter is there", f -> {
                    f.expect("a");
                    assertThat(f.deadLetters()).containsExactly("a");
                });
    }

    @Scenario
    void otherGroupsStay(Steps steps) {
        steps.step("two groups settle", f -> {
                    f.queue().declareGroup("others");
                    f.publish("a");
                    f.take(f.group("others"), 1).get(0).ack();
                    f.expect("a");
                })
                .step("one seeks", f -> f.group().seek(StartPosition.earliest()))
                .step("the other has nothing to do", f -> {
                    assertThat(f.group("others").lag()).isZero();
                    f.expect("a");
                });
    }

    @Scenario
    void aWaitingPollWakes(Steps steps) {
        steps.step("publish and settle", f -> {
                    f.publish("a");
                    f.expect("a");
                })
                .step("wait, then seek", f -> {
                    Background<List<Delivery>> waiting =
                            f.background(() -> f.group().poll(1, Await.LIMIT)).awaitWaiting();
                    f.group().seek(StartPosition.earliest());
                    assertThat(waiting.result()).extracting(Texts::of).containsExactly("a");
                    waiting.result().forEach(Delivery::ack);
                });
    }

    @Scenario(restarts = false)
    void whatIsPassedOverIsCounted(Steps steps) {
        steps.step("seek over two of three", f -> {
            f.publish("a", "b", "c");
            f.take().ack();
            f.group().seek(StartPosition.latest());
            assertThat(f.group().stats().skipped()).isEqualTo(2);
        });
    }
}
