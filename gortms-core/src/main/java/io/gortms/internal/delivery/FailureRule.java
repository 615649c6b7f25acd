package io.gortms.internal.delivery;

import io.gortms.QueueSettings;

/** What follows a failure: pure, given the numbers. */
final class FailureRule {

    /** Dead-letter the message now. */
    static final long GIVE_UP = -1;

    private static final long FIRST_LETTER_DELAY_MICROS = 1_000_000;
    private static final long LONGEST_LETTER_DELAY_MICROS = 60_000_000;

    /** Why a delivery failed. */
    enum Cause {
        /** An exception, or a nack without a delay. */
        FAILED,
        /** A nack with a delay. */
        FAILED_WITH_DELAY,
        /** The lease ended. */
        EXPIRED
    }

    private FailureRule() {}

    /**
     * When the message comes again: microseconds from now, or {@link #GIVE_UP}.
     *
     * @param attempt how many deliveries there were, this one included
     * @param delayMicros of a nack with a delay
     */
    static long delayMicros(QueueSettings settings, Cause cause, int attempt, long delayMicros) {
        if (isSpent(settings, attempt)) {
            return GIVE_UP;
        }
        return switch (cause) {
            case FAILED -> GIVE_UP;
            case FAILED_WITH_DELAY -> delayMicros;
            case EXPIRED -> 0;
        };
    }

    /** Whether a message that was delivered so often is delivered no more. */
    static boolean isSpent(QueueSettings settings, int deliveries) {
        return settings.deliveryLimit() > 0 && deliveries >= settings.deliveryLimit();
    }

    /** A dead letter has nowhere to go: it comes again, a second later at first, at last every minute. */
    static long letterDelayMicros(Cause cause, int failures, long delayMicros) {
        if (cause == Cause.FAILED_WITH_DELAY) {
            return delayMicros;
        }
        return Math.min(LONGEST_LETTER_DELAY_MICROS, FIRST_LETTER_DELAY_MICROS << Math.min(6, failures - 1));
    }
}
