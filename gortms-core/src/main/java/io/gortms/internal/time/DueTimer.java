package io.gortms.internal.time;

import io.gortms.ManualClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs what became due: on one daemon thread under a real clock, inside {@link ManualClock#advance} under a manual one.
 *
 * <p>The thread looks at the clock at least once a second, so a wall clock that was set is noticed: when it moved against
 * the monotonic time, every unit is asked anew. Its lock guards the plan only; units run without it.
 */
public final class DueTimer implements AutoCloseable, ManualClock.DueWork {

    private static final Logger LOG = LoggerFactory.getLogger(DueTimer.class);
    private static final long LONGEST_WAIT_MICROS = 1_000_000;
    private static final long JUMP_MICROS = 500_000;

    private record Entry(long dueMicros, Due unit) {}

    private final ThreadGroup threadGroup = Thread.currentThread().getThreadGroup();
    private final BrokerClock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final PriorityQueue<Entry> plan = new PriorityQueue<>((a, b) -> Long.compare(a.dueMicros, b.dueMicros));
    private @Nullable Thread thread;
    private boolean closed;

    public DueTimer(BrokerClock clock) {
        this.clock = clock;
        if (clock.source() instanceof ManualClock manual) {
            manual.attach(this);
        }
    }

    /** Calls the unit at this time, unless it will be called earlier anyway. */
    public void plan(Due unit, long dueMicros) {
        if (dueMicros >= BrokerClock.NEVER) {
            return;
        }
        lock.lock();
        try {
            if (closed || dueMicros >= unit.plannedMicros) {
                return;
            }
            unit.plannedMicros = dueMicros;
            plan.add(new Entry(dueMicros, unit));
            if (!clock.isManual()) {
                wakeThread(dueMicros);
            }
        } finally {
            lock.unlock();
        }
    }

    private void wakeThread(long dueMicros) {
        if (thread == null) {
            thread = new Thread(threadGroup, this::runThread, "gortms-timer");
            thread.setDaemon(true);
            thread.start();
        } else if (plan.element().dueMicros == dueMicros) {
            changed.signal();
        }
    }

    @Override
    public @Nullable Instant nextDue() {
        lock.lock();
        try {
            dropStale();
            Entry next = plan.peek();
            return next == null ? null : BrokerClock.toInstant(next.dueMicros);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void runDue() {
        long nowMicros = clock.nowMicros();
        for (Due unit = pollDue(nowMicros); unit != null; unit = pollDue(nowMicros)) {
            run(unit, nowMicros);
        }
    }

    private void run(Due unit, long nowMicros) {
        try {
            plan(unit, unit.runDue(nowMicros));
        } catch (RuntimeException | Error e) {
            LOG.error("timed work of {} failed; it is tried again in a second", unit, e);
            plan(unit, nowMicros + LONGEST_WAIT_MICROS);
        }
    }

    private @Nullable Due pollDue(long nowMicros) {
        lock.lock();
        try {
            dropStale();
            Entry next = plan.peek();
            if (closed || next == null || next.dueMicros > nowMicros) {
                return null;
            }
            plan.remove();
            next.unit.plannedMicros = BrokerClock.NEVER;
            return next.unit;
        } finally {
            lock.unlock();
        }
    }

    /** A unit planned anew for an earlier time leaves its later entry behind. */
    private void dropStale() {
        for (Entry next = plan.peek(); next != null && next.dueMicros != next.unit.plannedMicros; next = plan.peek()) {
            plan.remove();
        }
    }

    private void runThread() {
        long offsetMicros = wallMinusMonotonicMicros();
        while (true) {
            runDue();
            long offsetNowMicros = wallMinusMonotonicMicros();
            if (Math.abs(offsetNowMicros - offsetMicros) > JUMP_MICROS) {
                LOG.warn("the clock jumped by {} ms", (offsetNowMicros - offsetMicros) / 1_000);
                askAll();
            }
            offsetMicros = offsetNowMicros;
            if (!awaitNext()) {
                return;
            }
        }
    }

    private long wallMinusMonotonicMicros() {
        return clock.nowMicros() - System.nanoTime() / 1_000;
    }

    private void askAll() {
        List<Due> units = new ArrayList<>();
        lock.lock();
        try {
            for (Entry entry : plan) {
                if (entry.dueMicros == entry.unit.plannedMicros) {
                    entry.unit.plannedMicros = BrokerClock.NEVER;
                    units.add(entry.unit);
                }
            }
            plan.clear();
        } finally {
            lock.unlock();
        }
        long nowMicros = clock.nowMicros();
        units.forEach(unit -> run(unit, nowMicros));
    }

    private boolean awaitNext() {
        lock.lock();
        try {
            while (!closed) {
                dropStale();
                Entry next = plan.peek();
                long waitMicros = next == null
                        ? LONGEST_WAIT_MICROS
                        : Math.min(LONGEST_WAIT_MICROS, next.dueMicros - clock.nowMicros());
                if (waitMicros <= 0 || changed.awaitNanos(TimeUnit.MICROSECONDS.toNanos(waitMicros)) <= 0) {
                    return true;
                }
            }
            return false;
        } catch (InterruptedException e) {
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /** Runs nothing more; a unit that is running finishes. */
    @Override
    public void close() {
        if (clock.source() instanceof ManualClock manual) {
            manual.detach(this);
        }
        lock.lock();
        try {
            closed = true;
            plan.clear();
            changed.signal();
        } finally {
            lock.unlock();
        }
    }
}
