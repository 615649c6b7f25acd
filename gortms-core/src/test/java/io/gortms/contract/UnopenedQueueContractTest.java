package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.BrokerStats;
import io.gortms.Granularity;
import io.gortms.Resources;
import io.gortms.StatisticsFrame;
import io.gortms.StatisticsPeriod;
import io.gortms.contract.harness.Scenario;
import io.gortms.contract.harness.Steps;
import java.time.Duration;
import java.time.Instant;

/** Statistics of queues that nobody has used since the start: what was known at the end of the last run. */
class UnopenedQueueContractTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @Scenario(on = Scenario.Kind.DURABLE, restarts = false)
    void areThoseOfTheLastRunAndSaySo(Steps steps) {
        steps.queue(queue -> queue.maxSize(4))
                .step("four messages, one of them settled by one group", f -> {
                    f.queue().declareGroup("others");
                    f.publish("a", "b", "c", "d");
                    f.take().ack();
                    f.restartAfter(Duration.ofMinutes(5));
                })
                .step("the broker knows without opening it", f -> {
                    BrokerStats stats = f.broker().stats();
                    assertThat(stats.queues()).isEqualTo(1);
                    assertThat(stats.messages()).isEqualTo(4);
                    assertThat(stats.sizeBytes()).isPositive();
                    assertThat(stats.published()).as("since the start").isZero();
                    assertThat(stats.deliveries().lag()).isEqualTo(7);
                    assertThat(stats.deliveries().oldestUnsettledAge()).isEqualTo(Duration.ofMinutes(5));
                    assertThat(f.domain().stats().messages()).isEqualTo(4);
                    assertThat(stats.openQueues()).isZero();
                })
                .step("its resources say when that was", f -> {
                    Resources.QueueResources orders = f.broker()
                            .resources()
                            .domainStats()
                            .get("shop")
                            .queueStats()
                            .get("orders");
                    assertThat(orders.open()).isFalse();
                    assertThat(orders.asOf()).isEqualTo(START.getEpochSecond());
                    assertThat(orders.groups().get("workers")).isEqualTo(new Resources.GroupResources(1, 3, 0, 0));
                    assertThat(orders.groups().get("others")).isEqualTo(new Resources.GroupResources(0, 4, 0, 0));
                })
                .step("a frame has it too", f -> {
                    StatisticsFrame frame = f.broker().statistics(StatisticsPeriod.ONE_HOUR, Granularity.AUTO);
                    assertThat(frame.messages()).isEqualTo(4);
                    assertThat(frame.topQueues())
                            .containsExactly(new StatisticsFrame.TopQueue("shop", "orders", 4, 4, 100));
                    assertThat(frame.queueAlerts())
                            .containsExactly(new StatisticsFrame.QueueAlert(
                                    "shop", "orders", 100, "critical", START.getEpochSecond()));
                    assertThat(f.queue().series(Duration.ofMinutes(1), Duration.ofMinutes(1)))
                            .hasSize(1);
                    assertThat(f.group().series(Duration.ofMinutes(1), Duration.ofMinutes(1)))
                            .hasSize(1);
                    assertThat(f.broker().stats().openQueues()).isZero();
                })
                .step("asking the queue itself opens it", f -> {
                    assertThat(f.queue().stats().messages()).isEqualTo(4);
                    assertThat(f.broker().stats().openQueues()).isEqualTo(1);
                    assertThat(f.broker().stats().messages()).isEqualTo(4);
                    f.advance(Duration.ofSeconds(1));
                    assertThat(f.broker()
                                    .statistics(StatisticsPeriod.ONE_HOUR, Granularity.AUTO)
                                    .messages())
                            .isEqualTo(4);
                })
                .step("its messages are not counted twice", f -> {
                    f.advance(Duration.ofMinutes(62));
                    assertThat(f.broker()
                                    .statistics(StatisticsPeriod.ONE_HOUR, Granularity.AUTO)
                                    .messageTrend())
                            .isEqualTo(new StatisticsFrame.Trend("flat", 0));
                });
    }
}
