package io.gortms.websocket;

import java.net.InetSocketAddress;

/** Something else listens on the port already. Nothing of the server runs; the broker goes on. */
public final class PortInUseException extends ServerStartException {

    private static final long serialVersionUID = 1L;

    /** Names where it was to listen. */
    public PortInUseException(InetSocketAddress address, Throwable cause) {
        super(
                address,
                "port " + address.getPort() + " of " + address.getAddress().getHostAddress()
                        + " is in use; stop what listens there, or choose another port",
                cause);
    }

    /** The port. */
    public int port() {
        return address().getPort();
    }
}
