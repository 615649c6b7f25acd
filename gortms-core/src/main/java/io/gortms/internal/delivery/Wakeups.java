package io.gortms.internal.delivery;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Who waits for messages of a group, and how they learn that there are some.
 *
 * <p>Nobody is forgotten, because both sides write before they look: a consumer that found nothing sets {@link #hungry},
 * then looks at the journal once more; a publisher moves the journal's readable end, then looks at {@code hungry}. Both are
 * volatile. A publisher that finds nobody hungry pays one volatile read.
 */
final class Wakeups {

    private final ReentrantLock lock;
    private final Condition available;
    private final List<Taker> takers = new CopyOnWriteArrayList<>();
    private volatile boolean hungry;
    private final AtomicInteger waitingPolls = new AtomicInteger();

    Wakeups(ReentrantLock groupLock) {
        this.lock = groupLock;
        this.available = groupLock.newCondition();
    }

    List<Taker> takers() {
        return takers;
    }

    /** Whether there are subscriptions, stream subscribers or waiting polls. */
    boolean hasConsumers() {
        return !takers.isEmpty() || waitingPolls.get() > 0;
    }

    /** Somebody found nothing, or has a hand free; the caller looks again after this. */
    void setHungry() {
        if (!hungry) {
            hungry = true;
        }
    }

    boolean isHungry() {
        return hungry;
    }

    /** Wakes all who wait, if there are any; must not be called with the group's lock. */
    void wake() {
        if (!hungry) {
            return;
        }
        hungry = false;
        if (waitingPolls.get() > 0) {
            lock.lock();
            try {
                available.signalAll();
            } finally {
                lock.unlock();
            }
        }
        for (Taker taker : takers) {
            taker.wake();
        }
    }

    /** A poll is about to wait: comes before {@link #setHungry()} and the last look, or a wake-up between them is lost. */
    void enterPoll() {
        waitingPolls.incrementAndGet();
    }

    /** The poll waits no more. */
    void leavePoll() {
        waitingPolls.decrementAndGet();
    }

    /**
     * Waits for {@link #wake()}, or less; with the group's lock, after {@link #enterPoll}, {@link #setHungry()} and another
     * look.
     *
     * @return the nanoseconds left
     */
    @SuppressWarnings("WaitNotInLoop") // the caller loops
    long await(long nanos) throws InterruptedException {
        return available.awaitNanos(nanos);
    }

    /** Ends all waiting; with the group's lock. */
    void signalPolls() {
        available.signalAll();
    }
}
