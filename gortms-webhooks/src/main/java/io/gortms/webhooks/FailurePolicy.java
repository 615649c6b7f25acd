package io.gortms.webhooks;

import io.gortms.CircuitBreakerPolicy;
import java.time.Duration;
import java.util.Objects;

/**
 * What failures do to an endpoint, besides each webhook's own retries. After a success all of it begins anew, and a pause that
 * failures have begun ends; one that the receiver has asked for does not, and what is disabled stays so.
 *
 * @param breaker when too large a share of the attempts fails, nothing goes out for a while, then one at a time. Attempts that are
 *     tried again count as failures, deliveries as successes, and the last attempt of a webhook that is given up counts neither
 *     way. It is closed after a restart
 * @param failuresInRow so many failures in a row, of different webhooks, pause the endpoint; then the first failure after each
 *     pause pauses it for twice as long
 * @param firstPause how long the first pause is
 * @param longestPause how long a pause is at most; zero for no pauses
 * @param disableAfter for how long there must have been failures only, until the endpoint is disabled. The first failure counts
 *     from when another one follows at least 12 hours later. Zero for never
 */
public record FailurePolicy(
        CircuitBreakerPolicy breaker,
        int failuresInRow,
        Duration firstPause,
        Duration longestPause,
        Duration disableAfter) {

    /** Checks every value. */
    public FailurePolicy {
        Objects.requireNonNull(breaker, "breaker");
        if (failuresInRow < 1) {
            throw new IllegalArgumentException("failuresInRow is at least 1, not " + failuresInRow);
        }
        if (firstPause.isNegative() || longestPause.compareTo(firstPause) < 0 || disableAfter.isNegative()) {
            throw new IllegalArgumentException(
                    "firstPause is not negative, longestPause not shorter than it, disableAfter not negative; not "
                            + firstPause + ", " + longestPause + " and " + disableAfter);
        }
    }

    /**
     * The breaker opens for 30 s at 50 % of the last 20 attempts, 10 at least, and one success closes it; 4 failures in a row
     * pause for 1 min, up to 1 h; 5 days of failures only disable.
     */
    public static FailurePolicy defaults() {
        return new FailurePolicy(
                CircuitBreakerPolicy.defaults().windowSize(20).successThreshold(1),
                4,
                Duration.ofMinutes(1),
                Duration.ofHours(1),
                Duration.ofDays(5));
    }

    /** The same policy with this breaker. */
    public FailurePolicy breaker(CircuitBreakerPolicy value) {
        return new FailurePolicy(value, failuresInRow, firstPause, longestPause, disableAfter);
    }

    /** The same policy with these pauses. */
    public FailurePolicy pauses(int afterFailuresInRow, Duration first, Duration longest) {
        return new FailurePolicy(breaker, afterFailuresInRow, first, longest, disableAfter);
    }

    /** The same policy, disabling after this long; zero for never. */
    public FailurePolicy disableAfter(Duration value) {
        return new FailurePolicy(breaker, failuresInRow, firstPause, longestPause, value);
    }
}
