package io.gortms;

/** The queue that a routing rule begins at: see {@link Domain#route(String)}. Safe for use by any thread. */
public interface RouteSource {

    /**
     * Registers the rule that copies what is published to the queue to this one, or returns the existing rule untouched.
     * Without a {@linkplain Route#when condition} everything is copied.
     *
     * @throws QueueNotFoundException if one of the queues does not exist
     * @throws IllegalArgumentException if it is the same queue, or a dead-letter queue
     */
    Route to(String queue);
}
