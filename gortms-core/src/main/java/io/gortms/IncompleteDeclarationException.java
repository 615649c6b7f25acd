package io.gortms;

/**
 * Something was declared in code, which is not stored, and has not been given again since the broker was opened: nothing that
 * needs it is published until it is.
 */
public final class IncompleteDeclarationException extends BrokerException {

    private static final long serialVersionUID = 1L;

    private final String resource;
    private final String missing;

    /**
     * Says what is missing.
     *
     * @param resource what was declared with it
     * @param missing what has to be given again, and how
     */
    public IncompleteDeclarationException(String resource, String missing) {
        super("nothing was published: '" + resource + "' was declared with " + missing
                + ", which is code and is not stored; give it again after opening the broker");
        this.resource = resource;
        this.missing = missing;
    }

    /** What was declared with it. */
    public String resource() {
        return resource;
    }

    /** What has to be given again. */
    public String missing() {
        return missing;
    }
}
