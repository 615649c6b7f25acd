package io.gortms.webhooks;

import java.time.Duration;

/**
 * How often an endpoint is sent to at most: a token bucket, which holds {@code burst} tokens and gets {@code permits} new ones
 * each {@code period}, evenly. Each attempt takes one.
 *
 * @param permits how many attempts in a period, at least 1
 * @param period how long a period is, above zero
 * @param burst how many attempts at once after a rest, at least 1
 */
public record RateLimit(int permits, Duration period, int burst) {

    /** Checks every value. */
    public RateLimit {
        if (permits < 1 || burst < 1) {
            throw new IllegalArgumentException("permits and burst are at least 1, not " + permits + " and " + burst);
        }
        if (period.isNegative() || period.isZero()) {
            throw new IllegalArgumentException("period is above zero, not " + period);
        }
    }

    /** So many attempts a second, and as many at once. */
    public static RateLimit perSecond(int permits) {
        return new RateLimit(permits, Duration.ofSeconds(1), permits);
    }
}
