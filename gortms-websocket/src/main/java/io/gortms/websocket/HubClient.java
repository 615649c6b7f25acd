package io.gortms.websocket;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** A client of the {@link Hub}. Safe for use by any thread. */
public interface HubClient {

    /** A unique name. */
    String id();

    /** Where it is. */
    InetSocketAddress remoteAddress();

    /** The user or service that it is, or null if nobody has to say. */
    @Nullable String name();

    /**
     * Sends this to the client alone, as JSON, in the order of the broadcasts.
     *
     * @throws IllegalArgumentException if it cannot be written as JSON; nothing is sent
     */
    void sendJson(Object value);

    /** Disconnects it. */
    void close();
}
