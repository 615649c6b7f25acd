package io.gortms;

import org.jspecify.annotations.Nullable;

/** A stored payload cannot be read as what was asked for. */
public final class UnreadablePayloadException extends BrokerException {

    private static final long serialVersionUID = 1L;

    private final long position;
    private final String messageId;

    /** Names the message and what was asked for. */
    public UnreadablePayloadException(
            long position, String messageId, String contentType, String wanted, @Nullable Throwable cause) {
        super(
                "the payload (" + contentType + ") of the message " + messageId + " at position " + position
                        + " cannot be read as " + wanted + (cause == null ? "" : ": " + cause.getMessage()),
                cause);
        this.position = position;
        this.messageId = messageId;
    }

    /** The message's position. */
    public long position() {
        return position;
    }

    /** The message's id. */
    public String messageId() {
        return messageId;
    }
}
