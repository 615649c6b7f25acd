package io.gortms.websocket;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Broadcasts to all clients at {@code /api/v1/ws}. Safe for use by any thread; nothing here waits for a client. Every client is
 * given every broadcast from its connecting on, in the same order. One that is slow is disconnected (1013, it may come again) when
 * its buffer ({@link ObservationServerBuilder#clientBuffer}) is full.
 *
 * <p>Callbacks run on threads of the server's: for each client one at a time, in the order of connect, messages, disconnect. What
 * they throw is logged.
 */
public interface Hub {

    /**
     * Sends this to every client as JSON, without an envelope.
     *
     * @throws IllegalArgumentException if it cannot be written as JSON; nobody is sent anything
     */
    void broadcastJson(Object value);

    /** Who is connected now; a snapshot. */
    List<HubClient> clients();

    /** Is called with each client that connects from now on. */
    void onConnect(Consumer<HubClient> callback);

    /** Is called with each client that is gone. */
    void onDisconnect(Consumer<HubClient> callback);

    /**
     * Is called with each text message of a client. While it is at work on one, and more than a few wait, the client is not
     * read from.
     */
    void onMessage(BiConsumer<HubClient, String> handler);
}
