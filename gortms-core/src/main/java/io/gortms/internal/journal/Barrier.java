package io.gortms.internal.journal;

import io.gortms.DurabilityUnknownException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Shares disk barriers: of all that wait, one forces the file, for everything that was appended before it began; the others
 * wait for it. After a barrier has failed the file is never forced again, as a second attempt may succeed without having
 * written anything. Safe for use by any thread.
 *
 * <p>Its lock is taken inside the append lock, never the other way, and is not held while the disk works.
 */
final class Barrier {

    private record Waiter(long position, CompletableFuture<Void> future) {}

    private final JournalConfig config;
    private final LongSupplier end;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition done = lock.newCondition();
    private List<Waiter> waiters = new ArrayList<>();
    private @Nullable FileChannel file;
    private boolean forcing;
    private boolean completing;
    private volatile @Nullable Throwable failure;
    private volatile long durable;

    /**
     * A barrier.
     *
     * @param durable everything below this is on the disk
     * @param end the end of the journal, read before each force
     */
    Barrier(JournalConfig config, long durable, LongSupplier end) {
        this.config = config;
        this.durable = durable;
        this.end = end;
    }

    /** Everything below this is on the disk. */
    long durable() {
        return durable;
    }

    /** Whether a barrier has failed. */
    boolean hasFailed() {
        return failure != null;
    }

    /** Throws if a barrier has failed. */
    void check() {
        Throwable cause = failure;
        if (cause != null) {
            throw new DurabilityUnknownException(config.resource(), cause);
        }
    }

    /** Makes it one that has failed. */
    void fail(Throwable cause) {
        lock.lock();
        try {
            failure = cause;
            done.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Returns when everything appended is on the disk, and forces this file from now on; under the append lock. */
    void rollTo(@Nullable FileChannel next) {
        if (config.survivesPowerLoss() && end.getAsLong() > durable) {
            await(end.getAsLong() - 1);
        }
        lock.lock();
        try {
            while (forcing) {
                done.awaitUninterruptibly();
            }
            file = next;
        } finally {
            lock.unlock();
        }
    }

    /** Returns when the record at this position is on the disk. */
    void await(long position) {
        if (durable > position) {
            return;
        }
        lock.lock();
        try {
            while (durable <= position) {
                check();
                if (forcing) {
                    done.awaitUninterruptibly();
                } else {
                    force();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** With the lock, which is given up meanwhile. */
    private void force() {
        forcing = true;
        FileChannel current = file;
        long covered = end.getAsLong();
        Throwable failed = null;
        lock.unlock();
        try {
            if (current != null) {
                config.disk().force(current);
            }
        } catch (Throwable e) {
            failed = e;
        } finally {
            lock.lock();
            forcing = false;
            if (failed == null) {
                durable = covered;
            } else {
                failure = failed;
            }
            done.signalAll();
        }
    }

    /** Completed when the record at this position is on the disk, by a task of the executor's. */
    CompletableFuture<Void> when(long position) {
        if (durable > position) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> future = new CompletableFuture<>();
        boolean start;
        lock.lock();
        try {
            waiters.add(new Waiter(position, future));
            start = !completing;
            completing = true;
        } finally {
            lock.unlock();
        }
        if (start) {
            try {
                config.executor().execute(this::completeWaiters);
            } catch (RejectedExecutionException e) {
                completeWaiters(); // the broker is closing: its own thread is as good
            }
        }
        return future;
    }

    private void completeWaiters() {
        while (true) {
            List<Waiter> batch;
            lock.lock();
            try {
                batch = waiters;
                if (batch.isEmpty()) {
                    completing = false;
                    return;
                }
                waiters = new ArrayList<>();
            } finally {
                lock.unlock();
            }
            for (Waiter waiter : batch) {
                complete(waiter);
            }
        }
    }

    private void complete(Waiter waiter) {
        try {
            await(waiter.position);
            waiter.future.complete(null);
        } catch (RuntimeException e) {
            waiter.future.completeExceptionally(e);
        }
    }
}
