package io.gortms.webhooks;

/**
 * Is told what happens to endpoints, one event after another, on a thread of its own. It may call anything; if it throws, that is
 * logged, and if it is 10,000 events behind, the next ones are left out. Changes of circuit breakers are events of the broker ({@code _webhooks.ep-<id>/sender}).
 */
@FunctionalInterface
public interface WebhookListener {

    /** Something happened. */
    void onEvent(EndpointEvent event);
}
