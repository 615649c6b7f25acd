package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gortms.Delivery;
import io.gortms.ManualClock;
import io.gortms.Message;
import io.gortms.PublishReceipt;
import io.gortms.contract.harness.Await;
import io.gortms.contract.harness.Background;
import io.gortms.contract.harness.Fixture;
import io.gortms.contract.harness.Scenario;
import io.gortms.contract.harness.Steps;
import io.gortms.contract.harness.Texts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Messages that are not to be delivered yet. */
class DelayContractTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration MOMENT = Duration.ofMillis(1);

    @Scenario
    void aDelayCountsFromWhenThereWasRoom(Steps steps) {
        steps.queue(queue -> queue.maxSize(1));
        steps.step("wait for room for five minutes", f -> {
            f.publish("first");
            Background<PublishReceipt> blocked = f.background(
                            () -> f.queue().publish(Message.text("late").deliverAfter(Duration.ofMinutes(1))))
                    .awaitWaiting();
            f.advance(Duration.ofMinutes(5));
            f.take().ack();
            blocked.result();
            f.takesNothing();
            f.advance(Duration.ofSeconds(59));
            f.takesNothing();
        });
        steps.step("a minute after it was stored", f -> {
            f.advance(Duration.ofSeconds(1));
            f.expect("late");
        });
    }

    @Scenario
    void notBeforeItsTime(Steps steps) {
        steps.step("publish", f -> {
                    f.queue().publish(Message.text("late").deliverAfter(HOUR));
                    f.publish("now");
                })
                .step("others go on", f -> f.expect("now"))
                .step("a moment before", f -> {
                    f.advance(HOUR.minus(MOMENT));
                    f.takesNothing();
                })
                .step("its time has come", f -> {
                    f.advance(MOMENT);
                    Delivery late = f.take();
                    assertThat(Texts.of(late)).isEqualTo("late");
                    assertThat(late.attempt()).isEqualTo(1);
                    late.ack();
                });
    }

    @Scenario
    void atAnInstant(Steps steps) {
        ManualClock clock = new ManualClock();
        steps.clock(clock)
                .step(
                        "publish",
                        f -> f.queue()
                                .publish(Message.text("late")
                                        .deliverAt(clock.instant().plus(HOUR))))
                .step("not yet", Fixture::takesNothing)
                .step("its time has come", f -> {
                    f.advance(HOUR);
                    f.expect("late");
                });
    }

    @Scenario
    void anInstantThatHasPassedIsNow(Steps steps) {
        steps.step("publish", f -> f.queue().publish(Message.text("a").deliverAt(Instant.EPOCH.plusSeconds(1))))
                .step("at once", f -> f.expect("a"));
    }

    @Scenario
    void waitingIsNotPendingButLag(Steps steps) {
        steps.step("publish", f -> f.queue().publish(Message.text("late").deliverAfter(HOUR)))
                .step("look", f -> {
                    f.takesNothing();
                    assertThat(f.group().lag()).isEqualTo(1);
                    assertThat(f.group().pending()).isZero();
                });
    }

    @Scenario
    void itsAgeCountsFromItsTime(Steps steps) {
        steps.queue(queue -> queue.ttl(HOUR))
                .step("publish", f -> f.queue().publish(Message.text("late").deliverAfter(HOUR.multipliedBy(5))))
                .step("younger ones expire before it", f -> {
                    f.publish("now");
                    f.advance(HOUR.multipliedBy(5));
                    f.publish("later");
                })
                .step("alive", f -> {
                    f.advance(HOUR.minus(MOMENT));
                    assertThat(f.queue().read(0, 10)).extracting(Texts::of).containsExactly("late", "later");
                    f.expect("late", "later");
                });
    }

    @Scenario
    void itExpiresAnHourAfterItsTime(Steps steps) {
        steps.queue(queue -> queue.ttl(HOUR))
                .step("publish", f -> f.queue().publish(Message.text("late").deliverAfter(HOUR)))
                .step("too late", f -> {
                    f.advance(HOUR.plus(HOUR));
                    f.takesNothing();
                    assertThat(f.group().lag()).isZero();
                });
    }

    @Scenario
    void inTheOrderOfTheirTimes(Steps steps) {
        steps.step("publish", f -> {
                    f.queue().publish(Message.text("c").deliverAfter(Duration.ofSeconds(3)));
                    f.queue().publish(Message.text("a").deliverAfter(Duration.ofSeconds(1)));
                    f.queue().publish(Message.text("b").deliverAfter(Duration.ofSeconds(2)));
                })
                .step("one after another", f -> {
                    f.takesNothing();
                    f.advance(Duration.ofSeconds(1));
                    f.expect("a");
                    f.advance(Duration.ofSeconds(1));
                    f.expect("b");
                    f.advance(Duration.ofSeconds(1));
                    f.expect("c");
                });
    }

    @Scenario(restarts = false)
    void aWaitingPollWakes(Steps steps) {
        steps.step("wait for it", f -> {
            f.queue().publish(Message.text("late").deliverAfter(HOUR));
            Background<List<Delivery>> poll = f.background(() -> f.group().poll(1, Await.LIMIT));
            f.advance(HOUR);
            assertThat(poll.result()).extracting(Texts::of).containsExactly("late");
        });
    }

    @Scenario
    void aHandlerGetsItInTime(Steps steps) {
        steps.whenOpened(f -> f.group().subscribe(delivery -> {}))
                .step("publish", f -> f.queue().publish(Message.text("late").deliverAfter(HOUR)))
                .step("wait", f -> {
                    assertThat(f.group().lag()).isEqualTo(1);
                    f.advance(HOUR);
                    f.awaitSettled();
                });
    }

    @Scenario(restarts = false)
    void aDelayIsNotNegative(Steps steps) {
        steps.step(
                "try",
                f -> assertThatIllegalArgumentException()
                        .isThrownBy(() -> f.queue().publish(Message.text("a").deliverAfter(Duration.ofSeconds(-1))))
                        .withMessageContaining("PT-1S"));
    }
}
