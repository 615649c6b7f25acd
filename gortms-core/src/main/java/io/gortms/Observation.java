package io.gortms;

/** An {@link Observer} at work. Safe for use by any thread, the observer's included. */
public interface Observation extends AutoCloseable {

    /**
     * The position it began at: the observer is told of this one and all after it, and of none before. What {@link
     * MessageQueue#read(long, int)} finds below it is the history that joins without a gap.
     */
    long startPosition();

    /** How many messages the observer has missed so far; while it is slow, counted a few times a second. */
    long dropped();

    /** Ends it: nothing is begun after this returns; a call that is running is not waited for. Idempotent. */
    @Override
    void close();
}
