package io.gortms.websocket;

import io.gortms.Broker;

/**
 * Shows what goes on in a broker to programs and browsers outside this JVM, by WebSocket, and never disturbs it: who is slow
 * misses messages and is told so, and nobody else waits. Safe for use by any thread.
 *
 * <pre>{@code
 * ObservationServer server = ObservationServer.builder(broker).port(8080).build();
 * server.start();
 * server.hub().broadcastJson(Map.of("type", "notice", "text", "deployed"));
 * server.close();
 * }</pre>
 *
 * <p>Paths: {@code /api/ws/domains/{domain}/queues/{queue}} shows the messages of a queue, {@code /api/ws/stats} the statistics,
 * {@code /api/ws/events} the events, and {@code /api/v1/ws} what the {@link #hub()} broadcasts.
 *
 * <p>At the console's port: {@code GET /api/health}; {@code POST /api/auth/login} if there are users.
 *
 * <p>Its threads are daemons. Close it before the broker, or after; it never closes the broker.
 */
public interface ObservationServer extends AutoCloseable {

    /** Starts the description of a server of this broker. */
    static ObservationServerBuilder builder(Broker broker) {
        return new ObservationServerBuilder(broker);
    }

    /**
     * Begins to listen. If that fails nothing of it runs, and the broker goes on.
     *
     * @throws PortInUseException if something else listens on a port already
     * @throws ServerStartException if it cannot listen for another reason
     * @throws SecretsException if there is no certificate for {@link Tls} that can be used
     * @throws IllegalStateException if it was started or closed before
     */
    void start();

    /**
     * The port it listens on.
     *
     * @throws IllegalStateException if it does not run
     */
    int port();

    /**
     * The port of the console.
     *
     * @throws IllegalStateException if it does not run, or has none
     */
    int consolePort();

    /** Broadcasts to those who listen at {@code /api/v1/ws}. There before {@link #start()}, and after {@link #close()}. */
    Hub hub();

    /**
     * Ends all connections (1000, "Server shutting down") and listens no more. Waits a few seconds at most for clients to take it.
     * Callbacks of the {@link Hub} that are at work are not
     * waited for. Idempotent.
     */
    @Override
    void close();
}
