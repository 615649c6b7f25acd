package io.gortms.websocket.proof;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Everything that was published in a round, and every fault that was found. */
final class Ledger {

    private final AtomicLong numbers = new AtomicLong();
    private final Map<Long, Sent> sent = new ConcurrentHashMap<>();
    private final Set<Long> refused = ConcurrentHashMap.newKeySet();
    private final List<String> faults = new CopyOnWriteArrayList<>();
    private final List<Supplier<@Nullable String>> later = new CopyOnWriteArrayList<>();

    /** What clients were sent. */
    final AtomicLong frames = new AtomicLong();

    final AtomicLong connections = new AtomicLong();

    /** What the hubs did. */
    final AtomicLong broadcasts = new AtomicLong();

    /** How many clients of the hub were told that they are. */
    final AtomicLong tooSlow = new AtomicLong();

    Sent next(Random random) {
        return noted(Sent.random(numbers.getAndIncrement(), random));
    }

    Sent nextOfClient(Random random) {
        return noted(Sent.ofClient(numbers.getAndIncrement(), random));
    }

    private Sent noted(Sent made) {
        sent.put(made.number(), made);
        return made;
    }

    @Nullable Sent sent(long number) {
        return sent.get(number);
    }

    /** How many were given out for publishing. */
    long count() {
        return numbers.get();
    }

    /** The broker said that it is not stored. */
    void refuse(Sent made) {
        refused.add(made.number());
    }

    boolean isRefused(long number) {
        return refused.contains(number);
    }

    /** What can only be checked when everybody has said what was stored; it returns what is wrong, or null. */
    void later(Supplier<@Nullable String> check) {
        later.add(check);
    }

    void checkLater() {
        for (Supplier<@Nullable String> check : later) {
            String wrong = check.get();
            if (wrong != null) {
                fault(wrong);
            }
        }
    }

    void fault(String text) {
        faults.add(text);
    }

    void fault(String text, Throwable cause) {
        faults.add(text + ": " + cause + " at " + List.of(cause.getStackTrace()));
    }

    List<String> faults() {
        return faults;
    }

    /** Counts what was counted in another round. */
    void add(Ledger other) {
        numbers.addAndGet(other.numbers.get());
        frames.addAndGet(other.frames.get());
        connections.addAndGet(other.connections.get());
        broadcasts.addAndGet(other.broadcasts.get());
        tooSlow.addAndGet(other.tooSlow.get());
    }

    @Override
    public String toString() {
        return numbers + " messages, " + broadcasts + " broadcasts, " + connections + " connections, " + frames
                + " frames, " + tooSlow + " clients of the hub too slow";
    }
}
