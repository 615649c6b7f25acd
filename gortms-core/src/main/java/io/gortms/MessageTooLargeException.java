package io.gortms;

/** A payload or a message's headers are larger than allowed. Nothing was stored. */
public final class MessageTooLargeException extends BrokerException {

    private static final long serialVersionUID = 1L;

    private final String queue;
    private final long bytes;
    private final long limit;

    /** Names the queue, what was too large, its size and the limit, in bytes. */
    public MessageTooLargeException(String queue, String what, long bytes, long limit, String remedy) {
        super("a message for '" + queue + "' has " + bytes + " bytes of " + what + ", more than the " + limit
                + " allowed; nothing was stored; " + remedy);
        this.queue = queue;
        this.bytes = bytes;
        this.limit = limit;
    }

    /** The queue, as {@code domain.queue}. */
    public String queue() {
        return queue;
    }

    /** What it takes, in bytes. */
    public long bytes() {
        return bytes;
    }

    /** What is allowed, in bytes. */
    public long limit() {
        return limit;
    }
}
