package io.gortms.internal.retention;

import io.gortms.internal.delivery.GroupDelivery;
import io.gortms.internal.delivery.QueueMemory;
import io.gortms.internal.group.RangeConsumer;
import java.util.Arrays;
import java.util.Collection;

/**
 * Which messages of a queue nobody needs, at one moment: every group has settled them, and they have expired, are gone for
 * another reason, or are history that need not be kept. Without groups nothing counts as history.
 */
final class FreeSpace {

    private final Collection<GroupDelivery> groups;
    private final QueueMemory memory;

    /** Settled messages below this are history that may go. */
    private final long historyEnd;

    /** Below this everything has expired, but for the messages with a time of their own. */
    private final long expiredEnd;

    private final long[] withOwnTime;

    FreeSpace(Collection<GroupDelivery> groups, QueueMemory memory, long historyEnd, long expiredEnd) {
        this.groups = groups;
        this.memory = memory;
        this.historyEnd = historyEnd;
        this.expiredEnd = expiredEnd;
        this.withOwnTime = memory.withOwnTimeBelow(expiredEnd);
    }

    /** Whether all of this range is free. */
    boolean isFree(long from, long to) {
        return settledEnd(from, to) >= to && disposableEnd(from, to) >= to;
    }

    /** The free ranges between two positions, in order. */
    void forEachFree(long from, long to, RangeConsumer consumer) {
        long position = from;
        while (position < to) {
            long settled = settledStart(position, to);
            long start = settled >= to ? to : disposableStart(settled, to);
            if (start > settled) {
                position = start;
            } else if (start < to) {
                position = Math.min(settledEnd(start, to), disposableEnd(start, to));
                consumer.range(start, position);
            } else {
                return;
            }
        }
    }

    /** The first position at or after this one that every group has settled. */
    private long settledStart(long from, long to) {
        long position = from;
        boolean moved = true;
        while (moved && position < to) {
            moved = false;
            for (GroupDelivery group : groups) {
                long settled = group.nextSettled(position);
                moved |= settled > position;
                position = settled;
            }
        }
        return Math.min(position, to);
    }

    private long settledEnd(long from, long to) {
        long end = to;
        for (GroupDelivery group : groups) {
            end = Math.min(end, group.nextUnsettled(from));
        }
        return end;
    }

    private long disposableStart(long from, long to) {
        if (disposableEnd(from, from + 1) > from) {
            return from;
        }
        return Math.min(to, Math.min(memory.nextGone(from), expiredStart(from)));
    }

    private long disposableEnd(long from, long to) {
        long end = from;
        while (end < to) {
            long next = Math.max(Math.max(historyEnd, expiredEndFrom(end)), memory.firstNotGone(end));
            if (next <= end) {
                return end;
            }
            end = next;
        }
        return to;
    }

    private long expiredStart(long from) {
        long position = from;
        while (position < expiredEnd && Arrays.binarySearch(withOwnTime, position) >= 0) {
            position++;
        }
        return position < expiredEnd ? position : Long.MAX_VALUE;
    }

    private long expiredEndFrom(long from) {
        if (from >= expiredEnd) {
            return from;
        }
        int found = Arrays.binarySearch(withOwnTime, from);
        int next = found >= 0 ? found : -found - 1;
        return next < withOwnTime.length ? withOwnTime[next] : expiredEnd;
    }
}
