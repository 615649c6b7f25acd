package io.gortms;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * How often, and how much later, a failed message comes again: {@code
 * RetryPolicy.exponential().maxRetries(5).initialDelay(Duration.ofSeconds(1)).maxDelay(Duration.ofMinutes(1))}.
 * Immutable: each setter returns a new one, the result of which must be used. Safe for use by any thread.
 *
 * <p>One policy serves every cause of failure: exceptions, nacks and expired leases. The delay before retry n, n being the
 * number of failures, is
 *
 * <ul>
 *   <li>exponential: min(maxDelay, initialDelay · factor<sup>n-1</sup>)
 *   <li>linear: min(maxDelay, n · initialDelay)
 *   <li>fixed: initialDelay
 * </ul>
 *
 * and is then varied by jitter, so that a varied delay may be longer than the cap. Due times survive restarts.
 *
 * @param backoff how the delay grows
 * @param maxRetries how often a message is tried again, 0 to a million; then it is dead-lettered
 * @param initialDelay the first delay
 * @param factor what an exponential delay grows by, at least 1
 * @param maxDelay the longest delay, before jitter
 * @param jitter 0 to 1: a delay d becomes one between d · (1 - jitter) and d · (1 + jitter), evenly
 * @param retryOnNames class names of the exceptions that are retried; empty for all
 * @param rejectOnNames class names of the exceptions that are dead-lettered at once
 */
public record RetryPolicy(
        Backoff backoff,
        int maxRetries,
        Duration initialDelay,
        double factor,
        Duration maxDelay,
        double jitter,
        List<String> retryOnNames,
        List<String> rejectOnNames) {

    /** The most retries: a million. */
    public static final int MAX_RETRIES_LIMIT = 1_000_000;

    private static final int DEFAULT_RETRIES = 3;
    private static final Duration DEFAULT_DELAY = Duration.ofSeconds(1);
    private static final double DEFAULT_FACTOR = 2.0;
    private static final Duration DEFAULT_MAX_DELAY = Duration.ofSeconds(30);

    /** How the delay grows from retry to retry. */
    public enum Backoff {
        /** There are no retries. */
        NONE,
        /** It stays. */
        FIXED,
        /** It grows by the same amount. */
        LINEAR,
        /** It grows by the same factor. */
        EXPONENTIAL
    }

    /** Checks every value. */
    public RetryPolicy {
        Objects.requireNonNull(backoff, "backoff");
        Checks.atLeast(0, maxRetries, "maxRetries");
        if (maxRetries > MAX_RETRIES_LIMIT) {
            throw new IllegalArgumentException("maxRetries is at most " + MAX_RETRIES_LIMIT + ", not " + maxRetries);
        }
        Checks.notNegative(initialDelay, "initialDelay");
        Checks.notNegative(maxDelay, "maxDelay");
        if (!(factor >= 1) || Double.isInfinite(factor)) {
            throw new IllegalArgumentException("factor is a number of at least 1, not " + factor);
        }
        if (!(jitter >= 0 && jitter <= 1)) {
            throw new IllegalArgumentException("jitter is between 0 and 1, not " + jitter);
        }
        retryOnNames = List.copyOf(retryOnNames);
        rejectOnNames = List.copyOf(rejectOnNames);
    }

    /** No retries: an exception or a nack dead-letters at once, an expired lease is delivered again at once. */
    public static RetryPolicy none() {
        return of(Backoff.NONE, Duration.ZERO).maxRetries(0);
    }

    /** 3 retries after 1, 2 and 4 seconds; every setter changes one of the numbers. */
    public static RetryPolicy exponential() {
        return of(Backoff.EXPONENTIAL, DEFAULT_DELAY);
    }

    /** 3 retries, each after this delay. */
    public static RetryPolicy fixed(Duration delay) {
        return of(Backoff.FIXED, delay);
    }

    /** 3 retries, after once, twice and three times this step, at most {@link #maxDelay(Duration) maxDelay}. */
    public static RetryPolicy linear(Duration step) {
        return of(Backoff.LINEAR, step);
    }

    private static RetryPolicy of(Backoff backoff, Duration delay) {
        return new RetryPolicy(
                backoff, DEFAULT_RETRIES, delay, DEFAULT_FACTOR, DEFAULT_MAX_DELAY, 0, List.of(), List.of());
    }

    /** The same policy with this many retries; default 3. */
    @CheckReturnValue
    public RetryPolicy maxRetries(int value) {
        return new RetryPolicy(backoff, value, initialDelay, factor, maxDelay, jitter, retryOnNames, rejectOnNames);
    }

    /** The same policy with this first delay; default 1 second. */
    @CheckReturnValue
    public RetryPolicy initialDelay(Duration value) {
        return new RetryPolicy(backoff, maxRetries, value, factor, maxDelay, jitter, retryOnNames, rejectOnNames);
    }

    /** The same policy with this factor; default 2. */
    @CheckReturnValue
    public RetryPolicy factor(double value) {
        return new RetryPolicy(backoff, maxRetries, initialDelay, value, maxDelay, jitter, retryOnNames, rejectOnNames);
    }

    /** The same policy with this longest delay; default 30 seconds. */
    @CheckReturnValue
    public RetryPolicy maxDelay(Duration value) {
        return new RetryPolicy(backoff, maxRetries, initialDelay, factor, value, jitter, retryOnNames, rejectOnNames);
    }

    /** The same policy with delays that vary by this share; default 0. */
    @CheckReturnValue
    public RetryPolicy jitter(double value) {
        return new RetryPolicy(backoff, maxRetries, initialDelay, factor, maxDelay, value, retryOnNames, rejectOnNames);
    }

    /**
     * The same policy, retrying these exceptions and their subclasses, and no others; failures without an exception are
     * retried in any case.
     */
    @CheckReturnValue
    @SafeVarargs
    public final RetryPolicy retryOn(Class<? extends Throwable>... types) {
        return new RetryPolicy(
                backoff, maxRetries, initialDelay, factor, maxDelay, jitter, with(retryOnNames, types), rejectOnNames);
    }

    /** The same policy, dead-lettering these exceptions and their subclasses at once, whatever else is said of them. */
    @CheckReturnValue
    @SafeVarargs
    public final RetryPolicy rejectOn(Class<? extends Throwable>... types) {
        return new RetryPolicy(
                backoff, maxRetries, initialDelay, factor, maxDelay, jitter, retryOnNames, with(rejectOnNames, types));
    }

    @SafeVarargs
    private static List<String> with(List<String> names, Class<? extends Throwable>... types) {
        List<String> all = new ArrayList<>(names);
        for (Class<? extends Throwable> type : types) {
            all.add(type.getName());
        }
        return all;
    }

    /** Whether a handler's exception is tried again at all. */
    public boolean isRetried(Throwable error) {
        return !matches(rejectOnNames, error) && (retryOnNames.isEmpty() || matches(retryOnNames, error));
    }

    private static boolean matches(List<String> names, Throwable error) {
        if (names.isEmpty()) {
            return false;
        }
        for (Class<?> type = error.getClass(); type != null; type = type.getSuperclass()) {
            if (names.contains(type.getName())) {
                return true;
            }
        }
        return false;
    }

    /**
     * How long to wait before the next try.
     *
     * @param failures how often it has failed, at least 1
     * @param chance between -1 and 1, evenly: which way and how far jitter goes
     */
    public Duration delay(int failures, double chance) {
        double seconds = seconds(initialDelay);
        double plain = switch (backoff) {
            case NONE, FIXED -> seconds;
            case LINEAR -> Math.min(seconds(maxDelay), failures * seconds);
            case EXPONENTIAL -> exponential(seconds, failures);
        };
        double varied = plain * (1 + jitter * chance);
        return varied >= Long.MAX_VALUE / 1e9
                ? Duration.ofNanos(Long.MAX_VALUE)
                : Duration.ofNanos(Math.round(varied * 1e9));
    }

    /** Zero times infinity is no number, and stays zero here. */
    private double exponential(double seconds, int failures) {
        return seconds == 0 ? 0 : Math.min(seconds(maxDelay), seconds * Math.pow(factor, failures - 1));
    }

    private static double seconds(Duration duration) {
        return duration.getSeconds() + duration.getNano() / 1e9;
    }
}
