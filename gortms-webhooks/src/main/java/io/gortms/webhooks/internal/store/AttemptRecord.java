package io.gortms.webhooks.internal.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.gortms.webhooks.FailureReason;
import io.gortms.webhooks.WebhookAttempt;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An attempt as it stands in its queue: JSON.
 *
 * @param number of the endpoint
 * @param position of the message in its queue
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record AttemptRecord(
        String id,
        String event,
        String endpoint,
        int number,
        long position,
        String url,
        int attempt,
        long startedMicros,
        long durationMicros,
        WebhookAttempt.Outcome outcome,
        int status,
        @Nullable FailureReason reason,
        String detail,
        String body,
        long nextMicros) {

    static AttemptRecord of(WebhookAttempt attempt, AttemptKey key) {
        Instant next = attempt.nextAttemptAt();
        return new AttemptRecord(
                attempt.id(),
                attempt.event(),
                attempt.endpoint(),
                key.number(),
                key.position(),
                attempt.url(),
                attempt.attempt(),
                Micros.of(attempt.startedAt()),
                Micros.of(attempt.duration()),
                attempt.outcome(),
                attempt.status(),
                attempt.reason(),
                attempt.detail(),
                attempt.responseBody(),
                next == null ? 0 : Micros.of(next));
    }

    AttemptKey key() {
        return new AttemptKey(number, position, attempt);
    }

    WebhookAttempt read() {
        return new WebhookAttempt(
                id,
                event,
                endpoint,
                url,
                attempt,
                Micros.instant(startedMicros),
                Micros.duration(durationMicros),
                outcome,
                status,
                reason,
                detail,
                body,
                nextMicros == 0 ? null : Micros.instant(nextMicros));
    }
}
