package io.gortms;

import java.time.Duration;

/**
 * When a group stops handing out messages because too many of them fail, and how it starts again: {@code
 * CircuitBreakerPolicy.defaults().errorThreshold(0.5).openTimeout(Duration.ofSeconds(30))}. Immutable: each setter returns a
 * new one, the result of which must be used. Safe for use by any thread.
 *
 * <p>Failures are exceptions, nacks and expired leases; rejecting and releasing a delivery count neither way. Over the last
 * {@code windowSize} results, the breaker opens when at least {@code minimumRequests} are known and the share of failures is
 * at least {@code errorThreshold}. It then hands out nothing for {@code openTimeout}, after that one message at a time;
 * {@code successThreshold} successes in a row close it, a failure opens it again. It is closed after a restart.
 *
 * @param errorThreshold share of failures that opens it, above 0, at most 1
 * @param minimumRequests how many results must be known before it opens, 1 to windowSize
 * @param successThreshold how many probes in a row must succeed to close it, at least 1
 * @param openTimeout how long it hands out nothing
 * @param windowSize how many results are looked at, the newest ones, 1 to {@value #MAX_WINDOW_SIZE}
 */
public record CircuitBreakerPolicy(
        double errorThreshold, int minimumRequests, int successThreshold, Duration openTimeout, int windowSize) {

    /** The most results that are looked at. */
    public static final int MAX_WINDOW_SIZE = 10_000;

    /** How many results are looked at unless said otherwise. */
    public static final int DEFAULT_WINDOW_SIZE = 100;

    /** Checks every value. */
    public CircuitBreakerPolicy {
        if (!(errorThreshold > 0 && errorThreshold <= 1)) {
            throw new IllegalArgumentException("errorThreshold is above 0 and at most 1, not " + errorThreshold);
        }
        Checks.atLeast(1, minimumRequests, "minimumRequests");
        Checks.atLeast(1, windowSize, "windowSize");
        if (windowSize > MAX_WINDOW_SIZE) {
            throw new IllegalArgumentException("windowSize is at most " + MAX_WINDOW_SIZE + ", not " + windowSize);
        }
        if (minimumRequests > windowSize) {
            throw new IllegalArgumentException("minimumRequests is at most the " + windowSize
                    + " results that are looked at (windowSize), not " + minimumRequests);
        }
        Checks.atLeast(1, successThreshold, "successThreshold");
        Checks.positive(openTimeout, "openTimeout");
    }

    /** Half of at least 10 of the last 100 results, 5 probes, 30 seconds. */
    public static CircuitBreakerPolicy defaults() {
        return new CircuitBreakerPolicy(0.5, 10, 5, Duration.ofSeconds(30), DEFAULT_WINDOW_SIZE);
    }

    /** The same policy with this share of failures; default 0.5. */
    @CheckReturnValue
    public CircuitBreakerPolicy errorThreshold(double value) {
        return new CircuitBreakerPolicy(value, minimumRequests, successThreshold, openTimeout, windowSize);
    }

    /** The same policy with this many results needed; default 10. */
    @CheckReturnValue
    public CircuitBreakerPolicy minimumRequests(int value) {
        return new CircuitBreakerPolicy(errorThreshold, value, successThreshold, openTimeout, windowSize);
    }

    /** The same policy with this many probes; default 5. */
    @CheckReturnValue
    public CircuitBreakerPolicy successThreshold(int value) {
        return new CircuitBreakerPolicy(errorThreshold, minimumRequests, value, openTimeout, windowSize);
    }

    /** The same policy, staying open for this long; default 30 seconds. */
    @CheckReturnValue
    public CircuitBreakerPolicy openTimeout(Duration value) {
        return new CircuitBreakerPolicy(errorThreshold, minimumRequests, successThreshold, value, windowSize);
    }

    /** The same policy, looking at this many results; default {@value #DEFAULT_WINDOW_SIZE}. */
    @CheckReturnValue
    public CircuitBreakerPolicy windowSize(int value) {
        return new CircuitBreakerPolicy(errorThreshold, minimumRequests, successThreshold, openTimeout, value);
    }
}
