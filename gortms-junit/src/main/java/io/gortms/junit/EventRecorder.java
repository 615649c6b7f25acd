package io.gortms.junit;

import io.gortms.Broker;
import io.gortms.BrokerBuilder;
import io.gortms.BrokerEvent;
import io.gortms.BrokerListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Keeps the events of a broker, and waits for those that are to come. {@link BrokerExtension} gives one to each test; elsewhere
 * it is given to {@link BrokerBuilder#listener(BrokerListener)}.
 *
 * <p>Whoever awaits an event gets it also if it was told before: all that was recorded since the beginning, or the last {@link
 * #clear()}, counts, at each call anew. Waits are in real time, under any clock of the broker, and end with an {@link
 * AssertionError} that lists what was recorded; after 10 seconds, unless it was made with another limit.
 *
 * <p>Safe for use by any thread. Events are kept until the recorder itself is gone.
 */
public final class EventRecorder implements BrokerListener {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Duration limit;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition recorded = lock.newCondition();
    private final List<BrokerEvent> all = new ArrayList<>();
    private int cleared;

    /** Waits up to 10 seconds. */
    public EventRecorder() {
        this(LIMIT);
    }

    /** Waits up to this long, each time. */
    public EventRecorder(Duration limit) {
        this.limit = Objects.requireNonNull(limit, "limit");
    }

    @Override
    public void onEvent(BrokerEvent event) {
        lock.lock();
        try {
            all.add(event);
            recorded.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for an event of this type, and returns the first one. */
    public <E extends BrokerEvent> E await(Class<E> type) {
        return await(type, event -> true);
    }

    /** Waits for an event of this type that is as wanted, and returns the first one. */
    public <E extends BrokerEvent> E await(Class<E> type, Predicate<? super E> wanted) {
        return await(1, type, wanted).get(0);
    }

    /** Waits for so many events of this type, and returns the first ones, in their order. */
    public <E extends BrokerEvent> List<E> await(int count, Class<E> type) {
        return await(count, type, event -> true);
    }

    /**
     * Waits for so many events of this type that are as wanted, and returns the first ones, in their order.
     *
     * @param count how many, at least 1
     */
    public <E extends BrokerEvent> List<E> await(int count, Class<E> type, Predicate<? super E> wanted) {
        if (count < 1) {
            throw new IllegalArgumentException("count is at least 1, not " + count);
        }
        long startNanos = System.nanoTime();
        List<BrokerEvent> seen = sinceCleared();
        List<E> found = matching(seen, type, wanted);
        while (found.size() < count) {
            if (!awaitOthersThan(seen, startNanos)) {
                throw new AssertionError("waited " + limit + " in vain for " + count + " " + type.getSimpleName()
                        + " as wanted; recorded:" + listed(seen));
            }
            seen = sinceCleared();
            found = matching(seen, type, wanted);
        }
        return found.subList(0, count);
    }

    /** Fails if there is an event of this type among all that have happened in the broker until now. */
    public <E extends BrokerEvent> void assertNone(Broker broker, Class<E> type) {
        assertNone(broker, type, event -> true);
    }

    /**
     * Fails if there is an event of this type, and as this condition says, among all that have happened in the broker until
     * now. Those that were not told yet are waited for; nothing is said of what happens later.
     *
     * @param broker the one that this recorder listens to; it may be closed
     */
    public <E extends BrokerEvent> void assertNone(Broker broker, Class<E> type, Predicate<? super E> unwanted) {
        catchUp(broker);
        List<E> found = events(type).stream().filter(unwanted).toList();
        if (!found.isEmpty()) {
            throw new AssertionError("there was to be no such " + type.getSimpleName() + ":" + listed(found));
        }
    }

    /** What was recorded, oldest first: an immutable snapshot. */
    public List<BrokerEvent> events() {
        return events(BrokerEvent.class);
    }

    /** What was recorded of this type, oldest first: an immutable snapshot. */
    public <E extends BrokerEvent> List<E> events(Class<E> type) {
        return matching(sinceCleared(), type, event -> true);
    }

    /** Forgets what was recorded. What is told later counts, also if it happened before. */
    public void clear() {
        lock.lock();
        try {
            cleared = all.size();
        } finally {
            lock.unlock();
        }
    }

    /** Events are told in their order: who was told of the newest one was told of all before it. */
    private void catchUp(Broker broker) {
        List<BrokerEvent> happened = broker.events();
        if (happened.isEmpty()) {
            return;
        }
        BrokerEvent newest = happened.get(happened.size() - 1);
        if (!await(System.nanoTime(), () -> wasTold(newest))) {
            throw new AssertionError("waited " + limit + " in vain to be told of " + newest
                    + "; this recorder has to be a listener of that broker");
        }
    }

    /** That very event: another one may be equal. */
    private boolean wasTold(BrokerEvent event) {
        return all.stream().anyMatch(told -> told == event);
    }

    private boolean awaitOthersThan(List<BrokerEvent> seen, long startNanos) {
        return await(startNanos, () -> all.size() - cleared != seen.size());
    }

    /** Waits for a condition that is looked at under the lock; returns whether it holds. */
    private boolean await(long startNanos, BooleanSupplier condition) {
        lock.lock();
        try {
            while (!condition.getAsBoolean()) {
                long leftNanos = limit.toNanos() - (System.nanoTime() - startNanos);
                if (leftNanos <= 0) {
                    return false;
                }
                long unused = recorded.awaitNanos(leftNanos);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for events", e);
        } finally {
            lock.unlock();
        }
    }

    private List<BrokerEvent> sinceCleared() {
        lock.lock();
        try {
            return List.copyOf(all.subList(cleared, all.size()));
        } finally {
            lock.unlock();
        }
    }

    private static <E extends BrokerEvent> List<E> matching(
            List<BrokerEvent> events, Class<E> type, Predicate<? super E> wanted) {
        return events.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .filter(wanted)
                .toList();
    }

    private static String listed(List<? extends BrokerEvent> events) {
        StringBuilder lines = new StringBuilder(events.isEmpty() ? " nothing" : "");
        events.forEach(event -> lines.append("\n  ").append(event));
        return lines.toString();
    }
}
