package io.gortms;

/**
 * A condition on a message, by which a route is narrowed. Either made by {@link Predicates}, which can be stored and is there
 * again after a restart, or a lambda of the application, which is not stored.
 *
 * <p>May be called by any thread, and by several at the same time. It must not change the message's {@link
 * StoredMessage#json() JSON}, which others may look at after it.
 */
@FunctionalInterface
public interface MessagePredicate {

    /**
     * Whether the condition holds. Of a message that is about to be published, {@link StoredMessage#position()} is -1, and
     * {@link StoredMessage#messageId()} is empty if the publisher gave none.
     */
    boolean test(StoredMessage message);
}
