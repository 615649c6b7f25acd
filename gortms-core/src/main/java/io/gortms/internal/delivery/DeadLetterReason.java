package io.gortms.internal.delivery;

/** Values of the header {@code gortms-dead-reason}, beside the reasons that applications give themselves. */
final class DeadLetterReason {

    /** The handler failed, or the message was nacked, and no retry policy says to try again. */
    static final String FAILED = "failed";

    /** The message failed as often as the retry policy allows, and once more. */
    static final String RETRIES_EXHAUSTED = "retries-exhausted";

    /** The handler threw an exception that the retry policy does not try again. */
    static final String NOT_RETRYABLE = "not-retryable";

    /** The message was delivered as often as {@code deliveryLimit} allows. */
    static final String DELIVERY_LIMIT = "delivery-limit";

    /** The message's time to live is over. */
    static final String EXPIRED = "expired";

    /** The payload cannot be read as the class that the handler takes. */
    static final String UNREADABLE = "unreadable";

    private DeadLetterReason() {}
}
