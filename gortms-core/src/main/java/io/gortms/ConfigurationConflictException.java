package io.gortms;

/** A declaration contradicts what exists in a way that cannot be changed. Nothing was changed. */
public final class ConfigurationConflictException extends BrokerException {

    private static final long serialVersionUID = 1L;

    private final String resource;
    private final String option;

    /** Names the option and both values. */
    public ConfigurationConflictException(String resource, String option, Object existing, Object declared) {
        super("'" + resource + "' exists with " + option + "(" + existing + ") and cannot become " + option + "("
                + declared + "); delete it first, or declare it as it is");
        this.resource = resource;
        this.option = option;
    }

    /** What was declared. */
    public String resource() {
        return resource;
    }

    /** The option that cannot change. */
    public String option() {
        return option;
    }
}
