package io.gortms.internal.delivery;

import io.gortms.internal.group.GroupMemory;
import io.gortms.internal.journal.JournalReader;
import io.gortms.internal.journal.StoredRecord;
import io.gortms.internal.time.BrokerClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds the messages of a group that have expired though nobody takes them. For one thread at a time, which reads the journal
 * without the group's lock; what is out is left alone, and looked at when it comes back.
 */
final class ExpirySweep {

    private static final int CHUNK = 512;
    private static final long LOOK_AGAIN_MICROS = 1_000_000;

    private final Dispatcher dispatcher;
    private final GroupMemory memory;
    private long sweptTo;
    private int epoch;

    ExpirySweep(Dispatcher dispatcher) {
        this.dispatcher = dispatcher;
        this.memory = dispatcher.memory;
    }

    /**
     * Looks at a few hundred messages.
     *
     * @param bound messages at and beyond it are not old enough yet
     * @param reader what it reads with, where it likes
     * @return when to go on
     */
    long sweep(long bound, long nowMicros, JournalReader reader) {
        long from = begin(bound);
        if (from >= bound) {
            return BrokerClock.NEVER;
        }
        List<StoredRecord> found = new ArrayList<>();
        long to = read(from, bound, reader, found);
        if (!expireAll(found, nowMicros)) {
            return nowMicros + LOOK_AGAIN_MICROS;
        }
        sweptTo = to;
        return to < bound ? nowMicros : BrokerClock.NEVER;
    }

    /**
     * One message that lives by a time of its own; false if the group has not let go of it: it is in somebody's hands, or
     * waits for the graveyard.
     */
    boolean expire(StoredRecord stored, long nowMicros) {
        return expireAll(List.of(stored), nowMicros) && isLetGo(stored.position());
    }

    private boolean isLetGo(long position) {
        dispatcher.lock.lock();
        try {
            boolean deleted = dispatcher.end != null && dispatcher.end.isDeleted();
            return deleted || memory.window().isSettled(position);
        } finally {
            dispatcher.lock.unlock();
        }
    }

    private long begin(long bound) {
        dispatcher.lock.lock();
        try {
            if (dispatcher.end != null) {
                return bound;
            }
            if (epoch != dispatcher.epoch) {
                epoch = dispatcher.epoch;
                sweptTo = 0;
            }
            sweptTo = Math.min(sweptTo, bound); // a longer ttl: what was out when it was swept is not too old any more
            return memory.window().nextUnsettled(sweptTo);
        } finally {
            dispatcher.lock.unlock();
        }
    }

    private static long read(long from, long bound, JournalReader reader, List<StoredRecord> into) {
        reader.moveTo(from);
        while (into.size() < CHUNK) {
            StoredRecord stored = reader.next(bound);
            if (stored == null) {
                return bound;
            }
            into.add(stored);
        }
        return reader.position();
    }

    private void expireLocked(StoredRecord stored, long nowMicros) {
        if (dispatcher.gate.isForAnother(stored)) {
            dispatcher.gate.leave(stored);
        } else if (dispatcher.gate.isExpired(stored, nowMicros)) {
            dispatcher.gate.expire(stored);
        }
    }

    /** Answers false if too many that were given up still wait for the graveyard. */
    private boolean expireAll(List<StoredRecord> found, long nowMicros) {
        dispatcher.lock.lock();
        try {
            if (dispatcher.end != null) {
                return true;
            }
            List<LocalDelivery> leased = dispatcher.leases.all();
            if (leased.stream().filter(delivery -> !delivery.isOpen()).count() >= CHUNK) {
                return false;
            }
            Set<Long> out = leased.stream().map(LocalDelivery::position).collect(Collectors.toSet());
            for (StoredRecord stored : found) {
                if (!memory.window().isSettled(stored.position()) && !out.contains(stored.position())) {
                    expireLocked(stored, nowMicros);
                }
            }
            memory.flush();
            return true;
        } finally {
            dispatcher.unlockAndFollowUp();
        }
    }
}
