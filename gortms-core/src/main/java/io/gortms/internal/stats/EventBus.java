package io.gortms.internal.stats;

import io.gortms.BrokerEvent;
import io.gortms.BrokerListener;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners of events, on one daemon thread, in the order of publishing, while no lock is held. The thread begins with
 * the first event that somebody listens to, and ends when there has been none for a while.
 *
 * <p>Safe for use by any thread, listeners included; publishing never waits for a listener, so it may be done under other
 * locks.
 */
public final class EventBus implements AutoCloseable {

    /** How many of the newest events are kept for {@link #newest()}. */
    public static final int KEPT = 1000;

    /** How many events may wait for listeners. */
    public static final int MOST_WAITING = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(EventBus.class);
    private static final Duration IDLE = Duration.ofSeconds(10);
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final ThreadGroup threadGroup = Thread.currentThread().getThreadGroup();
    private final CopyOnWriteArrayList<BrokerListener> listeners;
    private final InstantSource clock;
    private final long idleNanos;
    private final long closingNanos;

    /** Guards everything below; held for a few instructions only, never while a listener is called. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();
    private final ArrayDeque<BrokerEvent> newest = new ArrayDeque<>();
    private final ArrayDeque<BrokerEvent> waiting = new ArrayDeque<>();
    private @Nullable Thread thread;
    private boolean closed;
    private long published;
    private long dropped;

    /** A bus for these listeners, who are called in this order, of events that happen by this clock. */
    public EventBus(List<BrokerListener> listeners, InstantSource clock) {
        this(listeners, clock, IDLE, CLOSING);
    }

    EventBus(List<BrokerListener> listeners, InstantSource clock, Duration idle, Duration closing) {
        this.listeners = new CopyOnWriteArrayList<>(listeners);
        this.clock = clock;
        this.idleNanos = idle.toNanos();
        this.closingNanos = closing.toNanos();
    }

    /** Tells one more listener, after the others; of what waits too. */
    public void add(BrokerListener listener) {
        listeners.add(listener);
    }

    /** Begins no other call of this listener. Returns whether it was one. */
    public boolean remove(BrokerListener listener) {
        return listeners.remove(listener);
    }

    /**
     * Publishes an event that happens now, with the next number. After {@link #close()} it is kept among the newest, and nobody
     * is told.
     */
    public BrokerEvent publish(NewEvent happening) {
        Instant now = clock.instant(); // the application's code: not with the lock
        lock.lock();
        try {
            BrokerEvent event = happening.make(++published, now);
            addBounded(newest, event, KEPT);
            if (closed || listeners.isEmpty()) {
                return event;
            }
            if (addBounded(waiting, event, MOST_WAITING)) {
                dropped++;
            }
            if (thread == null) {
                start();
            } else {
                changed.signalAll();
            }
            return event;
        } finally {
            lock.unlock();
        }
    }

    /** The newest events, at most {@link #KEPT}, oldest first: an immutable snapshot. */
    public List<BrokerEvent> newest() {
        lock.lock();
        try {
            return List.copyOf(newest);
        } finally {
            lock.unlock();
        }
    }

    /** How many events no listener was told of, because too many waited, or because closing did not wait any longer. */
    public long dropped() {
        lock.lock();
        try {
            return dropped;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Delivers what waits, for at most a few seconds, and ends the thread; a listener that is still at work then is
     * interrupted. Called by a listener it does not wait: the rest is delivered when that listener returns. Idempotent.
     */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
            if (thread != Thread.currentThread() && !awaitEnd()) {
                giveUp();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether this thread is the one that tells. */
    public boolean isInListener() {
        return thread() == Thread.currentThread();
    }

    /** The thread that tells, or null if there is none. */
    @Nullable Thread thread() {
        lock.lock();
        try {
            return thread;
        } finally {
            lock.unlock();
        }
    }

    private boolean awaitEnd() {
        long leftNanos = closingNanos;
        boolean interrupted = false;
        while (thread != null && leftNanos > 0) {
            try {
                leftNanos = changed.awaitNanos(leftNanos);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return thread == null;
    }

    private void giveUp() {
        LOG.warn("a listener does not return, and is interrupted as the broker closes; {} events wait", waiting.size());
        dropped += waiting.size();
        waiting.clear();
        if (thread != null) {
            thread.interrupt();
        }
    }

    private void start() {
        Thread starting = new Thread(threadGroup, this::run, "gortms-events");
        starting.setDaemon(true);
        try {
            starting.start();
            thread = starting;
        } catch (OutOfMemoryError e) {
            LOG.warn("no thread can be made for events; they wait for the next one", e);
        }
    }

    private void run() {
        try {
            for (BrokerEvent event = next(); event != null; event = next()) {
                for (BrokerListener listener : listeners) {
                    tell(listener, event);
                }
            }
        } finally {
            ended();
        }
    }

    /** The next event, or null when the thread is to end: then it counts as ended already. */
    private @Nullable BrokerEvent next() {
        lock.lock();
        try {
            long leftNanos = idleNanos;
            while (waiting.isEmpty() && !closed && leftNanos > 0) {
                try {
                    leftNanos = changed.awaitNanos(leftNanos);
                } catch (InterruptedException e) {
                    LOG.debug("a listener has interrupted the thread of events; it goes on");
                }
            }
            if (waiting.isEmpty()) {
                ended();
            }
            return waiting.poll();
        } finally {
            lock.unlock();
        }
    }

    private void ended() {
        lock.lock();
        try {
            if (thread == Thread.currentThread()) {
                thread = null;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private static void tell(BrokerListener listener, BrokerEvent event) {
        try {
            listener.onEvent(event);
        } catch (Throwable e) {
            LOG.warn("the listener {} failed on {}", listener, event, e);
        }
    }

    private static boolean addBounded(ArrayDeque<BrokerEvent> events, BrokerEvent event, int most) {
        boolean full = events.size() == most;
        if (full) {
            events.removeFirst();
        }
        events.addLast(event);
        return full;
    }
}
