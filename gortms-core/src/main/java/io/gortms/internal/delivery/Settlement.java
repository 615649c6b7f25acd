package io.gortms.internal.delivery;

import io.gortms.internal.time.BrokerClock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a delivery.
 *
 * @param kind what the consumer said
 * @param delayMicros when the message comes again, or {@link #BY_POLICY}
 * @param reason why it is rejected
 * @param error what the handler threw
 */
record Settlement(
        Kind kind,
        long delayMicros,
        @Nullable String reason,
        @Nullable Throwable error) {

    enum Kind {
        /** Done, and safe when the call returns. */
        ACK,
        /** Done; may be written together with others a little later. */
        ACK_BATCHED,
        FAIL,
        RELEASE,
        REJECT
    }

    static final long BY_POLICY = -1;

    static final Settlement ACK = new Settlement(Kind.ACK, 0, null, null);
    static final Settlement ACK_BATCHED = new Settlement(Kind.ACK_BATCHED, 0, null, null);
    static final Settlement NACK = new Settlement(Kind.FAIL, BY_POLICY, null, null);
    static final Settlement RELEASE = new Settlement(Kind.RELEASE, 0, null, null);

    static Settlement failed(Throwable error) {
        return new Settlement(Kind.FAIL, BY_POLICY, null, error);
    }

    static Settlement nackAfter(Duration delay) {
        return new Settlement(Kind.FAIL, delayMicros(delay), null, null);
    }

    static Settlement releaseAfter(Duration delay) {
        return new Settlement(Kind.RELEASE, delayMicros(delay), null, null);
    }

    static Settlement reject(String reason) {
        return new Settlement(Kind.REJECT, 0, reason, null);
    }

    static Settlement unreadable(Throwable error) {
        return new Settlement(Kind.REJECT, 0, DeadLetterReason.UNREADABLE, error);
    }

    private static long delayMicros(Duration delay) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("a delay is not negative, as " + delay + " is");
        }
        return BrokerClock.toMicros(delay);
    }
}
