package io.gortms;

/** No binding of the exchange matches the message; nothing is stored. */
public final class UnroutableMessageException extends BrokerException {

    private static final long serialVersionUID = 1L;

    private final String domain;
    private final String exchange;
    private final String routingKey;

    /** Names the exchange and the key. */
    public UnroutableMessageException(String domain, String exchange, String routingKey) {
        super("nothing was published: "
                + (exchange.isEmpty()
                        ? "the domain '" + domain + "' has no queue '" + routingKey + "', which the default exchange"
                                + " takes the routing key for; declare it first"
                        : "no queue is bound to the exchange '" + exchange + "' of the domain '" + domain
                                + "' for the routing key '" + routingKey + "'; bind one, or publish with another key"));
        this.domain = domain;
        this.exchange = exchange;
        this.routingKey = routingKey;
    }

    /** The domain's name. */
    public String domain() {
        return domain;
    }

    /** The exchange's name, empty for the default one. */
    public String exchange() {
        return exchange;
    }

    /** The routing key. */
    public String routingKey() {
        return routingKey;
    }
}
