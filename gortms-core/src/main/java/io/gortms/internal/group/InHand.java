package io.gortms.internal.group;

/**
 * Which messages are in a handler's hands, so that the death of the process does not forget that they were delivered.
 * Each worker has a slot of its own. Safe for use by any thread; a slot by one thread at a time.
 */
public interface InHand extends AutoCloseable {

    /** A slot for a worker of this group; -1, which the other methods take and ignore, if there is no room for one. */
    int acquire(int group);

    /** The worker's handler gets this position now. */
    void set(int slot, long position);

    /** The worker's handler has returned it. */
    void clear(int slot);

    /** The worker is gone. */
    void release(int slot);

    /** Forgets all slots. Later calls of the other methods have no effect that lasts. */
    @Override
    void close();
}
