package io.gortms.webhooks.internal;

import io.gortms.Broker;
import io.gortms.Durability;
import io.gortms.webhooks.RetrySchedule;
import io.gortms.webhooks.TransportOptions;
import io.gortms.webhooks.WebhookListener;
import io.gortms.webhooks.WebhookSigner;
import io.gortms.webhooks.WebhookTransport;
import io.gortms.webhooks.internal.store.Sealer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was asked of the builder.
 *
 * @param sealer null without a key
 * @param transport the application's own; null for ours
 */
public record WebhooksConfig(
        Broker broker,
        @Nullable Sealer sealer,
        WebhookSigner profile,
        RetrySchedule schedule,
        TransportOptions options,
        @Nullable WebhookTransport transport,
        Durability durability,
        int maxPayloadBytes,
        int maxInFlight,
        Duration history,
        Duration idempotencyWindow,
        Duration secretOverlap,
        Duration shutdownTimeout,
        List<WebhookListener> listeners) {

    /** Copies the list. */
    public WebhooksConfig {
        listeners = List.copyOf(listeners);
    }
}
