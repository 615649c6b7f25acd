package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.Delivery;
import io.gortms.contract.harness.Await;
import io.gortms.contract.harness.Background;
import io.gortms.contract.harness.Gate;
import io.gortms.contract.harness.Scenario;
import io.gortms.contract.harness.Steps;
import io.gortms.contract.harness.Texts;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A paused group keeps its messages. */
class PauseContractTest {

    @Scenario
    void nothingIsHandedOut(Steps steps) {
        steps.step("pause and publish", f -> {
                    f.group().pause();
                    f.group().pause();
                    f.publish("a", "b");
                })
                .step("nothing comes", f -> {
                    assertThat(f.group().isPaused()).isTrue();
                    assertThat(f.group().stats().paused()).isTrue();
                    f.takesNothing();
                    assertThat(f.group().lag()).isEqualTo(2);
                })
                .step("resume", f -> {
                    f.group().resume();
                    f.group().resume();
                    assertThat(f.group().isPaused()).isFalse();
                })
                .step("all come", f -> f.expect("a", "b"));
    }

    @Scenario
    void handlersStandStill(Steps steps) {
        List<String> handled = new CopyOnWriteArrayList<>();
        steps.whenOpened(f -> f.group()
                        .subscribe(options -> options.workerCount(1), delivery -> handled.add(Texts.of(delivery))))
                .step("pause and publish", f -> {
                    f.group().pause();
                    f.publish("a", "b");
                })
                .step("nothing is settled", f -> {
                    assertThat(f.group().awaitSettled(Duration.ZERO)).isFalse();
                    assertThat(handled).isEmpty();
                })
                .step("resume: they go on", f -> {
                    f.group().resume();
                    f.awaitSettled();
                    assertThat(handled).containsExactly("a", "b");
                });
    }

    @Scenario
    void aWaitingPollWakesOnResume(Steps steps) {
        steps.step("pause and publish", f -> {
                    f.group().pause();
                    f.publish("a");
                })
                .step("wait, then resume", f -> {
                    Background<List<Delivery>> waiting =
                            f.background(() -> f.group().poll(1, Await.LIMIT)).awaitWaiting();
                    f.group().resume();
                    assertThat(waiting.result()).extracting(Texts::of).containsExactly("a");
                    waiting.result().forEach(Delivery::ack);
                });
    }

    @Scenario
    void whatIsOutMayBeSettled(Steps steps) {
        steps.step("take, pause, settle", f -> {
                    f.publish("a", "b", "c");
                    List<Delivery> taken = f.take(2);
                    f.group().pause();
                    taken.get(0).ack();
                    taken.get(1).nack(Duration.ZERO);
                    f.takesNothing();
                })
                .step("resume", f -> f.group().resume())
                .step("the rest comes", f -> f.expect("b", "c"));
    }

    @Scenario(restarts = false)
    void aRunningHandlerFinishes(Steps steps) {
        Gate gate = new Gate();
        steps.whenOpened(f -> f.group().subscribe(options -> options.workerCount(1), gate::pass))
                .step("pause while a handler runs", f -> {
                    f.publish("a", "b");
                    gate.awaitWaiting(1);
                    f.group().pause();
                    gate.open();
                    Await.until("the first is settled", () -> f.group().position() == 1);
                    assertThat(f.group().awaitSettled(Duration.ZERO)).isFalse();
                    assertThat(gate.passed()).isEqualTo(1);
                })
                .step("resume", f -> {
                    f.group().resume();
                    f.awaitSettled();
                    assertThat(gate.passed()).isEqualTo(2);
                });
    }

    @Scenario
    void aDelayGoesOn(Steps steps) {
        steps.step("fail for later, pause, let the time come", f -> {
                    f.publish("a");
                    f.take().nack(Duration.ofMinutes(1));
                    f.group().pause();
                    f.advance(Duration.ofMinutes(1));
                    f.takesNothing();
                })
                .step("resume: it is due", f -> {
                    f.group().resume();
                    f.expect("a");
                });
    }

    @Scenario
    void aLeaseGoesOn(Steps steps) {
        steps.step("take, pause, let the lease expire", f -> {
                    f.publish("a");
                    f.take();
                    f.group().pause();
                    f.advance(Duration.ofSeconds(30));
                    f.takesNothing();
                })
                .step("resume: it comes again", f -> {
                    f.group().resume();
                    Delivery again = f.take();
                    assertThat(again.attempt()).isEqualTo(2);
                    again.ack();
                });
    }

    @Scenario
    void onlyTheGroupThatIsPaused(Steps steps) {
        steps.step("pause, declare another", f -> {
                    f.group().pause();
                    f.queue().declareGroup("others");
                    f.publish("a");
                })
                .step("the other is not", f -> {
                    assertThat(f.group("others").isPaused()).isFalse();
                    f.take(f.group("others"), 1).get(0).ack();
                    f.takesNothing();
                });
    }
}
