package io.gortms;

import java.util.List;
import java.util.function.Consumer;

/**
 * A namespace of queues. Obtained from {@link Broker#declareDomain(String)}; safe for use by any thread.
 *
 * <p>A handle of a deleted domain stays callable: every call then throws {@link DomainNotFoundException}.
 */
public interface Domain {

    /** The name it was declared with. */
    String name();

    /** The options in force: an immutable snapshot. */
    DomainSettings options();

    /**
     * Creates the queue with default options, or returns the existing one untouched.
     *
     * @throws IllegalArgumentException if the name is not allowed, or differs from an existing one only by case
     */
    MessageQueue declareQueue(String name);

    /**
     * Creates the queue, or changes the existing one to exactly these options, at once and for waiting messages too:
     * what the lambda does not name is at its default.
     *
     * @throws IllegalArgumentException if the name is not allowed, differs from an existing one only by case, or options
     *     cannot hold together
     * @throws ConfigurationConflictException if {@link QueueOptions#persistent(boolean) persistent} differs from the
     *     existing queue's
     */
    MessageQueue declareQueue(String name, Consumer<QueueOptions> options);

    /**
     * Finds an existing queue; dead-letter queues ({@code orders.dlq}) are found too.
     *
     * @throws QueueNotFoundException if there is none of this name; its message lists the nearest existing names
     */
    MessageQueue queue(String name);

    /** All queues, dead-letter queues included, sorted by name; a snapshot. */
    List<MessageQueue> queues();

    /**
     * Deletes the queue with its groups, messages and dead letters. Waiting publishers, pollers and subscriptions end
     * with {@link QueueNotFoundException}; running handlers finish and their settlements are ignored.
     *
     * @throws QueueNotFoundException if there is none of this name
     */
    void deleteQueue(String name);

    /** Counters of this domain's queues: an immutable snapshot. */
    DomainStats stats();
}
