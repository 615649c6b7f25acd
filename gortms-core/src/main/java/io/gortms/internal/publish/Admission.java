package io.gortms.internal.publish;

import io.gortms.OverflowPolicy;
import io.gortms.QueueFullException;
import io.gortms.QueueSettings;
import io.gortms.internal.delivery.Durations;
import io.gortms.internal.delivery.GroupDelivery;
import io.gortms.internal.delivery.GroupEnd;
import io.gortms.internal.journal.Journal;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets publishers in as long as the queue has room, and makes them wait for it in the order of their coming. Guarded by the
 * append lock, which is let go of while a publisher waits.
 *
 * <p>How much room there is, is only counted when the room that was counted before is used up: what is settled makes more of
 * it, and what makes less of it calls {@link #reset()}.
 */
public final class Admission {

    private final String resource;
    private final Supplier<QueueSettings> settings;
    private final Journal journal;
    private final Depth depth;
    private final Supplier<Collection<GroupDelivery>> groups;
    private final ReentrantLock lock;
    private final Deque<Condition> waiting = new ArrayDeque<>();

    /** Whether a publisher waits. It says so before it looks whether there is room. */
    private volatile boolean blocked;

    private volatile @Nullable GroupEnd end;

    /** The journal's end may come this far, for all that is known. */
    private long roomUntil = Long.MIN_VALUE;

    /** As {@link #roomUntil}; nowhere while publishers wait, so that nobody overtakes them. */
    private long admitUntil = Long.MIN_VALUE;

    private boolean dropped;

    /** Room that was promised to messages which are not appended yet. */
    private long reserved;

    /** The admission of a queue. */
    public Admission(
            String resource,
            Supplier<QueueSettings> settings,
            Journal journal,
            Depth depth,
            Supplier<Collection<GroupDelivery>> groups,
            ReentrantLock appendLock) {
        this.resource = resource;
        this.settings = settings;
        this.journal = journal;
        this.depth = depth;
        this.groups = groups;
        this.lock = appendLock;
    }

    /** Whether there is room for so many, and nobody waits for it. */
    public boolean admits(int count) {
        return journal.end() + count <= admitUntil;
    }

    /**
     * Finds room for so many messages, makes it, or waits for it, as the options say. Whoever has the lock when this returns
     * has the room.
     *
     * @throws QueueFullException if there is none
     */
    public void makeRoom(int count) {
        Condition own = null;
        long sinceNanos = System.nanoTime();
        if (depth.isBehind()) {
            withoutLock(depth::catchUp);
        }
        try {
            while (true) {
                checkNotEnded();
                QueueSettings now = settings.get();
                long free = countRoom(now);
                if (free >= count && (isFirst(own) || !mayWait(now))) {
                    return;
                }
                checkEverFits(now, count);
                switch (now.overflow()) {
                    case REJECT -> throw full(now, free, "");
                    case DROP_OLDEST -> dropOldest();
                    case BLOCK -> {
                        if (own != null) {
                            await(own, now, free, sinceNanos);
                        } else if (isInHandler()) {
                            throw full(now, free, ", and a handler does not wait for the queue that it handles");
                        } else {
                            own = lock.newCondition();
                            waiting.add(own);
                            blocked = true;
                        }
                    }
                }
            }
        } finally {
            leave(own);
        }
    }

    /**
     * Like {@link #makeRoom}, and keeps the room until that many are {@linkplain #used appended}, whoever has the lock
     * meanwhile. A queue that drops its oldest messages has room whenever it is asked: nothing is kept there.
     *
     * @return for how many room is kept
     */
    public int reserve(int count) {
        QueueSettings now = settings.get();
        if (now.overflow() == OverflowPolicy.DROP_OLDEST) {
            checkNotEnded();
            checkEverFits(now, count);
            return 0;
        }
        if (!admits(count)) {
            makeRoom(count);
        }
        keep(count);
        return count;
    }

    /** Room that was kept is needed no more: its messages are appended, or will never be. */
    public void used(int count) {
        keep(-count);
        signalFirst();
    }

    private void keep(int count) {
        reserved += count;
        if (settings.get().overflow() == OverflowPolicy.DROP_OLDEST) {
            return; // kept under options from before: what is counted now leaves it out
        }
        roomUntil = roomUntil == Long.MIN_VALUE ? roomUntil : roomUntil - count;
        admitUntil = admitUntil == Long.MIN_VALUE ? admitUntil : admitUntil - count;
    }

    private boolean isFirst(@Nullable Condition own) {
        return waiting.isEmpty() || waiting.peek() == own;
    }

    private boolean mayWait(QueueSettings now) {
        return now.overflow() == OverflowPolicy.BLOCK && !isInHandler();
    }

    private boolean isInHandler() {
        return groups.get().stream().anyMatch(GroupDelivery::isInHandlerOfThisThread);
    }

    private long countRoom(QueueSettings now) {
        long kept = now.overflow() == OverflowPolicy.DROP_OLDEST ? 0 : reserved; // nothing could be dropped for it
        long free = now.maxSize() == 0 ? Long.MAX_VALUE / 2 : now.maxSize() - depth.messages() - kept;
        roomUntil = journal.end() + free;
        admitUntil = waiting.isEmpty() ? roomUntil : Long.MIN_VALUE;
        return free;
    }

    private void checkEverFits(QueueSettings now, int count) {
        if (now.maxSize() > 0 && count > now.maxSize()) {
            throw new QueueFullException(
                    resource,
                    depth.messages(),
                    now.maxSize(),
                    "takes at most " + now.maxSize() + " messages (maxSize), which the " + count
                            + " of one publishAll can never fit into",
                    "publish fewer at once, or raise maxSize");
        }
    }

    private QueueFullException full(QueueSettings now, long free, String circumstance) {
        long size = now.maxSize() - free;
        return new QueueFullException(
                resource,
                size,
                now.maxSize(),
                "is full: " + size + " messages wait, and maxSize is " + now.maxSize() + circumstance,
                groups.get().isEmpty()
                        ? "it has no group, so they stay until they expire: declare one that settles them, raise"
                                + " maxSize, or choose overflow(DROP_OLDEST)"
                        : "publish again when consumers have caught up, raise maxSize, or choose"
                                + " overflow(DROP_OLDEST)");
    }

    @SuppressWarnings("WaitNotInLoop") // the caller loops
    private void await(Condition own, QueueSettings now, long free, long sinceNanos) {
        long leftNanos = Durations.nanos(now.publishTimeout()) - (System.nanoTime() - sinceNanos);
        if (leftNanos <= 0) {
            throw full(now, free, ", also after waiting for " + now.publishTimeout());
        }
        try {
            own.awaitNanos(leftNanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw full(now, free, ", and the wait for room was interrupted");
        }
    }

    /** One that is behind no barrier yet cannot be read yet: it goes when it can. */
    private void dropOldest() {
        long oldest = depth.oldest();
        if (oldest < journal.readable()) {
            depth.drop(oldest);
            dropped = true;
            return;
        }
        withoutLock(() -> journal.awaitDurable(oldest));
    }

    private void withoutLock(Runnable work) {
        lock.unlock();
        try {
            work.run();
        } finally {
            lock.lock();
        }
    }

    /** Whoever waits no more makes the next one look. */
    private void leave(@Nullable Condition own) {
        if (own != null) {
            waiting.remove(own);
            blocked = !waiting.isEmpty();
        }
        admitUntil = waiting.isEmpty() ? roomUntil : Long.MIN_VALUE;
        signalFirst();
    }

    private void signalFirst() {
        Condition first = waiting.peek();
        if (first != null) {
            first.signal();
        }
    }

    /** Whether messages were dropped since the last call, so that consumers have to be woken once the lock is let go of. */
    public boolean takeDropped() {
        boolean was = dropped;
        dropped = false;
        return was;
    }

    /** Messages may have been settled, or have expired: there may be room. Called without the lock; cheap if nobody waits. */
    public void onSettled() {
        if (blocked) {
            lock.lock();
            try {
                signalFirst();
            } finally {
                lock.unlock();
            }
        }
    }

    /** What there is room for is to be counted anew. Called without the lock. */
    public void reset() {
        lock.lock();
        try {
            roomUntil = Long.MIN_VALUE;
            admitUntil = Long.MIN_VALUE;
            waiting.forEach(Condition::signal);
        } finally {
            lock.unlock();
        }
    }

    /** Nobody is let in any more; those who wait are told why. Called without the lock. */
    public void end(GroupEnd why) {
        end = why;
        reset();
    }

    private void checkNotEnded() {
        GroupEnd ended = end;
        if (ended != null) {
            throw ended.exception("nothing was published");
        }
    }

    /** Lets go of the journal; with the lock. */
    public void close() {
        depth.close();
    }
}
