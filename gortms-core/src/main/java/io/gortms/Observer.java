package io.gortms;

/**
 * Sees the messages of a queue as they are published: see {@link MessageQueue#observe(Observer)}. Called on the broker's own
 * threads, one call at a time, in position order, with no lock held; it may call the broker. Each observer has a buffer of its
 * own: one that is slow loses the oldest messages in it, is told how many, and is in nobody's way. What it throws is logged, and
 * it goes on.
 */
@FunctionalInterface
public interface Observer {

    /** How many messages wait for a slow observer at most. */
    int BUFFERED_MESSAGES = 1024;

    /** How many bytes wait for a slow observer at most, but for one message that is larger. */
    int BUFFERED_BYTES = 16 << 20;

    /** A message was published, and is as durable as its queue promises. */
    void onMessage(StoredMessage message) throws Exception;

    /**
     * Messages went by unseen, because the observer was too slow or their records could not be read any more. Called before
     * the next message that is seen.
     *
     * @param count how many
     */
    default void onDropped(long count) throws Exception {}

    /** The broker is closed, or the queue is deleted: nothing follows. Not called after {@link Observation#close()}. */
    default void onEnd() throws Exception {}
}
