package io.gortms.internal.delivery;

import io.gortms.QueueSettings;
import io.gortms.RetryPolicy;
import io.gortms.internal.time.BrokerClock;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** What follows a failure: pure, given the numbers. */
final class FailureRule {

    private static final long FIRST_LETTER_DELAY_MICROS = 1_000_000;
    private static final long LONGEST_LETTER_DELAY_MICROS = 60_000_000;
    private static final int LETTER_DOUBLINGS = 6;

    /** Why a delivery failed. */
    enum Cause {
        /** An exception, or a nack without a delay. */
        FAILED,
        /** A nack with a delay. */
        FAILED_WITH_DELAY,
        /** The lease ended. */
        EXPIRED
    }

    /**
     * What follows.
     *
     * @param deadReason why the message is dead-lettered, or null if it comes again
     * @param delayMicros when it comes again, from now
     */
    record Verdict(@Nullable String deadReason, long delayMicros) {

        static Verdict giveUp(String reason) {
            return new Verdict(reason, 0);
        }

        static Verdict comeAgain(long delayMicros) {
            return new Verdict(null, delayMicros);
        }
    }

    private FailureRule() {}

    /**
     * The verdict on a message.
     *
     * @param attempt how many deliveries there were, this one included
     * @param failures how many of them failed, this one included
     * @param nackDelayMicros of a nack with a delay
     * @param error what the handler threw, if it did
     */
    static Verdict verdict(
            QueueSettings settings,
            Cause cause,
            int attempt,
            int failures,
            long nackDelayMicros,
            @Nullable Throwable error) {
        RetryPolicy policy = settings.retry();
        if (policy.backoff() != RetryPolicy.Backoff.NONE) {
            if (error != null && !policy.isRetried(error)) {
                return Verdict.giveUp(DeadLetterReason.NOT_RETRYABLE);
            }
            if (failures > policy.maxRetries()) {
                return Verdict.giveUp(DeadLetterReason.RETRIES_EXHAUSTED);
            }
        }
        if (isSpent(settings, attempt)) {
            return Verdict.giveUp(DeadLetterReason.DELIVERY_LIMIT);
        }
        if (cause == Cause.FAILED_WITH_DELAY) {
            return Verdict.comeAgain(nackDelayMicros);
        }
        if (policy.backoff() != RetryPolicy.Backoff.NONE) {
            double chance = ThreadLocalRandom.current().nextDouble(-1, 1);
            return Verdict.comeAgain(BrokerClock.toMicros(policy.delay(failures, chance)));
        }
        return cause == Cause.EXPIRED ? Verdict.comeAgain(0) : Verdict.giveUp(DeadLetterReason.FAILED);
    }

    /** Whether a message that was delivered so often is delivered no more. */
    static boolean isSpent(QueueSettings settings, int deliveries) {
        return settings.deliveryLimit() > 0 && deliveries >= settings.deliveryLimit();
    }

    /** A dead letter has nowhere to go: it comes again, a second later at first, at last every minute. */
    static Verdict letterVerdict(Cause cause, int failures, long nackDelayMicros) {
        if (cause == Cause.FAILED_WITH_DELAY) {
            return Verdict.comeAgain(nackDelayMicros);
        }
        long delayMicros = FIRST_LETTER_DELAY_MICROS << Math.min(LETTER_DOUBLINGS, failures - 1);
        return Verdict.comeAgain(Math.min(LONGEST_LETTER_DELAY_MICROS, delayMicros));
    }
}
