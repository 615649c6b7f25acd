package io.gortms.internal;

import io.gortms.BrokerEvent;
import io.gortms.Durability;
import io.gortms.Observation;
import io.gortms.Observer;
import io.gortms.QueueSettings;
import io.gortms.QueueStats;
import io.gortms.SeekResult;
import io.gortms.StartPosition;
import io.gortms.internal.catalog.GroupEntry;
import io.gortms.internal.catalog.QueueEntry;
import io.gortms.internal.delivery.Graveyard;
import io.gortms.internal.delivery.GroupDelivery;
import io.gortms.internal.delivery.GroupEnd;
import io.gortms.internal.delivery.GroupEnvironment;
import io.gortms.internal.delivery.QueueExpiry;
import io.gortms.internal.delivery.QueueMemory;
import io.gortms.internal.group.GroupMemory;
import io.gortms.internal.journal.Journal;
import io.gortms.internal.journal.RecordDraft;
import io.gortms.internal.journal.StoredRecord;
import io.gortms.internal.observe.Observers;
import io.gortms.internal.publish.Admission;
import io.gortms.internal.publish.Batch;
import io.gortms.internal.publish.Deduplicator;
import io.gortms.internal.publish.Depth;
import io.gortms.internal.retention.DiskHolders;
import io.gortms.internal.retention.DueNote;
import io.gortms.internal.retention.Reclaimer;
import io.gortms.internal.stats.LatencyWindow;
import io.gortms.internal.stats.NewEvent;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A queue in use: its journal, its ledger, and the delivery of its groups. */
final class OpenQueue {

    private final String resource;
    private final Services services;
    private final Supplier<QueueSettings> settings;
    private final QueueStorage storage;
    private final Journal journal;
    private final @Nullable Graveyard graveyard;
    private final Map<Integer, GroupDelivery> deliveries = new ConcurrentHashMap<>();
    private final QueueMemory queueMemory;
    private final QueueExpiry expiry;
    private final Appender appender;
    private final Reclaimer reclaimer;
    private final DiskHolders holders;
    private final DueNote dueNote;
    private final QueueView view;
    private final Observers observers;
    private final QueueFigures figures;
    private final LedgerUpkeep upkeep;

    /** The deliveries as publishers walk them. */
    private volatile GroupDelivery[] toWake = {};

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
        this.dueNote = DueNote.of(
                QueueStorage.directory(entry, services),
                journal.end() == 0,
                () -> settings.get().durability() == Durability.POWER_LOSS);
        this.queueMemory = storage.attachQueueMemory();
        queueMemory.removeBelow(journal.firstPosition());
        this.expiry = new QueueExpiry(
                resource,
                journal,
                queueMemory,
                settings,
                this::deliveries,
                services.clock(),
                services.timer(),
                this::onExpired,
                dueNote::atMost);
        this.figures = new QueueFigures(entry, journal, queueMemory, expiry, settings, deliveries, services);
        this.upkeep = new LedgerUpkeep(storage, settings, services.threads(), figures::note, this::onDiskLow);
        this.appender = makeAppender();
        this.observers = new Observers(
                resource, journal, services.codec().mapper(), services.threads().observers(), services.threads()::soon);
        this.reclaimer = new Reclaimer(
                resource,
                journal,
                queueMemory,
                expiry,
                settings,
                this::deliveries,
                observers::unread,
                services.clock(),
                services.threads());
        this.holders = new DiskHolders(
                reclaimer, this::deliveries, services.events()::publish, services.clock(), services.timer());
        this.view = new QueueView(journal, queueMemory, expiry, settings, this::deliveries, services);
    }

    private Appender makeAppender() {
        ReentrantLock lock = new ReentrantLock();
        Consumer<NewEvent> events = services.events()::publish;
        Depth depth = new Depth(
                resource,
                settings,
                journal,
                queueMemory,
                expiry,
                this::deliveries,
                services.clock(),
                events,
                figures.activity().capacity());
        return new Appender(
                lock,
                journal,
                expiry,
                new Admission(resource, settings, journal, depth, this::deliveries, lock),
                new Deduplicator(resource, settings, journal, services.clock(), events, lock),
                services.clock(),
                this::onReadable,
                this::onDiskLow);
    }

    static OpenQueue open(
            QueueEntry entry, Services services, Supplier<QueueSettings> settings, Consumer<RecordDraft> burial) {
        QueueStorage storage = QueueStorage.open(entry, services);
        try {
            OpenQueue queue = new OpenQueue(entry, services, settings, storage, burial);
            entry.groups().values().forEach(queue::addGroup);
            queue.expiry.start();
            queue.holders.start();
            queue.reclaimer.ask();
            queue.figures.activity().touch();
            return queue;
        } catch (RuntimeException | Error e) {
            storage.close();
            throw e;
        }
    }

    Journal journal() {
        return journal;
    }

    /** For reading, and for finding positions. */
    QueueView view() {
        return view;
    }

    /** Shows its messages to an observer from now on; none that is shown to it is reclaimed before. */
    Observation observe(Observer observer) {
        return reclaimer.holding(() -> observers.add(observer));
    }

    /** Moves a group; nothing that it may want again is reclaimed meanwhile. */
    SeekResult seek(GroupDelivery group, StartPosition target) {
        SeekResult result = reclaimer.holding(() -> {
            long actual = view.resolve(target);
            long firstKept = view.floor();
            group.seek(actual);
            return new SeekResult(target, actual, firstKept);
        });
        appender.onGroupsChanged();
        expiry.start(); // what has expired at or after the target does not wait for the group
        return result;
    }

    /**
     * Adds a group that begins there; nothing that it may want is reclaimed until it is added.
     *
     * @param declared notes in the catalog where it begins, and answers with its entry
     */
    GroupEntry addGroup(StartPosition start, LongFunction<GroupEntry> declared) {
        return reclaimer.holding(() -> {
            GroupEntry added = declared.apply(view.resolve(start));
            addGroup(added);
            return added;
        });
    }

    /** Appends a message that has to pass no bound; it is not durable yet. */
    LocalReceipt append(RecordDraft draft, @Nullable String ownId) {
        return appender.append(draft, ownId);
    }

    /** Appends a message if there is room and it is no duplicate; what the receipt says is not durable yet. */
    LocalReceipt publish(RecordDraft draft, @Nullable String ownId) {
        LocalReceipt receipt = appender.publish(draft, ownId);
        if (draft.hasOwnTime()) {
            upkeep.onWritten();
        }
        return receipt;
    }

    /** Like {@link #publish}, of messages at contiguous positions, all or none. */
    List<LocalReceipt> publishAll(List<RecordDraft> drafts, List<@Nullable String> ownIds) {
        List<LocalReceipt> receipts = appender.publishAll(drafts, ownIds);
        if (drafts.stream().anyMatch(RecordDraft::hasOwnTime)) {
            upkeep.onWritten();
        }
        return receipts;
    }

    /** For appending in steps. */
    Appender appender() {
        return appender;
    }

    /** Appends what was claimed, into the room that was kept for it. */
    List<LocalReceipt> publishClaimed(Batch batch, int kept) {
        List<LocalReceipt> receipts = appender.publishClaimed(batch, kept);
        if (batch.fresh().stream().anyMatch(RecordDraft::hasOwnTime)) {
            upkeep.onWritten();
        }
        return receipts;
    }

    /**
     * Appends a message for one group: the others pass over it, and do not count it.
     *
     * @return its position, not durable yet; -1 if the group is gone
     */
    long appendFor(int group, RecordDraft draft) {
        return appender.appendFor(group, draft, deliveries, queueMemory);
    }

    /** A message goes, durably: it is not delivered, read or counted any more. False if it has gone before. */
    boolean remove(StoredRecord stored) {
        boolean removed = queueMemory.remove(stored.position());
        deliveries.values().forEach(delivery -> delivery.drop(stored));
        onReadable();
        upkeep.onWritten();
        onSettled();
        return removed;
    }

    /** Messages have become readable. */
    void onReadable() {
        for (GroupDelivery delivery : toWake) {
            delivery.onReadable();
        }
        observers.onReadable();
        reclaimer.ask();
        figures.activity().touch();
    }

    private void addGroup(GroupEntry group) {
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
                        upkeep::onWritten,
                        queueMemory,
                        this::onSettled,
                        new LatencyWindow(
                                services.config().statistics(), services.clock().isManual()))));
        toWake = deliveries.values().toArray(GroupDelivery[]::new);
        appender.onGroupsChanged();
        expiry.start();
    }

    void removeGroup(int id, GroupEnd end) {
        GroupDelivery delivery = deliveries.remove(id);
        toWake = deliveries.values().toArray(GroupDelivery[]::new);
        if (delivery != null) {
            delivery.end(end);
            delivery.close();
            figures.activity().left(delivery);
            storage.ledger().forgotten(id);
            onSettled();
        }
        appender.onGroupsChanged();
    }

    @Nullable GroupDelivery delivery(int id) {
        return deliveries.get(id);
    }

    Collection<GroupDelivery> deliveries() {
        return deliveries.values();
    }

    /** Messages have expired, perhaps, and that is in the ledger though nobody consumes. */
    private void onExpired() {
        onSettled();
        upkeep.onWritten();
    }

    /** Messages may have been settled, or have expired. */
    private void onSettled() {
        appender.onSettled();
        reclaimer.ask();
        figures.activity().touch();
    }

    private void onDiskLow() {
        long freeBytes = storage.ledger().freeBytes();
        services.event((sequence, now) -> new BrokerEvent.DiskLow(sequence, now, resource, freeBytes));
    }

    void onSettingsChanged() {
        appender.onSettingsChanged(settings.get());
        deliveries.values().forEach(GroupDelivery::onSettingsChanged);
        expiry.onSettingsChanged();
        onSettled();
    }

    QueueStats stats(int groups) {
        return figures.stats(groups, reclaimer.oldestHolder());
    }

    /** What it holds, and what happens in it. */
    QueueFigures figures() {
        return figures;
    }

    void end(GroupEnd why) {
        appender.end(why);
        deliveries.values().forEach(delivery -> delivery.end(why));
    }

    /** Gives back what is open, flushes, and closes the files. */
    void close() {
        if (!appender.close()) {
            return;
        }
        dueNote.set(expiry.nextMicros());
        figures.close();
        holders.close();
        reclaimer.close();
        expiry.close();
        observers.close();
        deliveries.values().forEach(GroupDelivery::close);
        queueMemory.close();
        storage.close();
    }
}
