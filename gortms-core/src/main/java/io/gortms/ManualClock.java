package io.gortms;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A clock that stands still until it is told to move: for tests of code that uses a broker.
 *
 * <p>Safe for use by any thread. Given to {@link BrokerBuilder#clock(InstantSource)}, it drives everything in the broker
 * that depends on time: {@link #advance(Duration)} returns when everything that became due was run, in the order of its
 * due times. Handlers run on the broker's executor as always: a message that became due is waiting for them, or with
 * them, when {@code advance} returns.
 *
 * <p>Waits for other threads ({@code poll}, {@code awaitSettled}, {@code shutdownTimeout}) are real time under any clock.
 */
public final class ManualClock implements InstantSource {

    /** Work that becomes due as time passes. */
    public interface DueWork {

        /** When there is something to do next, or null if nothing is planned. */
        @Nullable Instant nextDue();

        /** Does what is due by now. */
        void runDue();
    }

    private final ReentrantLock advancing = new ReentrantLock();
    private final List<DueWork> works = new CopyOnWriteArrayList<>();
    private volatile Instant now;

    /** A clock that stands at 2026-01-01T00:00:00Z. */
    public ManualClock() {
        this(Instant.parse("2026-01-01T00:00:00Z"));
    }

    /** A clock that stands at this instant. */
    public ManualClock(Instant start) {
        this.now = Objects.requireNonNull(start, "start");
    }

    @Override
    public Instant instant() {
        return now;
    }

    /**
     * Moves the clock, stopping at each due time on the way, and returns when everything that became due was run.
     *
     * @throws IllegalArgumentException if the duration is negative: time does not go back
     */
    public void advance(Duration duration) {
        Checks.notNegative(duration, "duration");
        advancing.lock();
        try {
            Instant target = now.plus(duration);
            for (Instant due = nextDue(target); due != null; due = nextDue(target)) {
                if (due.isAfter(now)) {
                    now = due;
                }
                works.forEach(DueWork::runDue);
            }
            if (target.isAfter(now)) {
                now = target;
            }
        } finally {
            advancing.unlock();
        }
    }

    /** Lets work be driven by this clock; a broker does this for itself. */
    public void attach(DueWork work) {
        works.add(Objects.requireNonNull(work, "work"));
    }

    /** Undoes {@link #attach(DueWork)}. */
    public void detach(DueWork work) {
        works.remove(work);
    }

    private @Nullable Instant nextDue(Instant target) {
        Instant earliest = null;
        for (DueWork work : works) {
            Instant due = work.nextDue();
            if (due != null && !due.isAfter(target) && (earliest == null || due.isBefore(earliest))) {
                earliest = due;
            }
        }
        return earliest;
    }
}
