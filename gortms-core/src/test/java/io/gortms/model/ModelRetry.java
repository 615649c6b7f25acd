package io.gortms.model;

import io.gortms.RetryPolicy;
import io.gortms.RetryPolicy.Backoff;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** How failed messages come again. With jitter it is only known between which times. */
record ModelRetry(Backoff backoff, int maxRetries, long delayMs, double factor, long maxDelayMs, double jitter) {

    static ModelRetry any(Random random) {
        Backoff backoff = Draw.oneOf(List.of(Backoff.values()), random);
        boolean none = backoff == Backoff.NONE;
        return new ModelRetry(
                backoff,
                none ? 0 : random.nextInt(4),
                none ? 0 : random.nextInt(4) * 400L,
                random.nextBoolean() ? 2 : 1.5,
                random.nextBoolean() ? 1_000 : 30_000,
                random.nextInt(4) == 0 ? 0.5 : 0);
    }

    RetryPolicy policy() {
        Duration delay = Duration.ofMillis(delayMs);
        RetryPolicy policy = switch (backoff) {
            case NONE -> RetryPolicy.none();
            case FIXED -> RetryPolicy.fixed(delay);
            case LINEAR -> RetryPolicy.linear(delay);
            case EXPONENTIAL -> RetryPolicy.exponential().initialDelay(delay).factor(factor);
        };
        return backoff == Backoff.NONE
                ? policy
                : policy.maxRetries(maxRetries)
                        .maxDelay(Duration.ofMillis(maxDelayMs))
                        .jitter(jitter);
    }

    boolean isNone() {
        return backoff == Backoff.NONE;
    }

    /** The earliest time after this many failures, in milliseconds from now. */
    long earliestMs(int failures) {
        return (long) Math.floor(plainMs(failures) * (1 - jitter));
    }

    /** The latest. */
    long latestMs(int failures) {
        return (long) Math.ceil(plainMs(failures) * (1 + jitter));
    }

    private double plainMs(int failures) {
        return switch (backoff) {
            case NONE -> 0;
            case FIXED -> (double) delayMs;
            case LINEAR -> (double) Math.min(maxDelayMs, failures * delayMs);
            case EXPONENTIAL -> Math.min((double) maxDelayMs, delayMs * Math.pow(factor, failures - 1));
        };
    }
}
