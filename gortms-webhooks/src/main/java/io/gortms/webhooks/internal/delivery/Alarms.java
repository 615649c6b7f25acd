package io.gortms.webhooks.internal.delivery;

import io.gortms.ManualClock;
import io.gortms.webhooks.internal.store.Micros;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls back at a time of the broker's clock; a {@link ManualClock} drives it as it moves. Any other clock is looked at once a
 * second at least while something is planned, since it may be set. One thread, none while nothing is planned.
 */
public final class Alarms implements AutoCloseable, ManualClock.DueWork {

    private static final Logger LOG = LoggerFactory.getLogger(Alarms.class);
    private static final long LONGEST_WAIT_MICROS = 1_000_000;

    private record Alarm(long dueMicros, Runnable work) {}

    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final PriorityQueue<Alarm> plan = new PriorityQueue<>(Comparator.comparingLong(Alarm::dueMicros));
    private final @Nullable ScheduledThreadPoolExecutor thread;
    private boolean closed;

    /** When the thread looks next, by {@link System#nanoTime()}; nowhere while it looks, and while nothing is planned. */
    private @Nullable Long looksAtNanos;

    /** Alarms by this clock. */
    public Alarms(InstantSource clock) {
        this.clock = clock;
        if (clock instanceof ManualClock manual) {
            thread = null;
            manual.attach(this);
        } else {
            thread = new ScheduledThreadPoolExecutor(1, Threads.named("gortms-webhooks-timer"));
            thread.setKeepAliveTime(1, TimeUnit.SECONDS);
            thread.allowCoreThreadTimeOut(true);
            thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        }
    }

    /** Calls this once, at a time or soon after; what it does is short. */
    void plan(long dueMicros, Runnable work) {
        if (dueMicros >= Micros.NEVER) {
            return;
        }
        lock.lock();
        try {
            if (!closed) {
                plan.add(new Alarm(dueMicros, work));
                if (thread != null) {
                    lookInTime(thread);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Makes sure that the thread looks when the next alarm is due. With the lock. */
    private void lookInTime(ScheduledThreadPoolExecutor timer) {
        Alarm next = plan.peek();
        if (next == null || closed) {
            return;
        }
        long waitMicros = Math.max(0, Math.min(LONGEST_WAIT_MICROS, next.dueMicros() - Micros.now(clock)));
        long atNanos = System.nanoTime() + TimeUnit.MICROSECONDS.toNanos(waitMicros);
        if (looksAtNanos == null || atNanos - looksAtNanos < 0) {
            looksAtNanos = atNanos;
            ScheduledFuture<?> unused = timer.schedule(() -> look(timer, atNanos), waitMicros, TimeUnit.MICROSECONDS);
        }
    }

    private void look(ScheduledThreadPoolExecutor timer, long atNanos) {
        lock.lock();
        try {
            if (looksAtNanos != null && looksAtNanos == atNanos) { // else something earlier came between
                looksAtNanos = null;
            }
        } finally {
            lock.unlock();
        }
        runDue();
        lock.lock();
        try {
            lookInTime(timer);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public @Nullable Instant nextDue() {
        lock.lock();
        try {
            Alarm next = plan.peek();
            return next == null ? null : Micros.instant(next.dueMicros());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void runDue() {
        long nowMicros = Micros.now(clock);
        for (Alarm alarm = pollDue(nowMicros); alarm != null; alarm = pollDue(nowMicros)) {
            try {
                alarm.work().run();
            } catch (RuntimeException | Error e) {
                LOG.error("timed work of the webhooks failed", e);
            }
        }
    }

    private @Nullable Alarm pollDue(long nowMicros) {
        lock.lock();
        try {
            Alarm next = plan.peek();
            return closed || next == null || next.dueMicros() > nowMicros ? null : plan.remove();
        } finally {
            lock.unlock();
        }
    }

    /** Forgets what is planned. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            plan.clear();
        } finally {
            lock.unlock();
        }
        if (thread != null) {
            thread.shutdown();
        } else if (clock instanceof ManualClock manual) {
            manual.detach(this);
        }
    }
}
