package io.gortms;

/** A delivery was settled already, or its lease was lost: this settlement changed nothing. */
public final class DeliverySettledException extends BrokerException {

    private static final long serialVersionUID = 1L;

    private final String messageId;
    private final long position;

    /** Names the message and how the delivery ended. */
    public DeliverySettledException(String messageId, long position, String how) {
        super("the delivery of the message " + messageId + " at position " + position + " " + how
                + "; this settlement changed nothing");
        this.messageId = messageId;
        this.position = position;
    }

    /** The message's id. */
    public String messageId() {
        return messageId;
    }

    /** The message's position. */
    public long position() {
        return position;
    }
}
