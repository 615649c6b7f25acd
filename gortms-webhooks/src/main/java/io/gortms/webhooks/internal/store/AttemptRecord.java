package io.gortms.webhooks.internal.store;

import com.fasterxml.jackson.core.JsonGenerator;
import io.gortms.webhooks.FailureReason;
import io.gortms.webhooks.WebhookAttempt;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An attempt as it stands in its queue: JSON.
 *
 * @param number of the endpoint
 * @param position of the message in its queue
 */
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

    /** Writes it, field by field: it is written for each attempt, and read for the few that somebody asks for. */
    void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", id);
        json.writeStringField("event", event);
        json.writeStringField("endpoint", endpoint);
        json.writeNumberField("number", number);
        json.writeNumberField("position", position);
        json.writeStringField("url", url);
        json.writeNumberField("attempt", attempt);
        json.writeNumberField("startedMicros", startedMicros);
        json.writeNumberField("durationMicros", durationMicros);
        json.writeStringField("outcome", outcome.name());
        json.writeNumberField("status", status);
        if (reason != null) {
            json.writeStringField("reason", reason.name());
        }
        json.writeStringField("detail", detail);
        json.writeStringField("body", body);
        json.writeNumberField("nextMicros", nextMicros);
        json.writeEndObject();
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
