package io.gortms.internal.delivery;

import java.time.Duration;

/** Real-time waits. */
public final class Durations {

    private Durations() {}

    /** Nanoseconds, at most about 292 years. */
    public static long nanos(Duration duration) {
        try {
            return duration.toNanos();
        } catch (ArithmeticException e) {
            return duration.isNegative() ? 0 : Long.MAX_VALUE;
        }
    }
}
