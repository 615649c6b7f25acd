package io.gortms.webhooks;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to deliver a webhook, as the log has it. Secrets, values of headers and the URL's query are left out of it where
 * the receiver has sent them back as they are, if they have 6 characters or more.
 *
 * @param id the webhook's id
 * @param event the type of its event
 * @param endpoint the id of the endpoint; empty for {@link Webhooks#send} and {@link Webhooks#dispatchTo}
 * @param url where it was sent, without the query
 * @param attempt which attempt it was, 1 for the first. A webhook that was given up and redelivered begins at 1 again
 * @param startedAt when it was begun
 * @param duration how long it took
 * @param outcome what followed
 * @param status the status of the answer; 0 if there was none
 * @param reason why it was not delivered; null if it was
 * @param detail what went wrong, in words; empty if nothing did
 * @param responseBody the beginning of the answer's body, as UTF-8
 * @param nextAttemptAt when it is tried again; null if it is not
 */
public record WebhookAttempt(
        String id,
        String event,
        String endpoint,
        String url,
        int attempt,
        Instant startedAt,
        Duration duration,
        Outcome outcome,
        int status,
        @Nullable FailureReason reason,
        String detail,
        String responseBody,
        @Nullable Instant nextAttemptAt) {

    /** What follows from an attempt. */
    public enum Outcome {
        /** The webhook has arrived. */
        DELIVERED,
        /** It is tried again. */
        RETRIED,
        /** It is not tried again, and is a dead letter; of {@link Webhooks#send} nothing is kept. */
        GIVEN_UP
    }

    /** Whether the webhook has arrived. */
    public boolean isDelivered() {
        return outcome == Outcome.DELIVERED;
    }
}
