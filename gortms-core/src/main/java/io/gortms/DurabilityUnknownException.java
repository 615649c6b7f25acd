package io.gortms;

import org.jspecify.annotations.Nullable;

/**
 * A disk barrier failed, or a write that could not be taken back: whether the message is stored is not known. It stays
 * unseen, and may appear after reopening; the queue refuses further publishes until then.
 */
public final class DurabilityUnknownException extends BrokerException {

    private static final long serialVersionUID = 1L;

    private final String queue;

    /** Names the queue. */
    public DurabilityUnknownException(String queue, @Nullable Throwable cause) {
        super(
                "the disk failed under '" + queue + "': whether the message is stored is not known until the broker is"
                        + " opened again; check the disk, then close and reopen the broker",
                cause);
        this.queue = queue;
    }

    /** The queue, as {@code domain.queue}. */
    public String queue() {
        return queue;
    }
}
