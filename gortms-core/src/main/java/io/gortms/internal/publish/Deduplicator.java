package io.gortms.internal.publish;

import io.gortms.BrokerEvent;
import io.gortms.Deduplication;
import io.gortms.QueueSettings;
import io.gortms.internal.delivery.GroupEnd;
import io.gortms.internal.journal.Journal;
import io.gortms.internal.journal.JournalReader;
import io.gortms.internal.journal.StoredRecord;
import io.gortms.internal.stats.NewEvent;
import io.gortms.internal.time.BrokerClock;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Knows the ids that were published lately, if the queue's options say so. What it knows is in the journal anyway: the first
 * publish of an id after opening reads the window there. Guarded by the append lock, which is let go of while the journal is
 * read; no message with an id is published meanwhile.
 */
public final class Deduplicator {

    private final String resource;
    private final Supplier<QueueSettings> settings;
    private final Journal journal;
    private final BrokerClock clock;
    private final Consumer<NewEvent> events;
    private final ReentrantLock lock;
    private final Condition rebuilt;
    private @Nullable IdIndex index;
    private Deduplication madeFor = Deduplication.OFF;
    private boolean rebuilding;

    /** Ids of which it is not decided yet whether they are stored: their copies are stored first. */
    private final Set<IdHash> underWay = new HashSet<>();

    private final Condition decided;
    private int changes;
    private long forgotten;
    private long tellAt = 1;
    private volatile boolean ended;

    /** The ids of a queue. */
    public Deduplicator(
            String resource,
            Supplier<QueueSettings> settings,
            Journal journal,
            BrokerClock clock,
            Consumer<NewEvent> events,
            ReentrantLock appendLock) {
        this.resource = resource;
        this.settings = settings;
        this.journal = journal;
        this.clock = clock;
        this.events = events;
        this.lock = appendLock;
        this.rebuilt = appendLock.newCondition();
        this.decided = appendLock.newCondition();
    }

    /** Whether ids are remembered. Needs no lock. */
    public boolean isOn() {
        return settings.get().deduplication().isOn();
    }

    /**
     * Makes sure that all ids of the window are known.
     *
     * @return whether the lock was let go of meanwhile, because they had to be read
     */
    public boolean prepare() {
        boolean letGo = false;
        while (index == null && isOn()) {
            letGo = true;
            if (ended) {
                throw GroupEnd.CLOSED.exception("nothing was published");
            }
            if (rebuilding) {
                rebuilt.awaitUninterruptibly();
            } else {
                rebuild();
            }
        }
        return letGo;
    }

    private void rebuild() {
        Deduplication wanted = settings.get().deduplication();
        long fromMicros = sinceMicros(wanted, Math.max(clock.nowMicros(), journal.lastTimestampMicros()));
        long end = journal.end();
        int before = changes;
        IdIndex read = null;
        rebuilding = true;
        lock.unlock();
        try {
            read = read(wanted, fromMicros, end);
        } finally {
            lock.lock();
            rebuilding = false;
            rebuilt.signalAll();
            if (before == changes) {
                index = read;
                madeFor = wanted;
            }
        }
    }

    private @Nullable IdIndex read(Deduplication wanted, long fromMicros, long end) {
        if (end > 0) {
            journal.awaitDurable(end - 1);
        }
        IdIndex ids = new IdIndex(wanted.maxIds());
        try (JournalReader reader = journal.openReader()) {
            reader.moveTo(journal.firstPositionSince(fromMicros));
            while (!ended) {
                StoredRecord stored = reader.next(end);
                if (stored == null) {
                    return ids;
                }
                if (wasPublished(stored)) {
                    IdHash id = IdHash.of(stored.messageId());
                    long sinceMicros = sinceMicros(wanted, stored.timestampMicros());
                    if (ids.find(id, sinceMicros) == null) {
                        ids.add(id, stored.position(), stored.timestampMicros(), sinceMicros);
                    }
                }
            }
        }
        return null;
    }

    /** Redriven messages and copies have ids too, but nobody published them here. */
    private static boolean wasPublished(StoredRecord stored) {
        return stored.hasOwnId() && stored.addressedGroup() < 0 && stored.trail() == null;
    }

    private static long sinceMicros(Deduplication wanted, long nowMicros) {
        return nowMicros - BrokerClock.toMicros(wanted.window()) + 1;
    }

    /** The publish that one of this id would be a duplicate of now, or null. Comes after {@link #prepare()}. */
    @Nullable FirstPublish find(IdHash id, long nowMicros) {
        return index == null ? null : index.find(id, sinceMicros(madeFor, nowMicros));
    }

    /** Waits if somebody publishes a message of this id; whether the lock was let go of for that. */
    boolean awaitDecided(IdHash id) {
        boolean waited = false;
        while (underWay.contains(id)) {
            waited = true;
            decided.awaitUninterruptibly();
        }
        return waited;
    }

    /** It will soon be decided whether a message of this id is stored. */
    void begin(IdHash id) {
        underWay.add(id);
    }

    /** It is decided. */
    void decide(IdHash id) {
        underWay.remove(id);
        decided.signalAll();
    }

    /** A message of this id was appended. */
    void add(IdHash id, long position, long timestampMicros) {
        if (index != null
                && index.add(id, position, timestampMicros, sinceMicros(madeFor, timestampMicros))
                && ++forgotten == tellAt) {
            tellAt *= 2;
            long soMany = forgotten;
            events.accept((sequence, now) -> new BrokerEvent.IdsForgotten(sequence, now, resource, soMany));
        }
    }

    /** The options have changed: what has to be known is read anew. */
    public void onSettingsChanged() {
        changes++;
        if (!madeFor.equals(settings.get().deduplication())) {
            index = null;
        }
    }

    /** The queue ends: nothing more is read. Needs no lock. */
    public void end() {
        ended = true;
    }
}
