package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.Delivery;
import io.gortms.StartPosition;
import io.gortms.contract.harness.Await;
import io.gortms.contract.harness.Background;
import io.gortms.contract.harness.Fixture;
import io.gortms.contract.harness.Scenario;
import io.gortms.contract.harness.Steps;
import java.time.Duration;
import java.util.List;

/** Waiting until a group has done its work. */
class AwaitSettledContractTest {

    @Scenario
    void nothingToDo(Steps steps) {
        steps.step(
                        "an empty queue",
                        f -> assertThat(f.group().awaitSettled(Duration.ZERO)).isTrue())
                .step("a settled one", f -> {
                    f.publish("a");
                    f.expect("a");
                    assertThat(f.group().awaitSettled(Duration.ZERO)).isTrue();
                });
    }

    @Scenario
    void theWaitIsBounded(Steps steps) {
        steps.step("publish", f -> f.publish("a")).step("nobody settles it", f -> {
            assertThat(f.group().awaitSettled(Duration.ZERO)).isFalse();
            assertThat(f.group().awaitSettled(Duration.ofMillis(5))).isFalse();
        });
    }

    @Scenario
    void theLastSettlementEndsIt(Steps steps) {
        steps.step("publish", f -> f.publish("a", "b")).step("wait, then settle, in any order", f -> {
            List<Delivery> taken = f.take(2);
            Background<Boolean> waiting = waiting(f);
            taken.get(1).ack();
            assertThat(waiting.isRunning()).isTrue();
            taken.get(0).ack();
            assertThat(waiting.result()).isTrue();
        });
    }

    @Scenario
    void aDeadLetterIsSettled(Steps steps) {
        steps.step("publish", f -> f.publish("a")).step("wait, then fail", f -> {
            Delivery delivery = f.take();
            Background<Boolean> waiting = waiting(f);
            delivery.nack();
            assertThat(waiting.result()).isTrue();
            assertThat(f.deadLetters()).containsExactly("a");
        });
    }

    @Scenario
    void aRetryIsNot(Steps steps) {
        steps.step("fail for later", f -> {
                    f.publish("a");
                    f.take().nack(Duration.ofHours(1));
                })
                .step(
                        "it is still to be done",
                        f -> assertThat(f.group().awaitSettled(Duration.ZERO)).isFalse());
    }

    @Scenario
    void whatComesLaterIsNotWaitedFor(Steps steps) {
        steps.step("publish", f -> f.publish("a")).step("wait, publish more, settle the first", f -> {
            Delivery first = f.take();
            Background<Boolean> waiting = waiting(f);
            f.publish("b");
            first.ack();
            assertThat(waiting.result()).isTrue();
            assertThat(f.group().lag()).isEqualTo(1);
        });
    }

    @Scenario
    void aSeekOverTheRestEndsIt(Steps steps) {
        steps.step("publish", f -> f.publish("a", "b")).step("wait, then seek", f -> {
            Background<Boolean> waiting = waiting(f);
            f.group().seek(StartPosition.latest());
            assertThat(waiting.result()).isTrue();
        });
    }

    @Scenario
    void anInterruptEndsIt(Steps steps) {
        steps.step("publish", f -> f.publish("a")).step("wait, then interrupt", f -> {
            Background<Boolean> waiting = f.background(() -> !f.group().awaitSettled(Await.LIMIT)
                            && Thread.currentThread().isInterrupted())
                    .awaitWaiting();
            waiting.interrupt();
            assertThat(waiting.result()).isTrue();
        });
    }

    private static Background<Boolean> waiting(Fixture f) {
        return f.background(() -> f.group().awaitSettled(Await.LIMIT)).awaitWaiting();
    }
}
