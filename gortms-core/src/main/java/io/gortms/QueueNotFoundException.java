package io.gortms;

import java.util.List;

/** There is no queue of this name, or it has been deleted. */
public final class QueueNotFoundException extends BrokerException {

    private static final long serialVersionUID = 1L;

    private static final String DEAD_LETTERS = ".dlq";

    private final String domain;
    private final String queue;

    /** Names what was asked for, and the nearest names that exist. */
    public QueueNotFoundException(String domain, String queue, List<String> nearest) {
        super("there is no queue '" + queue + "'" + " in the domain '" + domain + "'"
                + (nearest.isEmpty() ? "" : "; the nearest existing names are " + String.join(", ", nearest))
                + "; " + remedy(queue));
        this.domain = domain;
        this.queue = queue;
    }

    private static String remedy(String queue) {
        return queue.endsWith(DEAD_LETTERS)
                ? "it is made with the first dead letter; deadLetters() of the queue it belongs to works before that too"
                : "declare it first";
    }

    /** The domain's name. */
    public String domain() {
        return domain;
    }

    /** The queue's name. */
    public String queue() {
        return queue;
    }
}
