package io.gortms.webhooks;

/** A URL, or the address of its host, that the {@link AddressPolicy} does not allow. No address is shown that is not in the URL. */
public final class BlockedAddressException extends WebhookTransportException {

    private static final long serialVersionUID = 1L;

    /** Makes one with a message that says what is not allowed, and what is. */
    public BlockedAddressException(String message) {
        super(FailureReason.BLOCKED, message);
    }
}
