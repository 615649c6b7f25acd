package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gortms.Delivery;
import io.gortms.DeliverySettledException;
import io.gortms.contract.harness.Scenario;
import io.gortms.contract.harness.Steps;
import io.gortms.contract.harness.Texts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** How a delivery ends, and that it ends once. */
class SettlementContractTest {

    private static final Duration DELAY = Duration.ofSeconds(10);
    private static final Duration MOMENT = Duration.ofMillis(1);

    /** Every way to settle or keep a delivery; the text of the payload says which to use. */
    static final Map<String, Consumer<Delivery>> SETTLEMENTS = Map.of(
            "ack", Delivery::ack,
            "nack", Delivery::nack,
            "nack later", delivery -> delivery.nack(DELAY),
            "release", Delivery::release,
            "release later", delivery -> delivery.release(DELAY),
            "reject", delivery -> delivery.reject("unwanted"),
            "extend", delivery -> delivery.extend(DELAY));

    @Scenario
    void ackedMessageIsNotDeliveredAgain(Steps steps) {
        steps.step("publish", f -> f.publish("a", "b"))
                .step("ack the first", f -> f.take().ack())
                .step("the second is next", f -> f.expect("b"))
                .step("nothing is left", f -> {
                    f.takesNothing();
                    assertThat(f.group().lag()).isZero();
                });
    }

    @Scenario
    void acksInAnyOrderAreRemembered(Steps steps) {
        steps.step("publish", f -> f.publish("a", "b", "c", "d", "e"))
                .step("ack the second and the fourth", f -> {
                    List<Delivery> taken = f.take(5);
                    taken.get(3).ack();
                    taken.get(1).ack();
                    List.of(taken.get(4), taken.get(0), taken.get(2)).forEach(Delivery::release);
                })
                .step("the others come again, in order", f -> f.expect("a", "c", "e"));
    }

    @Scenario
    void nackDeadLettersAtOnce(Steps steps) {
        steps.step("publish", f -> f.publish("a", "b"))
                .step("fail the first", f -> f.take().nack())
                .step("it is a dead letter", f -> f.awaitDeadLetters("a"))
                .step("and does not come again", f -> f.expect("b"));
    }

    @Scenario
    void nackWithDelayComesAgainAfterIt(Steps steps) {
        steps.step("publish", f -> f.publish("a", "b"))
                .step("fail the first", f -> f.take().nack(DELAY))
                .step("later ones go on", f -> f.expect("b"))
                .step("it is not there before its time", f -> {
                    f.advance(DELAY.minus(MOMENT));
                    f.takesNothing();
                })
                .step("it is there in time", f -> {
                    f.advance(MOMENT);
                    f.expect("a");
                })
                .step(
                        "no dead letter was made",
                        f -> assertThat(f.deadLetters()).isEmpty());
    }

    @Scenario
    void nackWithZeroDelayComesAgainAtOnce(Steps steps) {
        steps.step("publish", f -> f.publish("a", "b"))
                .step("fail the first", f -> f.take().nack(Duration.ZERO))
                .step("both are there", f -> f.expect("a", "b"));
    }

    @Scenario
    void releasedMessageKeepsItsPlace(Steps steps) {
        steps.step("publish", f -> f.publish("a", "b", "c", "d"))
                .step("give back the first three", f -> {
                    List<Delivery> taken = f.take(3);
                    taken.get(2).release();
                    taken.get(0).release();
                    taken.get(1).release();
                })
                .step("all come in order", f -> f.expect("a", "b", "c", "d"));
    }

    @Scenario
    void releaseWithDelayComesAgainAfterIt(Steps steps) {
        steps.step("publish", f -> f.publish("a", "b"))
                .step("give back the first", f -> f.take().release(DELAY))
                .step("later ones go on", f -> f.expect("b"))
                .step("it is not there before its time", f -> {
                    f.advance(DELAY.minus(MOMENT));
                    f.takesNothing();
                })
                .step("it is there in time, as if for the first time", f -> {
                    f.advance(MOMENT);
                    Delivery again = f.take();
                    assertThat(again.attempt()).isEqualTo(1);
                    assertThat(again.failures()).isZero();
                    again.ack();
                });
    }

    @Scenario
    void rejectDeadLettersAtOnce(Steps steps) {
        steps.step("publish", f -> f.publish("a", "b"))
                .step("reject the first", f -> f.take().reject("wrong address"))
                .step("it is a dead letter with the reason", f -> {
                    f.awaitDeadLetters("a");
                    assertThat(f.deadLetterQueue().read(0, 1).get(0).headers())
                            .containsEntry("gortms-dead-reason", "wrong address");
                })
                .step("and does not come again", f -> f.expect("b"));
    }

    @Scenario
    void aSecondSettlementChangesNothing(Steps steps) {
        steps.step("publish and settle each in its way, then in every way", f -> {
                    for (String first : List.of("ack", "nack", "nack later", "release later", "reject")) {
                        f.publish(first);
                        Delivery delivery = f.take();
                        SETTLEMENTS.get(first).accept(delivery);
                        SETTLEMENTS.forEach((second, settle) -> assertThatThrownBy(() -> settle.accept(delivery))
                                .as("%s after %s", second, first)
                                .isInstanceOfSatisfying(DeliverySettledException.class, settled -> {
                                    assertThat(settled.messageId()).isEqualTo(delivery.messageId());
                                    assertThat(settled.position()).isEqualTo(delivery.position());
                                }));
                    }
                })
                .step("dead letters are made once each", f -> f.awaitDeadLetters("nack", "reject"))
                .step("what has a delay comes again once", f -> {
                    f.advance(DELAY);
                    f.expect("nack later", "release later");
                });
    }

    @Scenario
    void aReleasedDeliveryCannotBeSettled(Steps steps) {
        steps.step("publish", f -> f.publish("a"))
                .step("release and take again", f -> {
                    Delivery first = f.take();
                    first.release();
                    Delivery second = f.take();
                    SETTLEMENTS.forEach((name, settle) -> assertThatThrownBy(() -> settle.accept(first))
                            .as(name)
                            .isInstanceOf(DeliverySettledException.class));
                    second.ack();
                })
                .step("the second settlement counts", f -> {
                    f.takesNothing();
                    assertThat(f.deadLetters()).isEmpty();
                });
    }

    @Scenario
    void anotherThreadMaySettle(Steps steps) {
        steps.step("publish", f -> f.publish("a", "b"))
                .step("ack elsewhere", f -> {
                    Delivery delivery = f.take();
                    f.background(() -> {
                                delivery.ack();
                                return Texts.of(delivery);
                            })
                            .result();
                })
                .step("it was settled", f -> f.expect("b"));
    }

    @Scenario
    void onlyOneOfManyThreadsSettles(Steps steps) {
        steps.step("publish", f -> f.publish("a"))
                .step("settle in two threads", f -> {
                    Delivery delivery = f.take();
                    List<Boolean> won =
                            List.of(f.background(() -> settles(delivery)).result(), settles(delivery));
                    assertThat(won).containsExactlyInAnyOrder(true, false);
                })
                .step("it is gone", f -> f.takesNothing());
    }

    private static boolean settles(Delivery delivery) {
        try {
            delivery.ack();
            return true;
        } catch (DeliverySettledException lost) {
            return false;
        }
    }
}
