package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.contract.harness.Fixture;
import io.gortms.contract.harness.Scenario;
import io.gortms.contract.harness.Steps;
import java.time.Duration;

/** The end of what comes again and again. */
class DeliveryLimitContractTest {

    private static final Duration ACK_TIMEOUT = Duration.ofSeconds(30);

    @Scenario
    void expiredLeasesUpToTheLimit(Steps steps) {
        steps.queue(queue -> queue.deliveryLimit(3))
                .step("publish", f -> f.publish("a", "b"))
                .step("first lease expires", f -> letTheFirstExpire(f, 1))
                .step("second lease expires", f -> letTheFirstExpire(f, 2))
                .step("third lease expires", f -> letTheFirstExpire(f, 3))
                .step("it is a dead letter", f -> {
                    f.expect("b");
                    f.awaitDeadLetters("a");
                })
                .step(
                        "that says how often it was tried",
                        f -> assertThat(f.deadLetterQueue().read(0, 1).get(0).headers())
                                .containsEntry("gortms-dead-attempts", "3"));
    }

    @Scenario
    void delayedFailuresUpToTheLimit(Steps steps) {
        steps.queue(queue -> queue.deliveryLimit(2))
                .step("publish", f -> f.publish("a", "b"))
                .step("fail once", f -> f.take().nack(Duration.ofSeconds(1)))
                .step("it comes again, and fails for the last time", f -> {
                    f.advance(Duration.ofSeconds(1));
                    f.take().nack(Duration.ofSeconds(1));
                })
                .step("it is a dead letter", f -> {
                    f.advance(Duration.ofSeconds(1));
                    f.expect("b");
                    f.awaitDeadLetters("a");
                });
    }

    @Scenario
    void theDefaultIsTwenty(Steps steps) {
        steps.step("publish", f -> f.publish("a"))
                .step("fail nineteen times", f -> fail(f, 19))
                .step("fail for the twentieth time", f -> {
                    assertThat(f.deadLetters()).isEmpty();
                    fail(f, 1);
                })
                .step("it is a dead letter", f -> {
                    f.takesNothing();
                    f.awaitDeadLetters("a");
                });
    }

    @Scenario
    void zeroIsNoLimit(Steps steps) {
        steps.queue(queue -> queue.deliveryLimit(0))
                .step("publish", f -> f.publish("a"))
                .step("fail many times", f -> fail(f, 50))
                .step("it still comes", f -> f.expect("a"))
                .step(
                        "no dead letter was made",
                        f -> assertThat(f.deadLetters()).isEmpty());
    }

    @Scenario
    void releasesDoNotCount(Steps steps) {
        steps.queue(queue -> queue.deliveryLimit(2))
                .step("publish", f -> f.publish("a"))
                .step("give it back many times", f -> {
                    for (int time = 0; time < 10; time++) {
                        f.take().release();
                    }
                })
                .step("it still comes", f -> f.expect("a"));
    }

    @Scenario
    void aLoweredLimitActsOnWaitingMessages(Steps steps) {
        steps.step("publish", f -> f.publish("a", "b"))
                .step("fail the first three times", f -> fail(f, 3))
                .step("lower the limit to two", f -> f.redeclareQueue(queue -> queue.deliveryLimit(2)))
                .step("it is a dead letter", f -> {
                    f.expect("b");
                    f.awaitDeadLetters("a");
                });
    }

    private static void letTheFirstExpire(Fixture f, int attempt) {
        assertThat(f.take().attempt()).isEqualTo(attempt);
        f.advance(ACK_TIMEOUT);
    }

    private static void fail(Fixture f, int times) {
        for (int time = 0; time < times; time++) {
            f.take().nack(Duration.ZERO);
        }
    }
}
