package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.Delivery;
import io.gortms.MessageHandler;
import io.gortms.contract.harness.Await;
import io.gortms.contract.harness.Scenario;
import io.gortms.contract.harness.Steps;
import io.gortms.contract.harness.Texts;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;

/** Handlers that return before the work is done. */
class ManualSettleContractTest {

    private static final Duration ACK_TIMEOUT = Duration.ofSeconds(30);

    @Scenario
    void aNormalReturnSettlesNothing(Steps steps) {
        BlockingQueue<Delivery> handed = new LinkedBlockingQueue<>();
        subscribe(steps, handed::add);
        steps.step("publish, and settle later, elsewhere", f -> {
                    f.publish("a", "b");
                    Delivery first = next(handed);
                    Delivery second = next(handed);
                    assertThat(f.group().awaitSettled(Duration.ZERO)).isFalse();
                    assertThat(f.group().pending()).isEqualTo(2);
                    second.ack();
                    first.ack();
                    f.awaitSettled();
                })
                .step("each was handed out once", f -> {
                    assertThat(handed).isEmpty();
                    assertThat(f.group().position()).isEqualTo(2);
                });
    }

    @Scenario
    void theLeaseExpires(Steps steps) {
        BlockingQueue<Delivery> handed = new LinkedBlockingQueue<>();
        subscribe(steps, handed::add);
        steps.step("publish, and do nothing", f -> {
                    f.publish("a");
                    next(handed);
                    f.advance(ACK_TIMEOUT);
                    Delivery again = next(handed);
                    assertThat(again.attempt()).isEqualTo(2);
                    assertThat(again.failures()).isEqualTo(1);
                    again.ack();
                })
                .step("it was settled", f -> assertThat(f.group().lag()).isZero());
    }

    @Scenario
    void anExceptionStillFails(Steps steps) {
        subscribe(steps, delivery -> {
            throw new IllegalStateException("thrown by a test");
        });
        steps.step("publish", f -> {
                    f.publish("a");
                    f.awaitSettled();
                })
                .step("it is a dead letter", f -> assertThat(f.deadLetters()).containsExactly("a"));
    }

    @Scenario
    void aWorkerDoesNotWaitForTheSettlement(Steps steps) {
        List<Delivery> handed = new CopyOnWriteArrayList<>();
        subscribe(steps, handed::add);
        steps.step("publish more than there are workers", f -> {
                    f.publish("a", "b", "c", "d");
                    Await.until("all are handed out", () -> handed.size() == 4);
                    assertThat(handed).extracting(Texts::of).containsExactly("a", "b", "c", "d");
                    handed.forEach(Delivery::ack);
                })
                .step("all are settled", f -> assertThat(f.group().lag()).isZero());
    }

    private static void subscribe(Steps steps, MessageHandler handler) {
        steps.whenOpened(
                f -> f.group().subscribe(options -> options.manualSettle().workerCount(1), handler));
    }

    private static Delivery next(BlockingQueue<Delivery> handed) {
        Await.until("a delivery was handed out", () -> !handed.isEmpty());
        return handed.remove();
    }
}
