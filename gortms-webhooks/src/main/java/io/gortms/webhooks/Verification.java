package io.gortms.webhooks;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link WebhookVerifier} found. Immutable.
 *
 * @param reason why the request is refused, or {@link VerificationReason#GENUINE}
 * @param id the message's id, the same at every attempt: remember it when you have handled the message, and answer 2xx at once
 *     if it comes again. Null if the signature did not match, or if a Gost request has none. Gost does not sign it
 * @param timestamp when the attempt was made, as it is signed; null if the signature did not match, and for Gost, which signs none
 */
public record Verification(
        VerificationReason reason,
        @Nullable String id,
        @Nullable Instant timestamp) {

    /** Whether the request may be handled. */
    public boolean isGenuine() {
        return reason == VerificationReason.GENUINE;
    }

    static Verification refused(VerificationReason reason) {
        return new Verification(reason, null, null);
    }
}
