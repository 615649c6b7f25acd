package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.ConsumerGroup;
import io.gortms.Delivery;
import io.gortms.StartPosition;
import io.gortms.contract.harness.Fixture;
import io.gortms.contract.harness.Scenario;
import io.gortms.contract.harness.Scenario.Kind;
import io.gortms.contract.harness.Steps;
import java.time.Duration;
import java.util.List;

/** The two numbers that are kept for each message and group: deliveries and failures. */
class DeliveryCountContractTest {

    private static final Duration ACK_TIMEOUT = Duration.ofSeconds(30);

    @Scenario
    void failedDeliveriesCountAsBoth(Steps steps) {
        steps.step("publish", f -> f.publish("a"))
                .step("fail once", f -> takeCounting(f, 1, 0).nack(Duration.ZERO))
                .step("fail twice", f -> takeCounting(f, 2, 1).nack(Duration.ZERO))
                .step("let a lease expire", f -> {
                    takeCounting(f, 3, 2);
                    f.advance(ACK_TIMEOUT);
                })
                .step("the numbers are there", f -> takeCounting(f, 4, 3).ack());
    }

    @Scenario
    void releasedDeliveriesCountAsNothing(Steps steps) {
        steps.step("publish", f -> f.publish("a"))
                .step("release", f -> takeCounting(f, 1, 0).release())
                .step("release later", f -> takeCounting(f, 1, 0).release(Duration.ZERO))
                .step("fail once", f -> takeCounting(f, 1, 0).nack(Duration.ZERO))
                .step("release", f -> takeCounting(f, 2, 1).release())
                .step("the failure is still known", f -> takeCounting(f, 2, 1).ack());
    }

    @Scenario
    void eachGroupCountsForItself(Steps steps) {
        steps.step("publish for two groups", f -> {
                    f.queue().declareGroup("others");
                    f.publish("a");
                })
                .step("fail in one", f -> takeCounting(f, 1, 0).nack(Duration.ZERO))
                .step("the other knows nothing of it", f -> {
                    takeCounting(f, f.group("others"), 1, 0).ack();
                    takeCounting(f, 2, 1).ack();
                });
    }

    @Scenario
    void whatIsOnlyReadAheadIsNotCounted(Steps steps) {
        steps.step("publish", f -> f.publish("a", "b", "c"))
                .step("take one", f -> f.take().ack())
                .step("the next are at their first delivery", f -> {
                    for (Delivery delivery : f.take(2)) {
                        assertThat(delivery.attempt()).isEqualTo(1);
                        delivery.ack();
                    }
                });
    }

    @Scenario
    void seekForgetsBoth(Steps steps) {
        steps.step("publish", f -> f.publish("a"))
                .step("fail twice", f -> {
                    f.take().nack(Duration.ZERO);
                    f.take().nack(Duration.ZERO);
                })
                .step("seek", f -> f.group().seek(StartPosition.earliest()))
                .step("it is at its first delivery", f -> takeCounting(f, 1, 0).ack());
    }

    @Scenario(on = Kind.DURABLE)
    void closingTakesOpenDeliveriesBack(Steps steps) {
        steps.step("publish and fail the second", f -> {
                    f.publish("a", "b");
                    List<Delivery> taken = f.take(2);
                    taken.get(0).release();
                    taken.get(1).nack(Duration.ZERO);
                })
                .step("close with both open: they are there at once, uncounted", f -> {
                    f.take(2);
                    f.restart();
                    takeCounting(f, 1, 0).ack();
                    takeCounting(f, 2, 1).ack();
                })
                .step("and were settled", f -> f.takesNothing());
    }

    private static Delivery takeCounting(Fixture f, int attempt, int failures) {
        return takeCounting(f, f.group(), attempt, failures);
    }

    private static Delivery takeCounting(Fixture f, ConsumerGroup group, int attempt, int failures) {
        Delivery delivery = f.take(group, 1).get(0);
        assertThat(delivery.attempt()).as("attempt").isEqualTo(attempt);
        assertThat(delivery.failures()).as("failures").isEqualTo(failures);
        return delivery;
    }
}
