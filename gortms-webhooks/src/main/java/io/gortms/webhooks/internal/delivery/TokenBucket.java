package io.gortms.webhooks.internal.delivery;

import io.gortms.webhooks.RateLimit;
import io.gortms.webhooks.internal.store.Micros;

/**
 * A token bucket, fed the time. It keeps no count of tokens but the time at which it would be full again: a token is there if that
 * is near enough (the generic cell rate algorithm of ITU-T I.371).
 */
final class TokenBucket {

    private final RateLimit limit;
    private final double microsPerToken;
    private final double depthMicros;
    private double fullAtMicros;

    TokenBucket(RateLimit limit) {
        this.limit = limit;
        microsPerToken = (double) Micros.of(limit.period()) / limit.permits();
        depthMicros = microsPerToken * limit.burst();
    }

    /** One that keeps to a limit: this one, with the tokens it has, if it does. */
    TokenBucket of(RateLimit wanted) {
        return limit.equals(wanted) ? this : new TokenBucket(wanted);
    }

    /** Takes a token; answers 0, or when there will be one if there is none now. */
    long take(long nowMicros) {
        // it is never further from full than empty, also when the clock was set back
        fullAtMicros = Math.min(fullAtMicros, nowMicros + depthMicros);
        double fullAfter = Math.max(fullAtMicros, (double) nowMicros) + microsPerToken;
        double tooEarly = fullAfter - nowMicros - depthMicros;
        if (tooEarly > 0.5) { // half a microsecond is the clock's own error
            return nowMicros + (long) Math.ceil(tooEarly);
        }
        fullAtMicros = fullAfter;
        return 0;
    }
}
