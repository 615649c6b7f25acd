package io.gortms.model;

import io.gortms.CircuitBreakerPolicy;
import io.gortms.ExpiryAction;
import io.gortms.OverflowPolicy;
import io.gortms.QueueOptions;
import io.gortms.Retention;
import io.gortms.RetryPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The options of the queue.
 *
 * @param ttlMs 0 for ever
 * @param deliveryLimit -1 for the default
 * @param duplicates how long ids are remembered, and how many
 * @param bound how many may wait, and what becomes of more
 * @param breaker null for none
 */
record ModelOptions(
        long ttlMs,
        boolean buryExpired,
        boolean untilAcknowledged,
        ModelRetry retry,
        int deliveryLimit,
        long ackTimeoutMs,
        int maxInFlight,
        Duplicates duplicates,
        Bound bound,
        @Nullable Breaking breaker) {

    /** The same for every policy of a run: what becomes of an open breaker whose timeout changes is not promised. */
    static final long OPEN_TIMEOUT_MS = 500;

    /** A circuit breaker's numbers. */
    record Breaking(double threshold, int minimum, int successes) {}

    /** How long ids are remembered, 0 for not at all, and how many at most. */
    record Duplicates(long windowMs, int maxIds) {

        private static final long[] WINDOWS_MS = {0, 1_500, 10_000, 3_600_000};
        private static final int[] MOST_IDS = {2, 4, 1_000_000, 1_000_000};

        static Duplicates any(Random random) {
            return new Duplicates(pick(WINDOWS_MS, random), MOST_IDS[random.nextInt(MOST_IDS.length)]);
        }
    }

    /** How many may wait, 0 for any number. One thread cannot wait for itself: a publisher that is to wait does so for no time. */
    record Bound(long maxSize, OverflowPolicy overflow) {

        private static final long[] SIZES = {0, 0, 0, 2, 3, 8};

        static Bound any(Random random) {
            OverflowPolicy overflow = random.nextBoolean()
                    ? OverflowPolicy.DROP_OLDEST
                    : Draw.oneOf(List.of(OverflowPolicy.values()), random);
            return new Bound(pick(SIZES, random), overflow);
        }
    }

    private static final long[] TTLS_MS = {0, 0, 20_000, 60_000, 3_600_000};
    private static final long[] LEASES_MS = {300, 1_000, 5_000, 30_000};
    private static final int[] IN_FLIGHT = {1, 2, 5, 1_000, 1_000, 1_000};
    private static final double[] THRESHOLDS = {0.1, 0.25, 0.5, 1.0};
    private static final int[] MINIMA = {1, 1, 2, 3};

    /** Any options; how long settled messages stay is the caller's choice. */
    static ModelOptions any(Random random, boolean untilAcknowledged) {
        ModelRetry retry = ModelRetry.any(random);
        return new ModelOptions(
                pick(TTLS_MS, random),
                random.nextBoolean(),
                untilAcknowledged,
                retry,
                switch (random.nextInt(4)) {
                    case 0 -> 0;
                    case 1 -> retry.maxRetries() + 1 + random.nextInt(3);
                    default -> -1;
                },
                pick(LEASES_MS, random),
                IN_FLIGHT[random.nextInt(IN_FLIGHT.length)],
                Duplicates.any(random),
                Bound.any(random),
                random.nextInt(4) > 0
                        ? new Breaking(
                                THRESHOLDS[random.nextInt(THRESHOLDS.length)],
                                MINIMA[random.nextInt(MINIMA.length)],
                                1 + random.nextInt(2))
                        : null);
    }

    private static long pick(long[] values, Random random) {
        return values[random.nextInt(values.length)];
    }

    /** Tells the broker the same. */
    void describe(QueueOptions queue) {
        queue.ttl(Duration.ofMillis(ttlMs))
                .expiry(buryExpired ? ExpiryAction.DEAD_LETTER : ExpiryAction.DROP)
                .retention(untilAcknowledged ? Retention.UNTIL_ACKNOWLEDGED : Retention.UNTIL_EXPIRED)
                .retry(retry.policy())
                .ackTimeout(Duration.ofMillis(ackTimeoutMs))
                .maxInFlight(maxInFlight)
                .deduplication(Duration.ofMillis(duplicates.windowMs()), duplicates.maxIds())
                .maxSize(bound.maxSize())
                .overflow(bound.overflow())
                .publishTimeout(Duration.ZERO);
        if (deliveryLimit >= 0) {
            queue.deliveryLimit(deliveryLimit);
        }
        if (breaker != null) {
            queue.circuitBreaker(CircuitBreakerPolicy.defaults()
                    .errorThreshold(breaker.threshold())
                    .minimumRequests(breaker.minimum())
                    .successThreshold(breaker.successes())
                    .openTimeout(Duration.ofMillis(OPEN_TIMEOUT_MS)));
        }
    }

    /** Whether a message that was delivered so often is delivered no more. */
    boolean isSpent(int deliveries) {
        int limit = deliveryLimit;
        if (limit < 0) {
            limit = retry.backoff() == RetryPolicy.Backoff.NONE ? 20 : Math.max(20, retry.maxRetries() + 10);
        }
        return limit > 0 && deliveries >= limit;
    }
}
