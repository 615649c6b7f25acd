package io.gortms.internal;

import io.gortms.QueueSettings;
import io.gortms.QueueStats;
import io.gortms.internal.catalog.QueueEntry;
import io.gortms.internal.delivery.GroupDelivery;
import io.gortms.internal.delivery.HeldMessages;
import io.gortms.internal.delivery.MessageAge;
import io.gortms.internal.delivery.QueueExpiry;
import io.gortms.internal.delivery.QueueMemory;
import io.gortms.internal.journal.Journal;
import io.gortms.internal.stats.Activity;
import io.gortms.internal.stats.CapacityWatch;
import io.gortms.internal.stats.DeliveryTotals;
import io.gortms.internal.stats.LastKnown;
import io.gortms.internal.time.BrokerClock;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An open queue in numbers: what it holds, and what happens in it. */
final class QueueFigures implements Activity.Source {

    private final Journal journal;
    private final QueueMemory memory;
    private final QueueExpiry expiry;
    private final Supplier<QueueSettings> settings;
    private final Map<Integer, GroupDelivery> deliveries;
    private final BrokerClock clock;
    private final long endAtOpening;
    private final Activity activity;
    private boolean closed;

    /** Where its last figures are noted, or null if it is in memory. */
    private final @Nullable Path directory;

    QueueFigures(
            QueueEntry entry,
            Journal journal,
            QueueMemory memory,
            QueueExpiry expiry,
            Supplier<QueueSettings> settings,
            Map<Integer, GroupDelivery> deliveries,
            Services services) {
        this.journal = journal;
        this.memory = memory;
        this.expiry = expiry;
        this.settings = settings;
        this.deliveries = deliveries;
        this.directory = QueueStorage.directory(entry, services);
        this.clock = services.clock();
        this.endAtOpening = journal.end();
        this.activity = new Activity(
                services.sampler(),
                this,
                new CapacityWatch(entry.domain() + "." + entry.name(), clock.source(), services.events()::publish));
    }

    /** What happens in it. */
    Activity activity() {
        return activity;
    }

    @Override
    public long published() {
        return journal.readable() - endAtOpening;
    }

    /** The largest lag of any group; with no group, the messages that have not expired. */
    @Override
    public long messages(long nowMicros) {
        long end = journal.readable();
        if (deliveries.isEmpty()) {
            long from = Math.max(expiry.bound(nowMicros), journal.firstPosition());
            return memory.countUnexpired(from, end, nowMicros);
        }
        return groups().stream().mapToLong(group -> group.lagTo(end)).max().orElse(0);
    }

    @Override
    public long maxSize() {
        return settings.get().maxSize();
    }

    @Override
    public long diskBytes() {
        return directory == null ? 0 : journal.sizeBytes();
    }

    @Override
    public Collection<GroupDelivery> groups() {
        return deliveries.values();
    }

    QueueStats stats(int groupCount, @Nullable String heldBy) {
        DeliveryTotals totals = new DeliveryTotals();
        addTo(totals);
        long nowMicros = clock.nowMicros();
        return new QueueStats(
                journal.firstPosition(),
                journal.readable(),
                published(),
                groupCount,
                journal.sizeBytes(),
                heldBy,
                messages(nowMicros),
                activity.series().rates(nowMicros).published(),
                totals.toStats());
    }

    /** Adds what the groups do. */
    void addTo(DeliveryTotals totals) {
        groups().forEach(group -> group.addTo(totals));
        totals.addAge(MessageAge.age(oldestMicros(), clock.nowMicros()));
    }

    private long oldestMicros() {
        long oldest = groups().stream().mapToLong(GroupDelivery::position).min().orElse(Long.MAX_VALUE);
        return MessageAge.sinceMicros(journal, oldest);
    }

    /** Messages on the heap for its groups, and about what the queue takes there. */
    HeldMessages held() {
        HeldMessages held = groups().stream().map(GroupDelivery::held).reduce(HeldMessages.NONE, HeldMessages::plus);
        return directory == null ? new HeldMessages(held.count(), journal.sizeBytes()) : held;
    }

    /** Notes what is known now, for the time when the queue is not open. */
    synchronized void note() {
        if (directory == null || closed) {
            return;
        }
        long nowMicros = clock.nowMicros();
        List<LastKnown.Group> groups = deliveries.entrySet().stream()
                .map(each -> new LastKnown.Group(
                        each.getKey(),
                        each.getValue().position(),
                        each.getValue().lag()))
                .toList();
        new LastKnown(
                        nowMicros,
                        journal.firstPosition(),
                        journal.readable(),
                        journal.sizeBytes(),
                        messages(nowMicros),
                        oldestMicros(),
                        groups)
                .write(directory);
    }

    /** Notes what is known, and is not sampled any more. Comes before the queue's files are closed. */
    synchronized void close() {
        note();
        closed = true;
        activity.close();
    }
}
