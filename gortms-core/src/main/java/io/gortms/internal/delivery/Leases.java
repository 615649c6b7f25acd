package io.gortms.internal.delivery;

import io.gortms.internal.time.BrokerClock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The deliveries that are out, in the order in which their leases end. Nearly every lease ends after all before it, so a
 * list that is entered from its back costs a few stores for each delivery. Guarded by the group's lock.
 */
final class Leases {

    private @Nullable LocalDelivery first;
    private @Nullable LocalDelivery last;
    private int count;
    private long bytes;

    int count() {
        return count;
    }

    /** Heap that the messages of open deliveries take. */
    long bytes() {
        return bytes;
    }

    /** When the first lease ends, on the time line of leases. */
    long nextEndMicros() {
        return first == null ? BrokerClock.NEVER : first.leaseUntilMicros;
    }

    void add(LocalDelivery delivery) {
        link(delivery);
        count++;
        bytes += delivery.stored().sizeBytes();
    }

    /** Takes a delivery out; does nothing if it is not in. */
    void remove(LocalDelivery delivery) {
        if (delivery.listed) {
            unlink(delivery);
            count--;
            bytes -= delivery.stored().sizeBytes();
        }
    }

    void extend(LocalDelivery delivery, long untilMicros) {
        if (delivery.listed) {
            unlink(delivery);
            delivery.leaseUntilMicros = untilMicros;
            link(delivery);
        }
    }

    /** The delivery whose lease ended first, if one has ended. */
    @Nullable LocalDelivery firstEnded(long leaseNowMicros) {
        LocalDelivery candidate = first;
        return candidate != null && candidate.leaseUntilMicros <= leaseNowMicros ? candidate : null;
    }

    /** All, in no promised order; a copy. */
    List<LocalDelivery> all() {
        List<LocalDelivery> all = new ArrayList<>(count);
        for (LocalDelivery d = first; d != null; d = d.next) {
            all.add(d);
        }
        return all;
    }

    private void link(LocalDelivery delivery) {
        LocalDelivery before = last;
        while (before != null && before.leaseUntilMicros > delivery.leaseUntilMicros) {
            before = before.previous;
        }
        LocalDelivery after = before == null ? first : before.next;
        delivery.previous = before;
        delivery.next = after;
        if (before == null) {
            first = delivery;
        } else {
            before.next = delivery;
        }
        if (after == null) {
            last = delivery;
        } else {
            after.previous = delivery;
        }
        delivery.listed = true;
    }

    private void unlink(LocalDelivery delivery) {
        LocalDelivery before = delivery.previous;
        LocalDelivery after = delivery.next;
        if (before == null) {
            first = after;
        } else {
            before.next = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.previous = before;
        }
        delivery.previous = null;
        delivery.next = null;
        delivery.listed = false;
    }
}
