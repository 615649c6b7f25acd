package io.gortms;

import java.time.Duration;

/**
 * How long messages took from their publishing until they were acknowledged, over the last five to ten minutes. A delayed
 * message counts from when it was due.
 *
 * <p>Of a group that takes more than a hundred thousand messages a second about that many are measured; of a slower one
 * all. Each figure is exact to one percent. Those of a queue, a domain or the broker are over all measurements of its groups
 * together.
 *
 * @param count how many were measured; if zero, all the others are zero too
 * @param p50 half of the messages took no longer
 * @param p90 of ten messages nine took no longer
 * @param p99 of a hundred messages 99 took no longer
 * @param p999 of a thousand messages 999 took no longer
 * @param max the longest
 */
public record LatencyStats(long count, Duration p50, Duration p90, Duration p99, Duration p999, Duration max) {

    /** Nothing was measured. */
    public static final LatencyStats NONE =
            new LatencyStats(0, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);
}
