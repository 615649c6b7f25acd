package io.gortms;

/** A queue holds as many messages as {@link QueueOptions#maxSize(long)} allows. Nothing was stored. */
public final class QueueFullException extends BrokerException {

    private static final long serialVersionUID = 1L;

    private final String queue;
    private final long size;
    private final long maxSize;

    /** Names the queue, how many messages wait in it and how many may, what is in the way, and what would help. */
    public QueueFullException(String queue, long size, long maxSize, String problem, String remedy) {
        super("'" + queue + "' " + problem + "; nothing was stored; " + remedy);
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
