package io.gortms;

/** There is no such routing rule, or it has been removed. */
public final class RouteNotFoundException extends BrokerException {

    private static final long serialVersionUID = 1L;

    private final String domain;
    private final String from;
    private final String to;

    /** Names both ends. */
    public RouteNotFoundException(String domain, String from, String to) {
        super("the domain '" + domain + "' has no rule that routes from '" + from + "' to '" + to
                + "'; routes() lists those there are");
        this.domain = domain;
        this.from = from;
        this.to = to;
    }

    /** The domain's name. */
    public String domain() {
        return domain;
    }

    /** Where the rule would begin. */
    public String from() {
        return from;
    }

    /** Where the rule would copy to. */
    public String to() {
        return to;
    }
}
