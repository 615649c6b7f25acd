package io.gortms;

/** Something that was asked for needs a library that the application has not added. */
public final class MissingLibraryException extends BrokerException {

    private static final long serialVersionUID = 1L;

    private final String artifact;

    /**
     * Names the library.
     *
     * @param what what needs it
     * @param artifact its Maven coordinates
     */
    public MissingLibraryException(String what, String artifact, Throwable cause) {
        super(what + " needs a library that is not on the class path: add " + artifact + " to the application", cause);
        this.artifact = artifact;
    }

    /** The Maven coordinates of what is missing. */
    public String artifact() {
        return artifact;
    }
}
