package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gortms.Broker;
import io.gortms.BrokerEvent;
import io.gortms.CapacityLevel;
import io.gortms.ConsumerGroup;
import io.gortms.Delivery;
import io.gortms.Domain;
import io.gortms.Granularity;
import io.gortms.GroupStats;
import io.gortms.ManualClock;
import io.gortms.MessageQueue;
import io.gortms.OverflowPolicy;
import io.gortms.QueueFullException;
import io.gortms.StatisticsFrame;
import io.gortms.StatisticsPeriod;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code statistics(false)} leaves out, and what it does not: the same work with them shows that there is something. */
class StatisticsOffContractTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final ManualClock clock = new ManualClock();

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void countersAreThereAndNothingIsSampled(boolean on) {
        try (Broker broker =
                Broker.builder().inMemory().clock(clock).statistics(on).build()) {
            Domain shop = broker.declareDomain("shop");
            MessageQueue orders =
                    shop.declareQueue("orders", queue -> queue.maxSize(8).overflow(OverflowPolicy.REJECT));
            ConsumerGroup workers = orders.declareGroup("workers");
            for (int i = 0; i < 7; i++) {
                orders.publish(i);
            }
            clock.advance(SECOND);
            assertThat(levels(broker)).isEqualTo(on ? List.of(CapacityLevel.WARNING) : List.of());
            workers.poll(2, Duration.ZERO).forEach(Delivery::ack);
            clock.advance(SECOND);

            GroupStats stats = workers.stats();
            assertThat(stats.acked()).isEqualTo(2);
            assertThat(stats.lag()).isEqualTo(5);
            assertThat(stats.oldestUnsettledAge()).isEqualTo(Duration.ofSeconds(2));
            assertThat(orders.stats().published()).isEqualTo(7);
            assertThat(broker.stats().deliveries().acked()).isEqualTo(2);

            assertThat(stats.latency().count() > 0).isEqualTo(on);
            assertThat(stats.consumedPerSecond() > 0).isEqualTo(on);
            assertThat(orders.stats().publishedPerSecond() > 0).isEqualTo(on);
            assertThat(broker.series(MINUTE, SECOND).stream().anyMatch(point -> point.published() > 0))
                    .isEqualTo(on);
            assertThat(orders.series(MINUTE, SECOND).stream().anyMatch(point -> point.published() > 0))
                    .isEqualTo(on);
            assertThat(workers.series(MINUTE, SECOND).stream().anyMatch(point -> point.consumed() > 0))
                    .isEqualTo(on);
            pastAnHour(orders);
            StatisticsFrame frame = broker.statistics(StatisticsPeriod.ONE_HOUR, Granularity.AUTO);
            assertThat(frame.messages()).isEqualTo(6);
            assertThat(frame.domainTrend() != null).isEqualTo(on);
            assertThat(broker.resourceHistory(1).isEmpty()).isEqualTo(!on);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFullQueueIsToldOfAllTheSame(boolean on) {
        try (Broker broker =
                Broker.builder().inMemory().clock(clock).statistics(on).build()) {
            MessageQueue orders = broker.declareDomain("shop")
                    .declareQueue("orders", queue -> queue.maxSize(1).overflow(OverflowPolicy.REJECT));
            orders.publish("a");
            assertThatThrownBy(() -> orders.publish("b")).isInstanceOf(QueueFullException.class);
            assertThat(levels(broker)).containsExactly(CapacityLevel.CRITICAL);
        }
    }

    private void pastAnHour(MessageQueue orders) {
        clock.advance(Duration.ofMinutes(61));
        orders.publish("later");
        clock.advance(SECOND);
    }

    private static List<CapacityLevel> levels(Broker broker) {
        return broker.events().stream()
                .filter(BrokerEvent.QueueCapacity.class::isInstance)
                .map(event -> ((BrokerEvent.QueueCapacity) event).level())
                .toList();
    }
}
