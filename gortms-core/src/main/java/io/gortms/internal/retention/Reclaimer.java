package io.gortms.internal.retention;

import io.gortms.BrokerException;
import io.gortms.QueueSettings;
import io.gortms.Retention;
import io.gortms.internal.delivery.BrokerThreads;
import io.gortms.internal.delivery.GroupDelivery;
import io.gortms.internal.delivery.QueueExpiry;
import io.gortms.internal.delivery.QueueMemory;
import io.gortms.internal.journal.Extent;
import io.gortms.internal.journal.Journal;
import io.gortms.internal.time.BrokerClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives back the space of a queue's messages that nobody needs: in the background, some time after it was asked, so that many
 * who ask cost one look. A journal on disk gives back whole segments, middle ones too; one in memory, single messages.
 *
 * <p>What goes is noted as gone first, and deleted then, so that nobody takes it for damaged. Whoever moves a group back holds
 * the same lock: otherwise what was settled a moment ago could be deleted from under it. The lock is taken before a group's.
 */
public final class Reclaimer {

    private static final Logger LOG = LoggerFactory.getLogger(Reclaimer.class);
    private static final Duration AFTER = Duration.ofMillis(100);

    private final String resource;
    private final Journal journal;
    private final QueueMemory memory;
    private final QueueExpiry expiry;
    private final Supplier<QueueSettings> settings;
    private final Supplier<Collection<GroupDelivery>> groups;
    private final LongSupplier unobserved;
    private final BrokerClock clock;
    private final BrokerThreads threads;
    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicBoolean asked = new AtomicBoolean();
    private boolean closed;

    /** @param unobserved from where on observers have not been given messages yet */
    public Reclaimer(
            String resource,
            Journal journal,
            QueueMemory memory,
            QueueExpiry expiry,
            Supplier<QueueSettings> settings,
            Supplier<Collection<GroupDelivery>> groups,
            LongSupplier unobserved,
            BrokerClock clock,
            BrokerThreads threads) {
        this.resource = resource;
        this.journal = journal;
        this.memory = memory;
        this.expiry = expiry;
        this.settings = settings;
        this.groups = groups;
        this.unobserved = unobserved;
        this.clock = clock;
        this.threads = threads;
    }

    /** Something may have become free; with any lock or none. Costs two volatile reads if there is nothing to do. */
    public void ask() {
        if (!asked.get() && journal.canFree() && asked.compareAndSet(false, true)) {
            threads.soon(() -> threads.io().execute(this::run), AFTER);
        }
    }

    private void run() {
        asked.set(false);
        lock.lock();
        try {
            if (!closed) {
                reclaim();
            }
        } catch (BrokerException e) {
            LOG.warn("{}: space was not given back; it is tried again", resource, e);
        } finally {
            lock.unlock();
        }
    }

    /** Runs something that nothing may be reclaimed during. */
    public <T> T holding(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    private void reclaim() {
        List<Extent> extents = journal.extents();
        Collection<GroupDelivery> all = groups.get();
        FreeSpace free = freeSpace(all, historyEnd(extents, all));
        Runs runs = new Runs();
        for (Extent extent : freeable(extents)) {
            if (free.isFree(extent.from(), extent.to())) {
                runs.add(extent.from(), extent.to(), extent.sizeBytes());
            } else if (journal.freesSingleRecords() && extent.sizeBytes() > 0) {
                free.forEachFree(extent.from(), extent.to(), (from, to) -> runs.add(from, to, 1));
            }
        }
        long end = unobserved.getAsLong();
        runs.forEach((from, to) -> {
            if (from < end) {
                delete(from, Math.min(to, end));
            }
        });
        memory.removeBelow(journal.firstPosition());
    }

    /** On disk the newest is kept, and ids that may be published again are found in what is kept of their window. */
    private List<Extent> freeable(List<Extent> extents) {
        if (journal.freesSingleRecords() || extents.isEmpty()) {
            return extents;
        }
        long windowMicros = BrokerClock.toMicros(settings.get().deduplication().window());
        long end = windowMicros == 0 ? Long.MAX_VALUE : journal.firstPositionSince(clock.nowMicros() - windowMicros);
        return extents.subList(0, extents.size() - 1).stream()
                .filter(extent -> extent.to() <= end)
                .toList();
    }

    private void delete(long from, long to) {
        memory.removeRange(from, to);
        if (from <= journal.firstPosition()) {
            journal.deleteBefore(to);
        } else {
            journal.deleteWithin(from, to);
        }
    }

    private FreeSpace freeSpace(Collection<GroupDelivery> needing, long historyEnd) {
        return new FreeSpace(needing, memory, historyEnd, expiry.bound(clock.nowMicros()));
    }

    /** Up to where what all groups have settled may go: everything, or the oldest beyond {@code retainBytes}. */
    private long historyEnd(List<Extent> extents, Collection<GroupDelivery> all) {
        QueueSettings now = settings.get();
        if (all.isEmpty()) {
            return 0;
        }
        if (now.retention() == Retention.UNTIL_ACKNOWLEDGED) {
            return Long.MAX_VALUE;
        }
        return now.retainBytes() == 0 || journal.sizeBytes() <= now.retainBytes()
                ? 0
                : historyEnd(settled(extents, all), now.retainBytes());
    }

    /** What all groups have settled. */
    private List<Extent> settled(List<Extent> extents, Collection<GroupDelivery> all) {
        FreeSpace settled = new FreeSpace(all, memory, Long.MAX_VALUE, 0);
        List<Extent> history = new ArrayList<>();
        for (Extent extent : extents) {
            if (settled.isFree(extent.from(), extent.to())) {
                history.add(extent);
            } else if (journal.freesSingleRecords()) {
                settled.forEachFree(
                        extent.from(),
                        extent.to(),
                        (from, to) -> history.add(new Extent(from, to, journal.sizeBytes(from, to))));
            }
        }
        return history;
    }

    private static long historyEnd(List<Extent> history, long retainBytes) {
        long excess = history.stream().mapToLong(Extent::sizeBytes).sum() - retainBytes;
        long end = 0;
        for (Extent extent : history) {
            if (excess <= 0) {
                return end;
            }
            excess -= extent.sizeBytes();
            end = extent.to();
        }
        return end;
    }

    /** The group that keeps the oldest messages from being reclaimed, or null if none does. */
    public @Nullable String oldestHolder() {
        List<Extent> extents = journal.extents();
        if (extents.isEmpty()) {
            return null;
        }
        long lowest = extents.get(0).to();
        String holder = null;
        for (GroupDelivery group : groups.get()) {
            long unsettled = group.nextUnsettled(extents.get(0).from());
            if (unsettled < lowest) {
                lowest = unsettled;
                holder = group.name();
            }
        }
        return holder;
    }

    /** About how much would be free if this group had settled everything. */
    long heldBytes(GroupDelivery group) {
        List<GroupDelivery> others =
                groups.get().stream().filter(other -> other != group).toList();
        Collection<GroupDelivery> all = groups.get();
        List<Extent> extents = journal.extents();
        long historyEnd = historyEnd(extents, all);
        FreeSpace now = freeSpace(all, historyEnd);
        FreeSpace without = freeSpace(others, historyEnd);
        return freeable(extents).stream()
                .filter(extent -> !now.isFree(extent.from(), extent.to()))
                .filter(extent -> without.isFree(extent.from(), extent.to()))
                .mapToLong(Extent::sizeBytes)
                .sum();
    }

    /** Deletes nothing more. */
    public void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
    }
}
