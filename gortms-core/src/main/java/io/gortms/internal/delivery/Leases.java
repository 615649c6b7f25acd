package io.gortms.internal.delivery;

import io.gortms.internal.time.BrokerClock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The deliveries that are out, in the order in which their leases end. Nearly every lease ends after all before it, so a
 * list that is entered from its back costs a few stores for each delivery. Guarded by the group's lock.
 */
final class Leases {

    /** A lease without an end is that of a handler that settles by returning; any other ends, however late. */
    static final long LONGEST_MICROS = BrokerClock.NEVER - 1;

    private @Nullable LocalDelivery first;
    private @Nullable LocalDelivery last;
    private int count;
    private long bytes;
    private int failed;

    /** Positions on their way to the graveyard that were not out: what is handed out next may still list them. */
    private final Set<Long> givenUp = new HashSet<>();

    int count() {
        return count;
    }

    /** Heap that the messages of open deliveries take. */
    long bytes() {
        return bytes;
    }

    /** How many open deliveries are of messages that have failed. */
    int failedCount() {
        return failed;
    }

    /** A message has failed that stays here until it is in the graveyard. */
    void countFailed(LocalDelivery delivery) {
        if (delivery.listed && !delivery.failed) {
            delivery.failed = true;
            failed++;
        }
    }

    /** When a lease ends that begins now, on the time line of leases. */
    static long endMicros(long leaseNowMicros, long leaseMicros) {
        return Math.min(LONGEST_MICROS, leaseNowMicros + leaseMicros);
    }

    /** When the first lease ends, on the time line of leases. */
    long nextEndMicros() {
        return first == null ? BrokerClock.NEVER : first.leaseUntilMicros;
    }

    void add(LocalDelivery delivery) {
        link(delivery);
        count++;
        bytes += delivery.stored().sizeBytes();
        if (delivery.failures() > 0) {
            countFailed(delivery);
        }
    }

    /** A message that was not out is given up: it stays here until it is in the graveyard. */
    void addGivenUp(LocalDelivery delivery) {
        add(delivery);
        givenUp.add(delivery.position());
    }

    /** Whether the message is on its way to the graveyard, and was not out. */
    boolean isGivenUp(long position) {
        return !givenUp.isEmpty() && givenUp.contains(position);
    }

    /** Takes a delivery out; does nothing if it is not in. */
    void remove(LocalDelivery delivery) {
        if (delivery.listed) {
            unlink(delivery);
            count--;
            bytes -= delivery.stored().sizeBytes();
            if (!givenUp.isEmpty()) {
                givenUp.remove(delivery.position());
            }
            if (delivery.failed) {
                delivery.failed = false;
                failed--;
            }
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
