package io.gortms.internal.delivery;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Who waits until a group has settled everything below a position. Guarded by the group's lock. */
final class SettledWaits {

    private final Condition reached;
    private long lowestTarget = Long.MAX_VALUE;

    SettledWaits(ReentrantLock groupLock) {
        this.reached = groupLock.newCondition();
    }

    /** The group's cursor may have moved. */
    void onCursor(long cursor) {
        if (cursor >= lowestTarget) {
            wakeAll();
        }
    }

    /** Lets everybody look again. */
    void wakeAll() {
        lowestTarget = Long.MAX_VALUE;
        reached.signalAll();
    }

    /**
     * Waits for the cursor to reach the target, or less.
     *
     * @return the nanoseconds left
     */
    @SuppressWarnings("WaitNotInLoop") // the caller loops
    long await(long target, long nanos) throws InterruptedException {
        lowestTarget = Math.min(lowestTarget, target);
        return reached.awaitNanos(nanos);
    }
}
