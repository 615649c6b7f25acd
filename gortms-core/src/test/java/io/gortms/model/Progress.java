package io.gortms.model;

import org.jspecify.annotations.Nullable;

/** What a group knows of one message. */
final class Progress {

    /** Whether the message holds its key against others. */
    enum Hold {
        NO,
        /**
         * It was in somebody's hands when the broker ended, or had been released, or was the next when the key became free:
         * it may go first, or the lowest may.
         */
        MAYBE,
        YES
    }

    boolean settled;
    int deliveries;
    int failures;
    long firstFailureMs;
    long lastFailureMs;

    /** It does not come again before this time ... */
    long dueMs;

    /** ... and has to be there at this one. */
    long dueAtLatestMs;

    Hold hold = Hold.NO;

    /** It was tried or delayed before a restart, or has a key: where among the others it then comes is not promised. */
    boolean outOfTurn;

    @Nullable ModelDelivery out;

    /** Forgets everything but whether it is settled. */
    void forget() {
        deliveries = 0;
        failures = 0;
        firstFailureMs = 0;
        lastFailureMs = 0;
        dueMs = 0;
        dueAtLatestMs = 0;
        hold = Hold.NO;
        outOfTurn = false;
        out = null;
    }

    boolean wasTried() {
        return deliveries > 0 || failures > 0 || dueAtLatestMs > 0 || out != null;
    }
}
