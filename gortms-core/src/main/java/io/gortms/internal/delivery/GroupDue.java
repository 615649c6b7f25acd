package io.gortms.internal.delivery;

import io.gortms.internal.time.BrokerClock;
import io.gortms.internal.time.Due;
import java.util.ArrayList;
import java.util.List;

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
        List<LocalDelivery> expired = new ArrayList<>();
        long next;
        dispatcher.lock.lock();
        try {
            if (dispatcher.end != null) {
                return BrokerClock.NEVER;
            }
            endLeases(expired);
            long againMicros = dispatcher.supply.schedule().nextDueMicros();
            next = Math.min(leaseEndMicros(), againMicros > nowMicros ? againMicros : BrokerClock.NEVER);
        } finally {
            dispatcher.lock.unlock();
        }
        expired.forEach(dispatcher.settler::expired);
        dispatcher.passOn();
        return next;
    }

    private void endLeases(List<LocalDelivery> expired) {
        long leaseNowMicros = dispatcher.env.clock().leaseNowMicros();
        Leases leases = dispatcher.leases;
        for (LocalDelivery d = leases.firstEnded(leaseNowMicros); d != null; d = leases.firstEnded(leaseNowMicros)) {
            leases.extend(d, BrokerClock.NEVER);
            if (d.end(LocalDelivery.State.EXPIRED)) {
                expired.add(d);
            }
        }
    }

    @Override
    public String toString() {
        return dispatcher.env.resource();
    }
}
