package io.gortms;

import java.util.List;

/** There is no exchange of this name, or it has been deleted. */
public final class ExchangeNotFoundException extends BrokerException {

    private static final long serialVersionUID = 1L;

    private final String domain;
    private final String exchange;

    /** Names what was asked for, and the nearest names that exist. */
    public ExchangeNotFoundException(String domain, String exchange, List<String> nearest) {
        super("there is no exchange '" + exchange + "' in the domain '" + domain + "'"
                + (nearest.isEmpty() ? "" : "; the nearest existing names are " + String.join(", ", nearest))
                + "; declare it first");
        this.domain = domain;
        this.exchange = exchange;
    }

    /** The domain's name. */
    public String domain() {
        return domain;
    }

    /** The exchange's name. */
    public String exchange() {
        return exchange;
    }
}
