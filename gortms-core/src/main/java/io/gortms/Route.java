package io.gortms;

/**
 * A routing rule: what is published to one queue is copied to another. Durable; made by {@link Domain#route(String)}. Safe for
 * use by any thread.
 */
public interface Route {

    /** The queue that messages are published to. */
    String from();

    /** The queue that gets the copies. */
    String to();

    /** Which messages are copied: {@code always}, {@code code}, or the JSON form of a predicate. */
    String condition();

    /**
     * Narrows the rule to messages of which this is true, at once; a condition it had before is replaced.
     *
     * <p>What {@link Predicates} makes is durable. A predicate in code is not: after a restart, what is published to the queue
     * is refused with an {@link IncompleteDeclarationException} until the condition is given again.
     *
     * @throws RouteNotFoundException if the rule has been removed
     * @return the narrowed rule
     */
    Route when(MessagePredicate condition);
}
