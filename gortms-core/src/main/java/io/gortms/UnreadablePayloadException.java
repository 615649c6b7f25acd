package io.gortms;

import org.jspecify.annotations.Nullable;

/** A stored payload cannot be read as what was asked for. */
public final class UnreadablePayloadException extends BrokerException {

    private static final long serialVersionUID = 1L;

    private final long position;
    private final String messageId;

    /** Names the message, what was asked for, and what is in the way, if more than the type of the content is. */
    public UnreadablePayloadException(
            long position,
            String messageId,
            String contentType,
            String wanted,
            @Nullable String problem,
            @Nullable Throwable cause) {
        super(
                "the payload (" + contentType + ") of the message " + messageId + " at position " + position
                        + " cannot be read as " + wanted + (problem == null ? "" : ": " + problem)
                        + "; ask for another type, or for the bytes by payload()",
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
