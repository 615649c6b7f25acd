package io.gortms.internal;

import io.gortms.BrokerEvent;
import io.gortms.Durability;
import io.gortms.PublishReceipt;
import io.gortms.QueueSettings;
import io.gortms.QueueStats;
import io.gortms.StartPosition;
import io.gortms.StorageFullException;
import io.gortms.StoredMessage;
import io.gortms.internal.catalog.GroupEntry;
import io.gortms.internal.catalog.QueueEntry;
import io.gortms.internal.delivery.Graveyard;
import io.gortms.internal.delivery.GroupDelivery;
import io.gortms.internal.delivery.GroupEnd;
import io.gortms.internal.delivery.GroupEnvironment;
import io.gortms.internal.group.GroupMemory;
import io.gortms.internal.journal.Journal;
import io.gortms.internal.journal.JournalReader;
import io.gortms.internal.journal.RecordDraft;
import io.gortms.internal.journal.StoredRecord;
import io.gortms.internal.message.RecordMessage;
import io.gortms.internal.time.BrokerClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A queue in use: its journal, its ledger, and the delivery of its groups.
 *
 * <p>The append lock guards the end of the journal: positions and timestamps are given under it.
 */
final class OpenQueue {

    private static final Duration FORCE_EVERY = Duration.ofSeconds(1);
    private static final Duration CHECKPOINT_AGAIN_AFTER = Duration.ofSeconds(1);

    private final String resource;
    private final Services services;
    private final Supplier<QueueSettings> settings;
    private final QueueStorage storage;
    private final Journal journal;
    private final @Nullable Graveyard graveyard;
    private final ReentrantLock appendLock = new ReentrantLock();
    private final Map<Integer, GroupDelivery> deliveries = new ConcurrentHashMap<>();
    private final AtomicBoolean checkpointPlanned = new AtomicBoolean();
    private final AtomicBoolean forcePlanned = new AtomicBoolean();

    /** Whether the newest publish was refused for want of room, and whether settlements are in memory only. */
    private final AtomicBoolean publishRefused = new AtomicBoolean();

    private final AtomicBoolean settlementsHeld = new AtomicBoolean();
    private final long endAtOpening;

    /** The deliveries as publishers walk them. */
    private volatile GroupDelivery[] toWake = {};

    /** Guarded by the append lock. */
    private boolean closed;

    private OpenQueue(
            QueueEntry entry,
            Services services,
            Supplier<QueueSettings> settings,
            QueueStorage storage,
            Consumer<RecordDraft> burial) {
        this.resource = entry.domain() + "." + entry.name();
        this.services = services;
        this.settings = settings;
        this.storage = storage;
        this.journal = storage.journal();
        this.graveyard = entry.owner() == null
                ? (stored, headers) -> burial.accept(services.codec().copyOf(stored, headers))
                : null;
        this.endAtOpening = journal.end();
    }

    static OpenQueue open(
            QueueEntry entry, Services services, Supplier<QueueSettings> settings, Consumer<RecordDraft> burial) {
        QueueStorage storage = QueueStorage.open(entry, services);
        OpenQueue queue = new OpenQueue(entry, services, settings, storage, burial);
        try {
            entry.groups().values().forEach(queue::addGroup);
        } catch (RuntimeException | Error e) {
            storage.close();
            throw e;
        }
        return queue;
    }

    Journal journal() {
        return journal;
    }

    /** Appends a message; it is not durable yet. */
    LocalReceipt append(RecordDraft draft, @Nullable String ownId) {
        appendLock.lock();
        try {
            checkRoom(1, draft.encodedSize());
            long timestampMicros = timestampMicros();
            long position = journal.append(List.of(draft), timestampMicros);
            return new LocalReceipt(ownId, journal.origin(), position, timestampMicros);
        } finally {
            appendLock.unlock();
        }
    }

    /** Appends messages at contiguous positions, or none. */
    List<PublishReceipt> appendAll(List<RecordDraft> drafts, List<@Nullable String> ownIds) {
        long bytes = 0;
        for (RecordDraft draft : drafts) {
            bytes += draft.encodedSize();
        }
        List<PublishReceipt> receipts = new ArrayList<>(drafts.size());
        appendLock.lock();
        try {
            checkRoom(drafts.size(), bytes);
            long timestampMicros = timestampMicros();
            long first = journal.append(drafts, timestampMicros);
            long origin = journal.origin();
            for (int i = 0; i < drafts.size(); i++) {
                receipts.add(new LocalReceipt(ownIds.get(i), origin, first + i, timestampMicros));
            }
        } finally {
            appendLock.unlock();
        }
        return receipts;
    }

    private long timestampMicros() {
        return Math.max(journal.lastTimestampMicros(), services.clock().nowMicros());
    }

    private void checkRoom(int records, long bytes) {
        if (closed) {
            throw GroupEnd.CLOSED.exception("nothing was published");
        }
        try {
            journal.checkRoom(records, bytes);
            noteRoom(publishRefused, false);
        } catch (StorageFullException e) {
            noteRoom(publishRefused, true);
            throw e;
        }
    }

    /** Messages have become readable. */
    void onReadable() {
        for (GroupDelivery delivery : toWake) {
            delivery.onReadable();
        }
    }

    /** Where this start position is now: between the oldest kept position and the end. */
    long resolve(StartPosition start) {
        long first = journal.firstPosition();
        long end = journal.readable();
        return Math.max(first, Math.min(end, positionOf(start, first, end)));
    }

    private long positionOf(StartPosition start, long first, long end) {
        if (start instanceof StartPosition.At at) {
            return at.position();
        }
        if (start instanceof StartPosition.Since since) {
            return journal.firstPositionSince(BrokerClock.toMicros(since.instant()));
        }
        return start instanceof StartPosition.Latest ? end : first;
    }

    void addGroup(GroupEntry group) {
        GroupMemory memory = storage.attach(group);
        deliveries.put(
                group.id(),
                new GroupDelivery(new GroupEnvironment(
                        resource + "/" + group.name(),
                        group.name(),
                        settings,
                        journal,
                        memory,
                        storage.inHand(),
                        services.codec().mapper(),
                        services.clock(),
                        services.timer(),
                        services.threads(),
                        graveyard,
                        services.events()::publish,
                        services.config().shutdownTimeout(),
                        this::onLedgerWritten)));
        toWake = deliveries.values().toArray(GroupDelivery[]::new);
    }

    void removeGroup(int id, GroupEnd end) {
        GroupDelivery delivery = deliveries.remove(id);
        toWake = deliveries.values().toArray(GroupDelivery[]::new);
        if (delivery != null) {
            delivery.end(end);
            delivery.close();
            storage.ledger().forgotten(id);
        }
    }

    @Nullable GroupDelivery delivery(int id) {
        return deliveries.get(id);
    }

    Collection<GroupDelivery> deliveries() {
        return deliveries.values();
    }

    /** Settlements were written: called at a group's ease, to plan what the ledger needs in the background. */
    private void onLedgerWritten() {
        if (storage.ledger().checkpointDue() && checkpointPlanned.compareAndSet(false, true)) {
            services.threads().io().execute(this::checkpoint);
        }
        if (settings.get().durability() == Durability.POWER_LOSS
                && !forcePlanned.get()
                && storage.ledger().isDirty()
                && forcePlanned.compareAndSet(false, true)) {
            services.threads().soon(() -> services.threads().io().execute(this::force), FORCE_EVERY);
        }
    }

    /** It stays due until it is done: what asks meanwhile is not to start another. */
    private void checkpoint() {
        boolean done = false;
        try {
            done = storage.checkpoint();
        } finally {
            checkpointPlanned.set(false);
            noteRoom(settlementsHeld, storage.ledger().isFull());
            if (!done) {
                // the queue may be idle from now on, and nobody else would ask
                services.threads().soon(this::onLedgerWritten, CHECKPOINT_AGAIN_AFTER);
            }
        }
    }

    /** If the disk has refused, a checkpoint is due now. */
    private void force() {
        forcePlanned.set(false);
        storage.force();
        onLedgerWritten();
    }

    private void noteRoom(AtomicBoolean noted, boolean full) {
        if (noted.get() != full && noted.compareAndSet(!full, full) && full) {
            services.event(now ->
                    new BrokerEvent.DiskLow(now, resource, storage.ledger().freeBytes()));
        }
    }

    void onSettingsChanged() {
        appendLock.lock();
        try {
            if (!closed) {
                journal.setDurability(settings.get().durability());
            }
        } finally {
            appendLock.unlock();
        }
        deliveries.values().forEach(GroupDelivery::onSettingsChanged);
    }

    List<StoredMessage> read(long position, int max) {
        List<StoredMessage> messages = new ArrayList<>();
        try (JournalReader reader = journal.openReader()) {
            long bound = journal.readable();
            reader.moveTo(Math.max(position, journal.firstPosition()));
            while (messages.size() < max) {
                StoredRecord stored = reader.next(bound);
                if (stored == null) {
                    break;
                }
                messages.add(new RecordMessage(stored, services.codec().mapper()));
            }
        }
        return List.copyOf(messages);
    }

    QueueStats stats(int groups) {
        return new QueueStats(journal.firstPosition(), journal.readable(), published(), groups);
    }

    long published() {
        return journal.readable() - endAtOpening;
    }

    void end(GroupEnd why) {
        deliveries.values().forEach(delivery -> delivery.end(why));
    }

    /** Gives back what is open, flushes, and closes the files. */
    void close() {
        appendLock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
        } finally {
            appendLock.unlock();
        }
        deliveries.values().forEach(GroupDelivery::close);
        storage.close();
    }
}
