package io.gortms.websocket.internal.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.Broker;
import io.gortms.Granularity;
import io.gortms.StatisticsPeriod;
import io.gortms.websocket.internal.net.Frame;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Statistics for many clients. */
class StatisticsFramesTest {

    private final AtomicLong nanos = new AtomicLong();

    @Test
    void whoAsksForTheSameAtATimeGetsTheSame() {
        try (Broker broker = Broker.builder().inMemory().build()) {
            StatisticsFrames frames = new StatisticsFrames(broker, nanos::get);
            Frame first = frames.frame(StatisticsPeriod.ONE_HOUR, Granularity.AUTO);
            Frame other = frames.frame(StatisticsPeriod.SIX_HOURS, Granularity.AUTO);
            assertThat(other).isNotSameAs(first);
            nanos.addAndGet(Duration.ofMillis(499).toNanos());
            assertThat(frames.frame(StatisticsPeriod.ONE_HOUR, Granularity.AUTO))
                    .isSameAs(first);
            assertThat(frames.frame(StatisticsPeriod.SIX_HOURS, Granularity.AUTO))
                    .isSameAs(other);
            nanos.addAndGet(Duration.ofMillis(1).toNanos());
            assertThat(frames.frame(StatisticsPeriod.ONE_HOUR, Granularity.AUTO))
                    .isNotSameAs(first);
        }
    }
}
