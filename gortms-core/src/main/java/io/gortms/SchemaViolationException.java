package io.gortms;

import java.util.List;
import java.util.stream.Collectors;

/** A payload is not what the domain's schema says. Nothing was stored. */
public final class SchemaViolationException extends BrokerException {

    private static final long serialVersionUID = 1L;

    /** A payload of a thousand elements can have a thousand violations; a message of them helps nobody. */
    private static final int MOST_IN_MESSAGE = 100;

    private final String queue;
    private final transient List<SchemaViolation> violations;

    /**
     * Names the queue and everything that is wrong.
     *
     * @param queue as {@code domain.queue}
     * @param violations at least one
     */
    public SchemaViolationException(String queue, List<SchemaViolation> violations) {
        super("a payload for '" + queue + "' violates the domain's schema: " + listed(violations)
                + "; correct the payload, or declare the domain with another schema; nothing was stored");
        this.queue = queue;
        this.violations = List.copyOf(violations);
    }

    private static String listed(List<SchemaViolation> violations) {
        String list = violations.stream()
                .limit(MOST_IN_MESSAGE)
                .map(SchemaViolation::toString)
                .collect(Collectors.joining("; "));
        int more = violations.size() - MOST_IN_MESSAGE;
        return more > 0 ? list + "; and " + more + " more" : list;
    }

    /** The queue, as {@code domain.queue}. */
    public String queue() {
        return queue;
    }

    /** Everything that is wrong; the message names the first hundred. */
    public List<SchemaViolation> violations() {
        return violations;
    }
}
