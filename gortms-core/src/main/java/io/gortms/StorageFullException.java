package io.gortms;

import org.jspecify.annotations.Nullable;

/**
 * The disk has no room. A publish or a declaration that throws this has stored nothing; reading and settling go on, and publishing works
 * again when there is room. An {@link Delivery#ack()} that throws it has settled the message, but only as long as the process
 * lives: the space that is always kept for settlements is used up too.
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

    private StorageFullException(String message, String queue, long freeBytes, @Nullable Throwable cause) {
        super(message, cause);
        this.queue = queue;
        this.freeBytes = freeBytes;
    }

    /**
     * For a settlement that is in memory only.
     *
     * @param group as {@code domain.queue/group}
     * @param messageId of the message that is settled
     * @param freeBytes that are free
     */
    public static StorageFullException ofSettlement(String group, String messageId, long freeBytes) {
        return new StorageFullException(
                "the disk has no room for a settlement of '" + group + "': " + freeBytes
                        + " bytes are free, and the space that is kept for settlements is used up; the message "
                        + messageId + " is settled, but comes again if the process ends before the settlement is on the"
                        + " disk; make room: it is then written by itself",
                group.substring(0, group.indexOf('/')),
                freeBytes,
                null);
    }

    /** For a declaration, or whatever else is no message: says what could not be written, and why. */
    public static StorageFullException ofFile(String message, long freeBytes, Throwable cause) {
        return new StorageFullException(message, "", freeBytes, cause);
    }

    /** The queue, as {@code domain.queue}; empty if it is about none. */
    public String queue() {
        return queue;
    }

    /** Bytes that were free. */
    public long freeBytes() {
        return freeBytes;
    }
}
