package io.gortms;

/** A queue holds as many messages as {@link QueueOptions#maxSize(long)} allows. Nothing was stored. */
public final class QueueFullException extends BrokerException {

    private static final long serialVersionUID = 1L;

    private final String queue;
    private final long size;
    private final long maxSize;

    /** Names the queue, how many messages wait in it, and how many may. */
    public QueueFullException(String queue, long size, long maxSize, String circumstance) {
        super("'" + queue + "' is full: " + size + " messages wait, and maxSize is " + maxSize + circumstance
                + "; nothing was stored; publish again when consumers have caught up, raise maxSize, or choose"
                + " overflow(DROP_OLDEST)");
        this.queue = queue;
        this.size = size;
        this.maxSize = maxSize;
    }

    /** The queue, as {@code domain.queue}. */
    public String queue() {
        return queue;
    }

    /** How many messages waited. */
    public long size() {
        return size;
    }

    /** How many may wait. */
    public long maxSize() {
        return maxSize;
    }
}
