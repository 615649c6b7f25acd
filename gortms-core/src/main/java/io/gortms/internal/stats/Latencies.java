package io.gortms.internal.stats;

import io.gortms.LatencyStats;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.HdrHistogram.IntCountsHistogram;

/** Puts measurements together. For one thread. */
public final class Latencies {

    private static final int DIGITS = 2;

    private final IntCountsHistogram all = new IntCountsHistogram(DIGITS);

    /** Adds what a window holds; guarded as that window is. */
    public void add(LatencyWindow window, long nowMicros) {
        window.addTo(all, nowMicros);
    }

    /** The percentiles of all that was added. */
    public LatencyStats toStats() {
        long count = all.getTotalCount();
        return count == 0
                ? LatencyStats.NONE
                : new LatencyStats(
                        count,
                        percentile(50),
                        percentile(90),
                        percentile(99),
                        percentile(99.9),
                        Duration.of(all.getMaxValue(), ChronoUnit.MICROS));
    }

    private Duration percentile(double percent) {
        return Duration.of(Math.min(all.getValueAtPercentile(percent), all.getMaxValue()), ChronoUnit.MICROS);
    }
}
