package io.gortms.internal.delivery;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The workers of a subscription that are at work, so that closing can wait for them, or interrupt them. */
final class RunningHandlers {

    private static final long AFTER_INTERRUPT_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Set<Run> runs = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();

    /** A worker at work; its fields but {@code phase} are its own thread's. */
    static final class Run {

        private static final int BETWEEN = 0;
        private static final int IN_HANDLER = 1;
        private static final int BEING_INTERRUPTED = 2;
        private static final int INTERRUPTED = 3;

        private final Thread thread = Thread.currentThread();
        private final AtomicInteger phase = new AtomicInteger();
        private @Nullable LocalDelivery current;
        private boolean interruptedByOthers;

        /** The handler is about to be called. */
        void enter(LocalDelivery delivery) {
            current = delivery;
            phase.setRelease(IN_HANDLER);
        }

        /**
         * The handler has returned: an interrupt that was meant for it goes no further.
         *
         * @return whether whoever closes has interrupted it
         */
        boolean leave() {
            current = null;
            if (!phase.compareAndSet(IN_HANDLER, BETWEEN)) {
                while (phase.get() == BEING_INTERRUPTED) {
                    Thread.onSpinWait();
                }
                Thread.interrupted();
                phase.set(BETWEEN);
                return true;
            }
            if (Thread.interrupted()) {
                interruptedByOthers = true;
            }
            return false;
        }

        private void interruptHandler() {
            if (phase.compareAndSet(IN_HANDLER, BEING_INTERRUPTED)) {
                thread.interrupt();
                phase.set(INTERRUPTED);
            }
        }
    }

    Run begin() {
        Run run = new Run();
        runs.add(run);
        return run;
    }

    void end(Run run) {
        runs.remove(run);
        lock.lock();
        try {
            ended.signalAll();
        } finally {
            lock.unlock();
        }
        if (run.interruptedByOthers) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether this thread is one of the workers. */
    boolean isOfThisThread() {
        return runs.stream().anyMatch(run -> run.thread == Thread.currentThread());
    }

    /** Whether this delivery is in a handler that this thread is in. */
    boolean isInHandlerOfThisThread(LocalDelivery delivery) {
        return runs.stream().anyMatch(run -> run.thread == Thread.currentThread() && run.current == delivery);
    }

    /**
     * Waits, in real time, until no worker is at work but one that this thread is itself; then interrupts the handlers that
     * still run, and gives them a moment. An interrupt of the waiting thread ends the patience, and stays set.
     */
    void awaitNone(long deadlineNanos) {
        boolean interrupted = false;
        try {
            await(deadlineNanos);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        for (Run run : runs) {
            if (run.thread != Thread.currentThread()) {
                run.interruptHandler();
            }
        }
        try {
            await(System.nanoTime() + AFTER_INTERRUPT_NANOS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void await(long deadlineNanos) throws InterruptedException {
        lock.lock();
        try {
            while (runs.stream().anyMatch(run -> run.thread != Thread.currentThread())) {
                long leftNanos = deadlineNanos - System.nanoTime();
                if (leftNanos <= 0 || ended.awaitNanos(leftNanos) <= 0) {
                    return;
                }
            }
        } finally {
            lock.unlock();
        }
    }
}
