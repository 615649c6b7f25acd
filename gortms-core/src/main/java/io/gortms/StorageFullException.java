package io.gortms;

import org.jspecify.annotations.Nullable;

/**
 * The disk has no room for another message. Nothing was stored; reading and settling go on, and publishing works again
 * when there is room.
 */
public final class StorageFullException extends BrokerException {

    private static final long serialVersionUID = 1L;

    private final String queue;
    private final long freeBytes;

    /** Names the queue and the room that is left, in bytes. */
    public StorageFullException(String queue, long freeBytes, long minimumFreeBytes, @Nullable Throwable cause) {
        super(
                "the disk has no room for a message for '" + queue + "': " + freeBytes + " bytes are free, and "
                        + minimumFreeBytes
                        + " are kept free (minimumFreeDisk); nothing was stored; make room and publish again",
                cause);
        this.queue = queue;
        this.freeBytes = freeBytes;
    }

    /** The queue, as {@code domain.queue}. */
    public String queue() {
        return queue;
    }

    /** Bytes that were free. */
    public long freeBytes() {
        return freeBytes;
    }
}
