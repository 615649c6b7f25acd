package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.Delivery;
import io.gortms.LatencyStats;
import io.gortms.Message;
import io.gortms.contract.harness.Scenario;
import io.gortms.contract.harness.Steps;
import java.time.Duration;
import org.assertj.core.data.Percentage;

/** How long messages take, and how old those are that wait. */
class LatencyContractTest {

    @Scenario(restarts = false)
    void fromPublishingToAcknowledgement(Steps steps) {
        steps.step("nothing was acknowledged yet", f -> {
                    f.publish("a", "b", "c", "d");
                    assertThat(f.group().stats().latency()).isEqualTo(LatencyStats.NONE);
                })
                .step("after 10 ms, 20 ms, 30 ms and a second", f -> {
                    for (int millis : new int[] {10, 10, 10, 970}) {
                        Delivery next = f.take();
                        f.advance(Duration.ofMillis(millis));
                        next.ack();
                    }
                })
                .step("shows at each level", f -> {
                    check(f.group().stats().latency());
                    check(f.queue().stats().deliveries().latency());
                    check(f.domain().stats().deliveries().latency());
                    check(f.broker().stats().deliveries().latency());
                });
    }

    private static void check(LatencyStats latency) {
        assertThat(latency.count()).isEqualTo(4);
        assertClose(latency.p50(), 20);
        assertClose(latency.p90(), 1000);
        assertClose(latency.max(), 1000);
    }

    @Scenario(restarts = false)
    void aDelayIsNoLatency(Steps steps) {
        steps.step("delayed by an hour", f -> {
                    f.queue().publish(Message.text("later").deliverAfter(Duration.ofHours(1)));
                    f.advance(Duration.ofHours(1));
                    Delivery due = f.take();
                    f.advance(Duration.ofMillis(50));
                    due.ack();
                })
                .step("took 50 ms", f -> assertClose(f.group().stats().latency().max(), 50));
    }

    @Scenario
    void theAgeOfTheOldestMessage(Steps steps) {
        steps.step(
                        "nothing waits",
                        f -> assertThat(f.group().stats().oldestUnsettledAge()).isZero())
                .step("two messages, ten minutes apart", f -> {
                    f.publish("a");
                    f.advance(Duration.ofMinutes(10));
                    f.publish("b");
                })
                .step("the first one is as old", f -> {
                    assertThat(f.group().stats().oldestUnsettledAge()).isEqualTo(Duration.ofMinutes(10));
                    assertThat(f.queue().stats().deliveries().oldestUnsettledAge())
                            .isEqualTo(Duration.ofMinutes(10));
                })
                .step("the other one is new", f -> {
                    f.take().ack();
                    assertThat(f.group().stats().oldestUnsettledAge()).isZero();
                })
                .step("and ages, open or not", f -> {
                    f.advance(Duration.ofMinutes(1));
                    assertThat(f.broker().stats().deliveries().oldestUnsettledAge())
                            .isEqualTo(Duration.ofMinutes(1));
                });
    }

    private static void assertClose(Duration actual, long expectedMillis) {
        assertThat(actual.toNanos()).isCloseTo(expectedMillis * 1_000_000, Percentage.withPercentage(1));
    }
}
