package io.gortms;

import java.util.List;

/** There is no domain of this name, or it has been deleted. */
public final class DomainNotFoundException extends BrokerException {

    private static final long serialVersionUID = 1L;

    private final String domain;

    /** Names what was asked for, and the nearest names that exist. */
    public DomainNotFoundException(String domain, List<String> nearest) {
        super("there is no domain '" + domain + "'"
                + (nearest.isEmpty() ? "" : "; the nearest existing names are " + String.join(", ", nearest))
                + "; declare it first");
        this.domain = domain;
    }

    /** The domain's name. */
    public String domain() {
        return domain;
    }
}
