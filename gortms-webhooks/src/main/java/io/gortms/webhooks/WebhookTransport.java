package io.gortms.webhooks;

import java.util.concurrent.CompletableFuture;

/**
 * What sends one attempt. Safe for use by any thread; {@link #post} does not block.
 *
 * <p>One call is one HTTP request at most: nothing is repeated and no redirect followed. Whoever implements it keeps what {@link
 * TransportOptions} say, above all the {@link AddressPolicy}, at the time a connection is made.
 */
public interface WebhookTransport extends AutoCloseable {

    /**
     * Sends a POST. The future completes with any complete response, whatever its status, or with a {@link
     * WebhookTransportException} that says why there is none. It may complete in a thread that serves other exchanges too: what is
     * chained to it must not block. Cancelling it ends the exchange and closes its connection.
     *
     * @throws IllegalStateException if the transport was closed
     */
    CompletableFuture<WebhookResponse> post(WebhookRequest request);

    /** Cancels what is under way and closes all connections. */
    @Override
    void close();
}
