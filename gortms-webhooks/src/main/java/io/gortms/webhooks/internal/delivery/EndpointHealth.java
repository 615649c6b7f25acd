package io.gortms.webhooks.internal.delivery;

import io.gortms.webhooks.FailurePolicy;
import io.gortms.webhooks.internal.store.Micros;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * What failures do to one endpoint: pauses that double, and disabling. Fed the time; guarded by the lane's lock.
 *
 * <p>Times are in microseconds since 1970.
 */
final class EndpointHealth {

    /** Failures further apart than this are not one accident. */
    private static final long APART_MICROS = Micros.of(Duration.ofHours(12));

    private final Set<Long> failedInRow = new HashSet<>();
    private long firstFailureMicros;
    private boolean lasts;
    private int pauses;
    private long pausedUntilMicros;

    /** @param failingSinceMicros what is known from before; 0 for nothing */
    EndpointHealth(long failingSinceMicros) {
        this.firstFailureMicros = failingSinceMicros;
        this.lasts = failingSinceMicros > 0;
    }

    /**
     * What a result has changed.
     *
     * @param worthStoring whether what survives a restart has changed
     * @param storedSinceMicros since when there were failures only, as far as that survives a restart
     */
    record Change(
            boolean recovered,
            long pauseMicros,
            String pauseWhy,
            String disableWhy,
            boolean worthStoring,
            long storedSinceMicros) {}

    /** An attempt has succeeded. */
    Change onSuccess() {
        boolean recovered = pauses > 0;
        boolean wasStored = lasts;
        failedInRow.clear();
        firstFailureMicros = 0;
        lasts = false;
        pauses = 0;
        pausedUntilMicros = 0;
        return new Change(recovered, 0, "", "", recovered || wasStored, 0);
    }

    /** An attempt to deliver the message at this position has failed. */
    Change onFailure(FailurePolicy policy, long position, long nowMicros) {
        boolean lastedAlready = lasts;
        if (firstFailureMicros == 0) {
            firstFailureMicros = nowMicros;
        }
        lasts |= nowMicros - firstFailureMicros >= APART_MICROS;
        String disableWhy = lastedAlready && isTooLong(policy, nowMicros)
                ? "nothing but failures since " + Micros.instant(firstFailureMicros)
                : "";
        if (policy.longestPause().isZero()) {
            return new Change(false, 0, "", disableWhy, lasts != lastedAlready, storedSinceMicros());
        }
        failedInRow.add(position);
        boolean wasUnderWay = nowMicros < pausedUntilMicros; // when the pause began, which it belongs to
        if (wasUnderWay || (pauses == 0 && failedInRow.size() < policy.failuresInRow())) {
            return new Change(false, 0, "", disableWhy, lasts != lastedAlready, storedSinceMicros());
        }
        long pauseMicros = pauseMicros(policy);
        String why = pauses == 0 ? failedInRow.size() + " failures in a row" : "it still fails";
        failedInRow.clear();
        pauses++;
        pausedUntilMicros = Micros.later(nowMicros, pauseMicros);
        return new Change(false, pauseMicros, why, disableWhy, true, storedSinceMicros());
    }

    private boolean isTooLong(FailurePolicy policy, long nowMicros) {
        return !policy.disableAfter().isZero() && nowMicros - firstFailureMicros >= Micros.of(policy.disableAfter());
    }

    private long pauseMicros(FailurePolicy policy) {
        double doubled = Micros.of(policy.firstPause()) * Math.pow(2, pauses);
        return (long) Math.min(doubled, (double) Micros.of(policy.longestPause()));
    }

    /** Somebody says that it works again: pauses begin anew. */
    void forgetPauses() {
        pauses = 0;
        pausedUntilMicros = 0;
        failedInRow.clear();
    }

    /** Somebody has enabled it: everything begins anew. */
    void forgetAll() {
        forgetPauses();
        firstFailureMicros = 0;
        lasts = false;
    }

    /** Since when there were failures only; 0 if the last attempt succeeded. */
    long failingSinceMicros() {
        return firstFailureMicros;
    }

    /** What of that is kept over a restart: a short time is not worth it. */
    private long storedSinceMicros() {
        return lasts ? firstFailureMicros : 0;
    }

    /** Whether there is nothing to remember. */
    boolean isClean() {
        return firstFailureMicros == 0 && pauses == 0;
    }
}
