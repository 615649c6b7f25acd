package io.gortms;

/** A dead-letter queue was asked for dead letters of its own: it has none. */
public final class NoDeadLettersException extends BrokerException {

    private static final long serialVersionUID = 1L;

    private final String domain;
    private final String queue;

    /** Names the dead-letter queue, and the queue whose letters it holds. */
    public NoDeadLettersException(String domain, String queue, String owner) {
        super("'" + domain + "." + queue + "' holds the dead letters of '" + owner
                + "' and has none of its own; use deadLetters() of '" + owner + "'");
        this.domain = domain;
        this.queue = queue;
    }

    /** The domain. */
    public String domain() {
        return domain;
    }

    /** The dead-letter queue. */
    public String queue() {
        return queue;
    }
}
