package io.gortms.websocket.internal.net;

/** Decides about clients. */
@FunctionalInterface
public interface Reception {

    /**
     * A client has connected, and nothing is read from it until it is let in by {@link Connection#accept} or sent away by {@link
     * Connection#close}. Called on the thread of the sockets: must not wait.
     */
    void onConnect(Connection connection, Handshake handshake);
}
