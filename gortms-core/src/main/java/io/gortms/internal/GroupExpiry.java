package io.gortms.internal;

import io.gortms.internal.time.BrokerClock;
import io.gortms.internal.time.Due;

/**
 * Deletes a group that has been idle for its ttl while the broker was open. Asks when that may be so for the first time, and
 * from then on whenever that time has moved; the queue need not be open.
 */
final class GroupExpiry extends Due {

    private final LocalGroup group;
    private final Services services;
    private final long knownSinceMicros;

    GroupExpiry(LocalGroup group, Services services) {
        this.group = group;
        this.services = services;
        this.knownSinceMicros = services.clock().nowMicros();
    }

    /** The ttl is known, or another one. */
    void plan() {
        services.timer().plan(this, dueMicros(services.clock().nowMicros()));
    }

    private long dueMicros(long nowMicros) {
        long ttlMicros = group.ttlMicros();
        return ttlMicros >= BrokerClock.NEVER
                ? BrokerClock.NEVER
                : BrokerClock.later(Math.max(knownSinceMicros, group.usedMicros(nowMicros)), ttlMicros);
    }

    @Override
    protected long runDue(long nowMicros) {
        long dueMicros = dueMicros(nowMicros);
        if (dueMicros > nowMicros) {
            return dueMicros;
        }
        group.expire();
        return BrokerClock.NEVER;
    }

    @Override
    public String toString() {
        return group.toString();
    }
}
