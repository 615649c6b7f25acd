package io.gortms.internal.delivery;

import io.gortms.internal.time.BrokerClock;
import io.gortms.internal.time.Due;

/** What becomes due in a group: leases end, and messages are to come again. */
final class GroupDue extends Due {

    private final Dispatcher dispatcher;

    GroupDue(Dispatcher dispatcher) {
        this.dispatcher = dispatcher;
    }

    /** Has something to do at this time of the broker's clock. */
    void plan(long dueMicros) {
        dispatcher.env.timer().plan(this, dueMicros);
    }

    /** When the first lease ends, on the broker's clock; with the group's lock. */
    long leaseEndMicros() {
        BrokerClock clock = dispatcher.env.clock();
        long endMicros = dispatcher.leases.nextEndMicros();
        return endMicros >= BrokerClock.NEVER
                ? BrokerClock.NEVER
                : BrokerClock.later(clock.nowMicros(), Math.max(0, endMicros - clock.leaseNowMicros()));
    }

    @Override
    protected long runDue(long nowMicros) {
        boolean written;
        long next;
        dispatcher.lock.lock();
        try {
            if (dispatcher.end != null) {
                return BrokerClock.NEVER;
            }
            written = endLeasesLocked();
            long againMicros = dispatcher.supply.schedule().nextDueMicros();
            next = Math.min(leaseEndMicros(), againMicros > nowMicros ? againMicros : BrokerClock.NEVER);
            next = Math.min(next, dispatcher.gate.nextProbeMicros(nowMicros));
        } finally {
            dispatcher.unlockAndFollowUp();
        }
        if (written) {
            dispatcher.usedBySettling();
            dispatcher.env.ledgerWritten().run();
        }
        dispatcher.passOn();
        return next;
    }

    private boolean endLeasesLocked() {
        boolean written = false;
        long leaseNowMicros = dispatcher.env.clock().leaseNowMicros();
        Leases leases = dispatcher.leases;
        for (LocalDelivery d = leases.firstEnded(leaseNowMicros); d != null; d = leases.firstEnded(leaseNowMicros)) {
            leases.extend(d, BrokerClock.NEVER);
            written |= dispatcher.settler.expireLocked(d);
        }
        return written;
    }

    @Override
    public String toString() {
        return dispatcher.env.resource();
    }
}
