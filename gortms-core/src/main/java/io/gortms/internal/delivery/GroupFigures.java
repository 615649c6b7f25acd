package io.gortms.internal.delivery;

import io.gortms.GroupStats;
import io.gortms.LatencyStats;
import io.gortms.internal.group.GroupMemory;
import io.gortms.internal.journal.Journal;
import io.gortms.internal.stats.Counts;
import io.gortms.internal.stats.DeliveryTotals;
import io.gortms.internal.stats.Latencies;
import io.gortms.internal.stats.Rates;
import io.gortms.internal.time.BrokerClock;

/** How far a group has come, in numbers. */
final class GroupFigures {

    private final Dispatcher dispatcher;
    private final GroupMemory memory;
    private final Journal journal;

    GroupFigures(Dispatcher dispatcher) {
        this.dispatcher = dispatcher;
        this.memory = dispatcher.memory;
        this.journal = dispatcher.env.journal();
    }

    long position() {
        dispatcher.lock.lock();
        try {
            return memory.window().cursor();
        } finally {
            dispatcher.lock.unlock();
        }
    }

    long lag() {
        dispatcher.lock.lock();
        try {
            return lagLocked(journal.readable());
        } finally {
            dispatcher.lock.unlock();
        }
    }

    /** How many messages below this end the group has not settled. */
    long lagTo(long end) {
        dispatcher.lock.lock();
        try {
            return lagLocked(end);
        } finally {
            dispatcher.lock.unlock();
        }
    }

    private long lagLocked(long end) {
        return Math.max(0, end - memory.window().cursor() - memory.window().settledAboveCursor());
    }

    long pending() {
        dispatcher.lock.lock();
        try {
            return dispatcher.leases.count() + retryingLocked();
        } finally {
            dispatcher.lock.unlock();
        }
    }

    private long retryingLocked() {
        return (long) memory.failedCount() - dispatcher.leases.failedCount();
    }

    /** How many positions the group has settled in all: it grows with each settlement. */
    long settledCount() {
        dispatcher.lock.lock();
        try {
            return memory.window().cursor() + memory.window().settledAboveCursor();
        } finally {
            dispatcher.lock.unlock();
        }
    }

    /** State and counters. Reads the journal for the age of the oldest message, and puts percentiles together, with no lock. */
    GroupStats stats(Rates rates) {
        long oldestMicros = MessageAge.sinceMicros(journal, position());
        Latencies measured = new Latencies();
        addTo(measured);
        LatencyStats latency = measured.toStats();
        dispatcher.lock.lock();
        try {
            return statsLocked(rates, oldestMicros, latency);
        } finally {
            dispatcher.lock.unlock();
        }
    }

    /** Adds what the group does and has done, but for the age of the oldest message. */
    void addTo(DeliveryTotals totals, Rates rates) {
        addTo(totals.latencies());
        totals.add(snapshot(rates));
    }

    /** State and counters, but for the age of the oldest message and how long messages took. */
    GroupStats snapshot(Rates rates) {
        dispatcher.lock.lock();
        try {
            return statsLocked(rates, BrokerClock.NEVER, LatencyStats.NONE);
        } finally {
            dispatcher.lock.unlock();
        }
    }

    private void addTo(Latencies latencies) {
        long nowMicros = dispatcher.env.clock().nowMicros();
        dispatcher.lock.lock();
        try {
            latencies.add(dispatcher.env.latency(), nowMicros);
        } finally {
            dispatcher.lock.unlock();
        }
    }

    private GroupStats statsLocked(Rates rates, long oldestMicros, LatencyStats latency) {
        GroupCounters counters = dispatcher.counters;
        return new GroupStats(
                memory.window().cursor(),
                lagLocked(journal.readable()),
                dispatcher.leases.count(),
                retryingLocked(),
                memory.isPaused(),
                dispatcher.wakeups.takers().size(),
                counters.delivered,
                counters.redelivered,
                counters.acked,
                counters.nacked,
                counters.released,
                counters.deadLettered,
                counters.skipped,
                counters.expired,
                counters.dropped,
                memory.passedOver(),
                dispatcher.gate.breaker().state(),
                MessageAge.age(oldestMicros, dispatcher.env.clock().nowMicros()),
                rates.delivered(),
                rates.consumed(),
                latency);
    }

    /** What it has delivered and acknowledged. */
    Counts counts() {
        dispatcher.lock.lock();
        try {
            return new Counts(0, dispatcher.counters.delivered, dispatcher.counters.acked);
        } finally {
            dispatcher.lock.unlock();
        }
    }

    /** What it has on the heap. */
    HeldMessages held() {
        dispatcher.lock.lock();
        try {
            return dispatcher
                    .supply
                    .held()
                    .plus(new HeldMessages(dispatcher.leases.count(), dispatcher.leases.bytes()));
        } finally {
            dispatcher.lock.unlock();
        }
    }
}
