package io.gortms.contract.harness;

import io.gortms.Delivery;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A handler that stays inside until it is let go: for what has to be true while handlers run. */
public final class Gate {

    private final Semaphore permits = new Semaphore(0);
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();
    private final AtomicInteger passed = new AtomicInteger();

    /** Is the handler. */
    public void pass(Delivery delivery) throws InterruptedException {
        mostAtOnce.accumulateAndGet(waiting.incrementAndGet(), Math::max);
        try {
            if (!permits.tryAcquire(Await.LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("nobody opened the gate for " + Texts.of(delivery));
            }
        } finally {
            waiting.decrementAndGet();
        }
        passed.incrementAndGet();
    }

    /** Waits until so many handlers are inside. */
    public void awaitWaiting(int count) {
        Await.until(count + " handlers run", () -> waiting.get() == count);
    }

    /** Waits until so many handlers have gone. */
    public void awaitPassed(int count) {
        Await.until(count + " handlers are done", () -> passed.get() == count);
    }

    /** Lets one handler go. */
    public void letOneGo() {
        permits.release();
    }

    /** Lets all handlers go, those that come later too. */
    public void open() {
        permits.release(1_000_000);
    }

    /** How many were let go. */
    public int passed() {
        return passed.get();
    }

    /** The most that were inside at the same time. */
    public int mostAtOnce() {
        return mostAtOnce.get();
    }
}
