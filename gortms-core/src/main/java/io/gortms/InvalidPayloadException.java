package io.gortms;

import org.jspecify.annotations.Nullable;

/** A payload cannot be written as JSON, or is JSON text that is not JSON. Nothing was stored. */
public final class InvalidPayloadException extends BrokerException {

    private static final long serialVersionUID = 1L;

    private final String queue;

    /** Names the queue, what was wrong, and what would help. */
    public InvalidPayloadException(String queue, String problem, String remedy, @Nullable Throwable cause) {
        super("a payload for '" + queue + "' " + problem + "; nothing was stored; " + remedy, cause);
        this.queue = queue;
    }

    /** The queue, as {@code domain.queue}. */
    public String queue() {
        return queue;
    }
}
