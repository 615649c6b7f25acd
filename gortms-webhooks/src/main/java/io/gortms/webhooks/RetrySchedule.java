package io.gortms.webhooks;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * When a webhook that was not delivered is tried again. Immutable: {@link #jitter(double)} and {@link #maxAge(Duration)} return
 * a new one, the result of which must be used.
 *
 * <p>The delay before attempt n, counted from the failure of the one before, is
 *
 * <ul>
 *   <li>{@link #exponential exponential}: min(maxDelay, initial · factor<sup>n-2</sup>), the first attempt at once
 *   <li>{@link #linear linear}: (n-1) · step, the first attempt at once
 *   <li>{@link #of(Duration...) a list}: its n-th element, the first counted from when it is handed on, which is right after the dispatch
 * </ul>
 *
 * <p>Due times survive restarts. Waiting holds no thread. What the receiver asks for by {@code Retry-After} is heeded if it is
 * longer.
 *
 * @param kind how the delay grows
 * @param attempts how often a webhook is sent at most, the first time included; then it is a dead letter
 * @param initial the delay before the second attempt, or the step
 * @param factor what an exponential delay grows by, at least 1
 * @param maxDelay the longest exponential delay, before jitter
 * @param delays the delays of a list; empty otherwise
 * @param jitter 0 to 1: a delay d becomes one between d and d · (1 + jitter), evenly; never less than d. Not of the delay
 *     before the first attempt
 * @param maxAge how old a webhook may be when it is tried again, counted from its dispatch, or from when it was redelivered,
 *     recovered or replayed; zero for any age
 */
public record RetrySchedule(
        Kind kind,
        int attempts,
        Duration initial,
        double factor,
        Duration maxDelay,
        List<Duration> delays,
        double jitter,
        Duration maxAge) {

    /** How the delay grows from attempt to attempt. */
    public enum Kind {
        /** By the same factor. */
        EXPONENTIAL,
        /** By the same amount. */
        LINEAR,
        /** As listed. */
        LIST
    }

    private static final int MAX_ATTEMPTS = 1_000_000;

    /** Checks every value. */
    public RetrySchedule {
        Objects.requireNonNull(kind, "kind");
        delays = List.copyOf(delays);
        if (attempts < 1 || attempts > MAX_ATTEMPTS) {
            throw new IllegalArgumentException("attempts is 1 to " + MAX_ATTEMPTS + ", not " + attempts);
        }
        if (!(factor >= 1) || Double.isInfinite(factor)) {
            throw new IllegalArgumentException("factor is a number of at least 1, not " + factor);
        }
        if (!(jitter >= 0 && jitter <= 1)) {
            throw new IllegalArgumentException("jitter is between 0 and 1, not " + jitter);
        }
        notNegative(initial, "the first delay");
        notNegative(maxDelay, "maxDelay");
        notNegative(maxAge, "maxAge");
        delays.forEach(delay -> notNegative(delay, "a delay"));
        if (kind == Kind.LIST && delays.size() != attempts) {
            throw new IllegalArgumentException(
                    "a list has a delay for each attempt: " + delays.size() + " delays are not " + attempts);
        }
    }

    /**
     * Delays that grow by a factor: 1 s, 2 s, 4 s, … for {@code exponential(Duration.ofSeconds(1), 2.0, Duration.ofHours(1), 5)},
     * which is the default of {@link Webhooks#dispatchTo}.
     *
     * @param attempts in all, the first one included
     */
    public static RetrySchedule exponential(Duration initial, double factor, Duration maxDelay, int attempts) {
        return new RetrySchedule(Kind.EXPONENTIAL, attempts, initial, factor, maxDelay, List.of(), 0, Duration.ZERO);
    }

    /** Delays that grow by a step: step, 2 · step, 3 · step, …; attempts in all, the first one included. */
    public static RetrySchedule linear(Duration step, int attempts) {
        return new RetrySchedule(Kind.LINEAR, attempts, step, 1, Duration.ZERO, List.of(), 0, Duration.ZERO);
    }

    /** A delay for each attempt, the first one's included, which is usually zero. */
    public static RetrySchedule of(Duration... delays) {
        return new RetrySchedule(
                Kind.LIST, delays.length, Duration.ZERO, 1, Duration.ZERO, Arrays.asList(delays), 0, Duration.ZERO);
    }

    /** What the documents of Gost say: again after 1, 2, 3 and 4 seconds, five attempts in all. */
    public static RetrySchedule gost() {
        return linear(Duration.ofSeconds(1), 5);
    }

    /**
     * What the <a href="https://www.standardwebhooks.com">Standard Webhooks</a> specification recommends, the default of a
     * registered endpoint: at once, then after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h and 24 h.
     */
    public static RetrySchedule standard() {
        return of(
                Duration.ZERO,
                Duration.ofSeconds(5),
                Duration.ofMinutes(5),
                Duration.ofMinutes(30),
                Duration.ofHours(2),
                Duration.ofHours(5),
                Duration.ofHours(10),
                Duration.ofHours(14),
                Duration.ofHours(20),
                Duration.ofHours(24));
    }

    /** The same schedule with delays that are longer by up to this share; default 0. */
    public RetrySchedule jitter(double value) {
        return new RetrySchedule(kind, attempts, initial, factor, maxDelay, delays, value, maxAge);
    }

    /** The same schedule, giving up what is older than this when it would be tried again; default any age. */
    public RetrySchedule maxAge(Duration value) {
        return new RetrySchedule(kind, attempts, initial, factor, maxDelay, delays, jitter, value);
    }

    /**
     * How long to wait before an attempt.
     *
     * @param attempt which one, 1 to {@link #attempts()}
     * @param chance between 0 and 1, evenly: how far jitter goes
     */
    public Duration delayBefore(int attempt, double chance) {
        if (attempt < 1 || attempt > attempts) {
            throw new IllegalArgumentException("there are attempts 1 to " + attempts + ", not " + attempt);
        }
        double plainSeconds = plainSeconds(attempt);
        double seconds = plainSeconds + plainSeconds * jitter * chance;
        return seconds >= Long.MAX_VALUE / 1e9
                ? Duration.ofNanos(Long.MAX_VALUE)
                : Duration.ofNanos(Math.round(seconds * 1e9));
    }

    private double plainSeconds(int attempt) {
        if (kind == Kind.LIST) {
            return seconds(delays.get(attempt - 1));
        } else if (attempt == 1 || initial.isZero()) {
            return 0; // and zero times infinity is no number
        } else if (kind == Kind.LINEAR) {
            return (attempt - 1) * seconds(initial);
        }
        return Math.min(seconds(maxDelay), seconds(initial) * Math.pow(factor, attempt - 2));
    }

    private static double seconds(Duration duration) {
        return duration.getSeconds() + duration.getNano() / 1e9;
    }

    private static void notNegative(Duration duration, String what) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException(what + " is not negative, as " + duration + " is");
        }
    }
}
