package io.gortms.webhooks.internal.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.gortms.CircuitBreakerPolicy;
import io.gortms.webhooks.FailurePolicy;
import io.gortms.webhooks.RateLimit;
import io.gortms.webhooks.RetrySchedule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint as it stands in the queue {@code endpoints}: JSON, the newest record of an id being the one that holds.
 *
 * @param format the version of this format, {@value #FORMAT}
 * @param next the number that the next new endpoint gets
 * @param removed whether the endpoint was removed; only id and number mean something then
 * @param url without its query, which may be secret
 * @param profile the signature profile; null if the signer is code
 * @param sealed a sealed {@link Secrets}; null if there is nothing secret, or no key
 * @param needsSecrets whether there is something secret
 * @param needsCode what of the endpoint is code, in words; empty if nothing
 * @param needsTransform whether that is its transform, among others
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record EndpointRecord(
        int format,
        String id,
        int number,
        int next,
        boolean removed,
        String url,
        List<String> events,
        @Nullable String profile,
        @Nullable Schedule schedule,
        @Nullable Failures failures,
        int maxInFlight,
        boolean fifo,
        @Nullable Rate rateLimit,
        @Nullable String proxy,
        @Nullable String sealed,
        boolean needsSecrets,
        String needsCode,
        boolean needsTransform,
        EndpointState state) {

    static final int FORMAT = 1;

    EndpointRecord in(EndpointState newState, int newNext) {
        return new EndpointRecord(
                format,
                id,
                number,
                newNext,
                removed,
                url,
                events,
                profile,
                schedule,
                failures,
                maxInFlight,
                fifo,
                rateLimit,
                proxy,
                sealed,
                needsSecrets,
                needsCode,
                needsTransform,
                newState);
    }

    /** What must not lie open: secrets, the URL's query, headers, the token. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Secrets(
            List<KeptSecret> secrets,
            @Nullable String query,
            Map<String, String> headers,
            @Nullable String bearerToken) {}

    /** A {@link RetrySchedule}; durations as ISO 8601. */
    record Schedule(
            RetrySchedule.Kind kind,
            int attempts,
            String initial,
            double factor,
            String maxDelay,
            List<String> delays,
            double jitter,
            String maxAge) {

        static Schedule of(RetrySchedule schedule) {
            return new Schedule(
                    schedule.kind(),
                    schedule.attempts(),
                    schedule.initial().toString(),
                    schedule.factor(),
                    schedule.maxDelay().toString(),
                    schedule.delays().stream().map(Duration::toString).toList(),
                    schedule.jitter(),
                    schedule.maxAge().toString());
        }

        RetrySchedule read() {
            return new RetrySchedule(
                    kind,
                    attempts,
                    Duration.parse(initial),
                    factor,
                    Duration.parse(maxDelay),
                    delays.stream().map(Duration::parse).toList(),
                    jitter,
                    Duration.parse(maxAge));
        }
    }

    /** A {@link FailurePolicy}. */
    record Failures(
            double errorThreshold,
            int minimumRequests,
            int successThreshold,
            String openTimeout,
            int windowSize,
            int failuresInRow,
            String firstPause,
            String longestPause,
            String disableAfter) {

        static Failures of(FailurePolicy policy) {
            CircuitBreakerPolicy breaker = policy.breaker();
            return new Failures(
                    breaker.errorThreshold(),
                    breaker.minimumRequests(),
                    breaker.successThreshold(),
                    breaker.openTimeout().toString(),
                    breaker.windowSize(),
                    policy.failuresInRow(),
                    policy.firstPause().toString(),
                    policy.longestPause().toString(),
                    policy.disableAfter().toString());
        }

        FailurePolicy read() {
            CircuitBreakerPolicy breaker = new CircuitBreakerPolicy(
                    errorThreshold, minimumRequests, successThreshold, Duration.parse(openTimeout), windowSize);
            return new FailurePolicy(
                    breaker,
                    failuresInRow,
                    Duration.parse(firstPause),
                    Duration.parse(longestPause),
                    Duration.parse(disableAfter));
        }
    }

    /** A {@link RateLimit}. */
    record Rate(int permits, String period, int burst) {

        static Rate of(RateLimit limit) {
            return new Rate(limit.permits(), limit.period().toString(), limit.burst());
        }

        RateLimit read() {
            return new RateLimit(permits, Duration.parse(period), burst);
        }
    }
}
