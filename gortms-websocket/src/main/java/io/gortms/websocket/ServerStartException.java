package io.gortms.websocket;

import io.gortms.BrokerException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** The server cannot listen. Nothing of it runs; the broker goes on. */
public class ServerStartException extends BrokerException {

    private static final long serialVersionUID = 1L;

    private final InetSocketAddress address;

    /** Names where it was to listen. */
    public ServerStartException(InetSocketAddress address, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.address = address;
    }

    /** Where it was to listen. */
    public InetSocketAddress address() {
        return address;
    }
}
