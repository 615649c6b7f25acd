package io.gortms.webhooks;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which attempts of the log are wanted: all conditions must hold. Immutable: each setter returns a new one, the result of which
 * must be used. The log is read from its newest end; a time range keeps that short.
 *
 * @param id attempts of this webhook, or null
 * @param endpoint attempts at this endpoint, or null
 * @param outcome attempts that ended so, or null
 * @param status answers with this status, or null
 * @param since recorded at this time or later, or null
 * @param until recorded before this time, or null
 * @param limit how many at most, at least 1
 */
public record AttemptQuery(
        @Nullable String id,
        @Nullable String endpoint,
        WebhookAttempt.@Nullable Outcome outcome,
        @Nullable Integer status,
        @Nullable Instant since,
        @Nullable Instant until,
        int limit) {

    /** Checks the limit. */
    public AttemptQuery {
        if (limit < 1) {
            throw new IllegalArgumentException("limit is at least 1, not " + limit);
        }
    }

    /** The newest hundred. */
    public static AttemptQuery newest() {
        return new AttemptQuery(null, null, null, null, null, null, 100);
    }

    /** Of this webhook. */
    public AttemptQuery id(String value) {
        return new AttemptQuery(Objects.requireNonNull(value, "id"), endpoint, outcome, status, since, until, limit);
    }

    /** At this endpoint. */
    public AttemptQuery endpoint(String value) {
        return new AttemptQuery(id, Objects.requireNonNull(value, "endpoint"), outcome, status, since, until, limit);
    }

    /** That ended so. */
    public AttemptQuery outcome(WebhookAttempt.Outcome value) {
        return new AttemptQuery(id, endpoint, Objects.requireNonNull(value, "outcome"), status, since, until, limit);
    }

    /** Answered with this status; 0 for no answer. */
    public AttemptQuery status(int value) {
        return new AttemptQuery(id, endpoint, outcome, value, since, until, limit);
    }

    /** Recorded at this time or later. */
    public AttemptQuery since(Instant value) {
        return new AttemptQuery(id, endpoint, outcome, status, value, until, limit);
    }

    /** Recorded before this time. */
    public AttemptQuery until(Instant value) {
        return new AttemptQuery(id, endpoint, outcome, status, since, value, limit);
    }

    /** So many at most; default 100. */
    public AttemptQuery limit(int value) {
        return new AttemptQuery(id, endpoint, outcome, status, since, until, value);
    }

    /** Whether an attempt is wanted; the times are not looked at, since they are those of the record. */
    public boolean matches(WebhookAttempt attempt) {
        return (id == null || id.equals(attempt.id()))
                && (endpoint == null || endpoint.equals(attempt.endpoint()))
                && (outcome == null || outcome == attempt.outcome())
                && (status == null || status == attempt.status());
    }
}
