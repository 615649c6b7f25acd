package io.gortms.webhooks.internal.delivery;

import io.gortms.webhooks.FailureReason;
import io.gortms.webhooks.WebhookAttempt.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What follows from an attempt.
 *
 * @param outcome for the webhook
 * @param delayMicros until it is tried again
 * @param reason why it was not delivered; null if it was
 * @param detail what went wrong, in words
 * @param disables whether the endpoint is disabled
 * @param restMicros how long the endpoint has asked to be left alone; 0 if it has not
 */
record Judgement(
        Outcome outcome,
        long delayMicros,
        @Nullable FailureReason reason,
        String detail,
        boolean disables,
        long restMicros) {

    static Judgement delivered() {
        return new Judgement(Outcome.DELIVERED, 0, null, "", false, 0);
    }

    /** The same, of what is not tried again in any case. */
    Judgement withoutRetry() {
        return isDelivered() ? this : new Judgement(Outcome.GIVEN_UP, 0, reason, detail, disables, restMicros);
    }

    boolean isDelivered() {
        return outcome == Outcome.DELIVERED;
    }
}
