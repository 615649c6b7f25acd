package io.gortms.internal.delivery;

import io.gortms.internal.group.AckWindow;
import io.gortms.internal.group.GroupMemory;
import io.gortms.internal.group.RangeConsumer;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;

/**
 * What a queue remembers of its messages for all groups: which are gone though their records may still be there, and which
 * expire at a time of their own. Kept like a group's memory, under the number 0 that no group has.
 *
 * <p>Its lock is taken under the append lock and under a group's lock, and takes only the ledger's own.
 */
public final class QueueMemory {

    /** The number in the ledger. */
    public static final int ID = 0;

    private final GroupMemory memory;
    private final ReentrantLock lock;
    private final RedeliverySchedule expiries = new RedeliverySchedule();

    /** No message at or beyond this position is gone. */
    private volatile long limit;

    /** A memory that was attached to the ledger under {@link #ID}. */
    public QueueMemory(GroupMemory memory) {
        this.memory = memory;
        this.lock = memory.lock();
        memory.forEachWaiting(expiries::add);
        limit = memory.window().limit();
    }

    /** Whether a message is gone: it is neither delivered nor read any more. Costs a volatile read where nothing is. */
    public boolean isGone(long position) {
        if (position >= limit) {
            return false;
        }
        lock.lock();
        try {
            return memory.window().isSettled(position);
        } finally {
            lock.unlock();
        }
    }

    /** The first position at or after this one that is not gone. */
    public long firstNotGone(long position) {
        if (position >= limit) {
            return position;
        }
        lock.lock();
        try {
            return memory.window().nextUnsettled(position);
        } finally {
            lock.unlock();
        }
    }

    /** The first position at or after this one that is neither gone nor about to go: its own time has not come. */
    public long firstKept(long position, long nowMicros) {
        lock.lock();
        try {
            long first = memory.window().nextUnsettled(position);
            while (memory.isDue(first, nowMicros)) {
                first = memory.window().nextUnsettled(first + 1);
            }
            return first;
        } finally {
            lock.unlock();
        }
    }

    /** The first position at or after this one that is gone, or {@link Long#MAX_VALUE} if there is none. */
    public long nextGone(long position) {
        if (position >= limit) {
            return Long.MAX_VALUE;
        }
        lock.lock();
        try {
            return memory.window().nextSettled(position);
        } finally {
            lock.unlock();
        }
    }

    /**
     * How many messages below an end have not expired.
     *
     * @param from what is below this one has, as far as it goes by the queue's ttl
     */
    public long countUnexpired(long from, long end, long nowMicros) {
        long[] count = {Math.max(0, end - from)};
        lock.lock();
        try {
            memory.window().forEachRange(from, end, (start, behind) -> count[0] -= behind - start);
            memory.forEachWaiting((position, dueMicros) -> {
                if (position < from) {
                    count[0] += dueMicros > nowMicros ? 1 : 0;
                } else if (position < end) {
                    count[0] -= dueMicros > nowMicros ? 0 : 1; // it was in somebody's hands when its time came
                }
            });
        } finally {
            lock.unlock();
        }
        return count[0];
    }

    /** How many messages below this end are not gone; the end is at or beyond all that are. */
    public long countKept(long end) {
        lock.lock();
        try {
            AckWindow gone = memory.window();
            return Math.max(0, end - gone.cursor() - gone.settledAboveCursor());
        } finally {
            lock.unlock();
        }
    }

    /**
     * A message is gone, durably.
     *
     * @return false if it was before
     */
    public boolean remove(long position) {
        lock.lock();
        try {
            if (memory.window().isSettled(position)) {
                return false;
            }
            memory.settle(position);
            limit = memory.window().limit();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Everything below this position is gone: its records are not there any more. */
    public void removeBelow(long position) {
        lock.lock();
        try {
            if (position > memory.window().cursor()) {
                removeRange(0, position);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Everything from {@code from} up to but not including {@code to} is gone, durably. */
    public void removeRange(long from, long to) {
        lock.lock();
        try {
            memory.settleRange(from, to);
            limit = memory.window().limit();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The message that is about to get this position expires at a time of its own; one that never does is remembered too,
     * for the queue may get a ttl.
     */
    public void expiresAt(long position, long expiresMicros) {
        lock.lock();
        try {
            if (!memory.isWaiting(position, expiresMicros)) {
                memory.givenBack(position, memory.deliveries(position), expiresMicros);
                expiries.add(position, expiresMicros);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * The message at this position, which was just appended, is for one group only. The group's number stands where a group
     * counts deliveries: the queue itself has none.
     */
    public void addressed(long position, int group) {
        lock.lock();
        try {
            memory.addressed(position, group);
        } finally {
            lock.unlock();
        }
    }

    /** Visits the messages at and beyond a position that are for one group only, and not for this one, in no order. */
    void forEachAddressedToOthers(long from, int group, LongConsumer visitor) {
        lock.lock();
        try {
            memory.forEachDelivered((position, addressed) -> {
                if (position >= from && addressed != group) {
                    visitor.accept(position);
                }
            });
        } finally {
            lock.unlock();
        }
    }

    /** When the next message with a time of its own expires. */
    public long nextExpiryMicros() {
        lock.lock();
        try {
            dropStaleLocked();
            return expiries.nextDueMicros();
        } finally {
            lock.unlock();
        }
    }

    /** Takes the next message that should have expired by now out of the index; -1 if there is none. */
    public long pollExpired(long nowMicros) {
        lock.lock();
        try {
            dropStaleLocked();
            if (expiries.nextDueMicros() > nowMicros) {
                return -1;
            }
            long position = expiries.nextPosition();
            expiries.removeNext();
            return position;
        } finally {
            lock.unlock();
        }
    }

    /** The lowest position below the bound that expires at a time of its own which has not come, or the bound. */
    public long firstWithOwnTime(long bound, long nowMicros) {
        long[] first = {bound};
        lock.lock();
        try {
            memory.forEachWaiting((position, dueMicros) -> {
                if (dueMicros > nowMicros) {
                    first[0] = Math.min(first[0], position);
                }
            });
        } finally {
            lock.unlock();
        }
        return first[0];
    }

    /** Visits the ranges of messages at and beyond a position that are gone, in order. */
    public void forEachGone(long from, RangeConsumer visitor) {
        if (from < limit) {
            lock.lock();
            try {
                memory.window().forEachRange(from, Long.MAX_VALUE, visitor);
            } finally {
                lock.unlock();
            }
        }
    }

    /** All kept messages below a bound that expire at a time of their own, in order. */
    public long[] withOwnTimeBelow(long bound) {
        LongStream.Builder found = LongStream.builder();
        forEachWithOwnTime(position -> {
            if (position < bound) {
                found.add(position);
            }
        });
        return found.build().sorted().toArray();
    }

    /** All kept messages that expire at a time of their own. */
    public void forEachWithOwnTime(LongConsumer visitor) {
        lock.lock();
        try {
            memory.forEachWaiting((position, dueMicros) -> visitor.accept(position));
        } finally {
            lock.unlock();
        }
    }

    private void dropStaleLocked() {
        while (expiries.size() > 0 && !memory.isWaiting(expiries.nextPosition(), expiries.nextDueMicros())) {
            expiries.removeNext();
        }
    }

    /** Writes nothing after it. */
    public void close() {
        lock.lock();
        try {
            memory.close();
        } finally {
            lock.unlock();
        }
    }
}
