package io.gortms.webhooks;

import io.gortms.BrokerException;
import java.util.Collection;

/** There is no endpoint of this id. */
public final class EndpointNotFoundException extends BrokerException {

    private static final long serialVersionUID = 1L;

    private final String endpoint;

    /** Names the endpoint, and those that there are. */
    public EndpointNotFoundException(String endpoint, Collection<String> existing) {
        super("there is no endpoint '" + endpoint + "'; "
                + (existing.isEmpty() ? "none is registered" : "registered are " + String.join(", ", existing)));
        this.endpoint = endpoint;
    }

    /** The id that was asked for. */
    public String endpoint() {
        return endpoint;
    }
}
