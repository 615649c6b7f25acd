package io.gortms;

import java.time.Duration;

/**
 * When a group stops handing out messages because too many of them fail, and how it starts again: {@code
 * CircuitBreakerPolicy.defaults().errorThreshold(0.5).openTimeout(Duration.ofSeconds(30))}. Immutable: each setter returns a
 * new one, the result of which must be used. Safe for use by any thread.
 *
 * <p>Failures are exceptions, nacks and expired leases; rejecting and releasing a delivery count neither way. Over the last
 * {@value #WINDOW} results, the breaker opens when at least {@code minimumRequests} are known and the share of failures is
 * at least {@code errorThreshold}. It then hands out nothing for {@code openTimeout}, after that one message at a time;
 * {@code successThreshold} successes in a row close it, a failure opens it again. It is closed after a restart.
 *
 * @param errorThreshold share of failures that opens it, above 0, at most 1
 * @param minimumRequests how many results must be known before it opens, 1 to {@value #WINDOW}
 * @param successThreshold how many probes in a row must succeed to close it, at least 1
 * @param openTimeout how long it hands out nothing
 */
public record CircuitBreakerPolicy(
        double errorThreshold, int minimumRequests, int successThreshold, Duration openTimeout) {

    /** How many results are looked at. */
    public static final int WINDOW = 100;

    /** Checks every value. */
    public CircuitBreakerPolicy {
        if (!(errorThreshold > 0 && errorThreshold <= 1)) {
            throw new IllegalArgumentException("errorThreshold is above 0 and at most 1, not " + errorThreshold);
        }
        Checks.atLeast(1, minimumRequests, "minimumRequests");
        if (minimumRequests > WINDOW) {
            throw new IllegalArgumentException(
                    "minimumRequests is at most the " + WINDOW + " results that are looked at, not " + minimumRequests);
        }
        Checks.atLeast(1, successThreshold, "successThreshold");
        Checks.positive(openTimeout, "openTimeout");
    }

    /** Half of at least 10 results, 5 probes, 30 seconds. */
    public static CircuitBreakerPolicy defaults() {
        return new CircuitBreakerPolicy(0.5, 10, 5, Duration.ofSeconds(30));
    }

    /** The same policy with this share of failures; default 0.5. */
    @CheckReturnValue
    public CircuitBreakerPolicy errorThreshold(double value) {
        return new CircuitBreakerPolicy(value, minimumRequests, successThreshold, openTimeout);
    }

    /** The same policy with this many results needed; default 10. */
    @CheckReturnValue
    public CircuitBreakerPolicy minimumRequests(int value) {
        return new CircuitBreakerPolicy(errorThreshold, value, successThreshold, openTimeout);
    }

    /** The same policy with this many probes; default 5. */
    @CheckReturnValue
    public CircuitBreakerPolicy successThreshold(int value) {
        return new CircuitBreakerPolicy(errorThreshold, minimumRequests, value, openTimeout);
    }

    /** The same policy, staying open for this long; default 30 seconds. */
    @CheckReturnValue
    public CircuitBreakerPolicy openTimeout(Duration value) {
        return new CircuitBreakerPolicy(errorThreshold, minimumRequests, successThreshold, value);
    }
}
