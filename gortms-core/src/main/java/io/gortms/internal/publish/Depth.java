package io.gortms.internal.publish;

import io.gortms.BrokerEvent;
import io.gortms.QueueSettings;
import io.gortms.internal.delivery.GroupDelivery;
import io.gortms.internal.delivery.MessageLife;
import io.gortms.internal.delivery.QueueExpiry;
import io.gortms.internal.delivery.QueueMemory;
import io.gortms.internal.journal.Journal;
import io.gortms.internal.journal.JournalReader;
import io.gortms.internal.journal.StoredRecord;
import io.gortms.internal.stats.CapacityWatch;
import io.gortms.internal.stats.NewEvent;
import io.gortms.internal.time.BrokerClock;
import java.util.Collection;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How many messages wait in a queue, and which of them goes first if one must. Guarded by the append lock. */
public final class Depth {

    private final String resource;
    private final Supplier<QueueSettings> settings;
    private final Journal journal;
    private final QueueMemory memory;
    private final QueueExpiry expiry;
    private final Supplier<Collection<GroupDelivery>> groups;
    private final BrokerClock clock;
    private final Consumer<NewEvent> events;
    private final CapacityWatch capacity;
    private @Nullable JournalReader reader;

    /** What has expired by the queue's ttl: looked for again from the time on when the next message has. */
    private long bound;

    private long boundUntilMicros = Long.MIN_VALUE;
    private long boundTtlMicros;

    /** The depth of a queue. */
    public Depth(
            String resource,
            Supplier<QueueSettings> settings,
            Journal journal,
            QueueMemory memory,
            QueueExpiry expiry,
            Supplier<Collection<GroupDelivery>> groups,
            BrokerClock clock,
            Consumer<NewEvent> events,
            CapacityWatch capacity) {
        this.resource = resource;
        this.settings = settings;
        this.journal = journal;
        this.memory = memory;
        this.expiry = expiry;
        this.groups = groups;
        this.clock = clock;
        this.events = events;
        this.capacity = capacity;
    }

    /** The largest lag of any group, unreadable messages included; with no group, the messages that have not expired. */
    long messages() {
        long messages = count();
        capacity.look(messages, settings.get().maxSize());
        return messages;
    }

    private long count() {
        long end = journal.end();
        Collection<GroupDelivery> all = groups.get();
        if (all.isEmpty()) {
            long nowMicros = clock.nowMicros();
            return memory.countUnexpired(unexpiredFrom(nowMicros), end, nowMicros);
        }
        long largest = 0;
        for (GroupDelivery group : all) {
            largest = Math.max(largest, group.lagTo(end));
        }
        return largest;
    }

    /** Whether messages that have expired are still counted. */
    boolean isBehind() {
        return expiry.isBehind(clock.nowMicros());
    }

    /** Counts what has expired no more. Called without the lock. */
    void catchUp() {
        expiry.catchUp(clock.nowMicros());
    }

    /** The lowest position that the slowest group has not settled; with no group, the oldest message that has not expired. */
    long oldest() {
        long end = journal.end();
        long largest = 0;
        long oldest = end;
        Collection<GroupDelivery> all = groups.get();
        if (all.isEmpty()) {
            long nowMicros = clock.nowMicros();
            long from = unexpiredFrom(nowMicros);
            return memory.firstKept(memory.firstWithOwnTime(from, nowMicros), nowMicros);
        }
        for (GroupDelivery group : all) {
            long lag = group.lagTo(end);
            long first = group.nextUnsettled(0);
            if (lag > largest || (lag == largest && first < oldest)) {
                largest = lag;
                oldest = first;
            }
        }
        return oldest;
    }

    /** Takes a message away from all groups. What may go out for that is woken by the caller. */
    void drop(long position) {
        StoredRecord stored = readFrom(position);
        boolean readable = stored != null && stored.position() == position;
        boolean wasThere = memory.remove(position);
        for (GroupDelivery group : groups.get()) {
            if (stored != null && readable) {
                group.drop(stored);
            } else {
                group.skip(position);
            }
        }
        if (stored != null && readable && wasThere) {
            String id = stored.messageId();
            events.accept((sequence, now) -> new BrokerEvent.MessageDropped(sequence, now, resource, id, position));
        }
    }

    private long unexpiredFrom(long nowMicros) {
        long ttlMicros = MessageLife.ttlMicros(settings.get());
        if (nowMicros >= boundUntilMicros || ttlMicros != boundTtlMicros) {
            bound = expiry.bound(nowMicros);
            boundTtlMicros = ttlMicros;
            StoredRecord first = readFrom(bound);
            boundUntilMicros = first == null ? nowMicros : BrokerClock.later(first.timestampMicros(), ttlMicros);
        }
        return Math.max(bound, journal.firstPosition());
    }

    /** The first record at or after this position that can be read now; null if there is none. */
    private @Nullable StoredRecord readFrom(long position) {
        JournalReader own = reader;
        if (own == null) {
            own = journal.openReader();
            reader = own;
        }
        own.moveTo(position);
        return own.next(journal.readable());
    }

    /** Lets go of the journal. */
    void close() {
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }
}
