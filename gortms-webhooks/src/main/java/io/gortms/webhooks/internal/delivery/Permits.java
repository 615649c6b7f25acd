package io.gortms.webhooks.internal.delivery;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * How many requests may be under way in all. Who finds no permit waits for its turn, once however often it asks, behind those who
 * wait already; nobody overtakes them.
 */
final class Permits {

    /** One who waits for permits. */
    interface Turn {

        /** Has a permit now; answers whether it uses it. Called with no lock held. */
        boolean usePermit();
    }

    private final ReentrantLock lock = new ReentrantLock(); // guards the rest
    private final Deque<Turn> waiting = new ArrayDeque<>();
    private final Set<Turn> isWaiting = new HashSet<>();
    private int free;

    Permits(int count) {
        this.free = count;
    }

    /** Takes a permit, or a place in the row of those who are given one. */
    boolean tryTake(Turn turn) {
        lock.lock();
        try {
            if (free > 0) { // then nobody waits
                free--;
                return true;
            }
            if (isWaiting.add(turn)) {
                waiting.add(turn);
            }
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Gives a permit back: to the first of those who wait and can use it. */
    void giveBack() {
        Turn next = nextOrFree();
        while (next != null && !next.usePermit()) {
            next = nextOrFree();
        }
    }

    private @Nullable Turn nextOrFree() {
        lock.lock();
        try {
            Turn next = waiting.poll();
            if (next == null) {
                free++;
            } else {
                isWaiting.remove(next);
            }
            return next;
        } finally {
            lock.unlock();
        }
    }
}
