package io.gortms.internal;

import io.gortms.QueueSettings;
import io.gortms.StorageFullException;
import io.gortms.internal.delivery.GroupDelivery;
import io.gortms.internal.delivery.GroupEnd;
import io.gortms.internal.delivery.QueueExpiry;
import io.gortms.internal.delivery.QueueMemory;
import io.gortms.internal.journal.Journal;
import io.gortms.internal.journal.RecordDraft;
import io.gortms.internal.publish.Admission;
import io.gortms.internal.publish.Batch;
import io.gortms.internal.publish.Deduplicator;
import io.gortms.internal.publish.FirstPublish;
import io.gortms.internal.time.BrokerClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The end of a queue's journal, where messages are appended.
 *
 * <p>The append lock guards it: positions and timestamps are given under it. What was appended is not durable yet, and nobody
 * is woken for it.
 */
final class Appender {

    private final ReentrantLock lock;
    private final Journal journal;
    private final QueueExpiry expiry;
    private final Admission admission;
    private final Deduplicator deduplicator;
    private final BrokerClock clock;
    private final Runnable wake;
    private final Runnable diskLow;
    private boolean closed;

    /** Whether the newest message was refused for want of room on the disk. */
    private boolean refused;

    /**
     * The end of this journal.
     *
     * @param wake called without the lock when consumers may have something to take because messages were dropped
     * @param diskLow called when the disk begins to refuse messages
     */
    Appender(
            ReentrantLock lock,
            Journal journal,
            QueueExpiry expiry,
            Admission admission,
            Deduplicator deduplicator,
            BrokerClock clock,
            Runnable wake,
            Runnable diskLow) {
        this.lock = lock;
        this.journal = journal;
        this.expiry = expiry;
        this.admission = admission;
        this.deduplicator = deduplicator;
        this.clock = clock;
        this.wake = wake;
        this.diskLow = diskLow;
    }

    /** Appends a message of the broker's own: it has to pass no bound, and is a duplicate of nothing. */
    LocalReceipt append(RecordDraft draft, @Nullable String ownId) {
        lock.lock();
        try {
            return appendOneLocked(draft, ownId);
        } finally {
            lock.unlock();
        }
    }

    private LocalReceipt appendOneLocked(RecordDraft draft, @Nullable String ownId) {
        checkNotClosed();
        checkRoom(1, draft.encodedSize());
        long timestampMicros = timestampMicros();
        long position = appendLocked(List.of(draft), timestampMicros);
        return LocalReceipt.stored(ownId, journal.origin(), position, timestampMicros);
    }

    /**
     * Like {@link #append}, of a message for one group: the others pass over it, and do not count it.
     *
     * @param groups all of the queue, by their numbers
     * @param memory remembers it for groups that come later, or go back
     * @return its position; -1 if the group is not among them
     */
    long appendFor(int group, RecordDraft draft, Map<Integer, GroupDelivery> groups, QueueMemory memory) {
        lock.lock();
        try {
            checkNotClosed();
            checkRoom(1, draft.encodedSize());
            if (!groups.containsKey(group)) {
                return -1;
            }
            long position = appendLocked(List.of(draft), timestampMicros());
            memory.addressed(position, group);
            groups.forEach((id, delivery) -> {
                if (id != group) {
                    delivery.skip(position);
                }
            });
            return position;
        } finally {
            lock.unlock();
        }
    }

    /** Appends what of a message was not published before, once there is room for it. */
    LocalReceipt publish(RecordDraft draft, @Nullable String ownId) {
        lock.lock();
        try {
            boolean isNew = ownId == null || !deduplicator.isOn();
            if (isNew && admission.admits(1)) {
                return appendOneLocked(draft, ownId);
            }
        } finally {
            lock.unlock();
        }
        return publish(Batch.of(draft, ownId, deduplicator)).get(0);
    }

    /** Appends messages at contiguous positions, or none; those that were published before are left out. */
    List<LocalReceipt> publishAll(List<RecordDraft> drafts, List<@Nullable String> ownIds) {
        return publish(Batch.of(drafts, ownIds, deduplicator));
    }

    private List<LocalReceipt> publish(Batch batch) {
        boolean dropped = false;
        lock.lock();
        try {
            long timestampMicros = admit(batch);
            if (!batch.fresh().isEmpty()) {
                batch.delayFrom(timestampMicros);
                batch.appended(appendLocked(batch.fresh(), timestampMicros), timestampMicros);
            }
            return receipts(batch, timestampMicros);
        } finally {
            dropped = admission.takeDropped();
            lock.unlock();
            if (dropped) {
                wake.run();
            }
        }
    }

    /**
     * Looks everything up, and once more whenever others had the lock meanwhile.
     *
     * @return the timestamp that the messages get
     */
    private long admit(Batch batch) {
        int granted = 0;
        while (true) {
            if (awaitKnown(batch)) {
                granted = 0;
            }
            checkNotClosed();
            long timestampMicros = timestampMicros();
            batch.findDuplicates(timestampMicros);
            int count = batch.fresh().size();
            if (count == 0) {
                return timestampMicros;
            }
            checkRoom(count, batch.freshBytes());
            if (count <= granted || admission.admits(count)) {
                return timestampMicros;
            }
            admission.makeRoom(count);
            granted = count;
        }
    }

    /** Finds what was published before; of the rest, others with the same ids wait until it is stored or given up. */
    Batch claim(List<RecordDraft> drafts, List<@Nullable String> ownIds) {
        Batch batch = Batch.of(drafts, ownIds, deduplicator);
        lock.lock();
        try {
            awaitKnown(batch);
            checkNotClosed();
            batch.findDuplicates(timestampMicros());
            batch.begin();
            return batch;
        } finally {
            lock.unlock();
        }
    }

    /** Makes sure of room for what is claimed, which others do not take; answers what {@link #publishClaimed} is to be told. */
    int reserve(Batch batch) {
        lock.lock();
        try {
            checkNotClosed();
            checkRoom(batch.fresh().size(), batch.freshBytes());
            return admission.reserve(batch.fresh().size());
        } finally {
            lock.unlock();
        }
    }

    /** Appends what was claimed, into the room that was kept for it. */
    List<LocalReceipt> publishClaimed(Batch batch, int kept) {
        boolean dropped = false;
        lock.lock();
        try {
            deduplicator.prepare(); // the options may be others by now
            checkNotClosed();
            int count = batch.fresh().size();
            checkRoom(count, batch.freshBytes());
            if (kept < count && !admission.admits(count)) {
                admission.makeRoom(count);
            }
            long timestampMicros = timestampMicros();
            if (count > 0) {
                batch.delayFrom(timestampMicros);
                batch.appended(appendLocked(batch.fresh(), timestampMicros), timestampMicros);
            }
            return receipts(batch, timestampMicros);
        } finally {
            admission.used(kept);
            batch.decided();
            dropped = admission.takeDropped();
            lock.unlock();
            if (dropped) {
                wake.run();
            }
        }
    }

    /** What was claimed is not appended. */
    void giveUp(Batch batch, int kept) {
        lock.lock();
        try {
            admission.used(kept);
            batch.decided();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until of each id it is known whether it was published; whether the lock was let go of for that. */
    private boolean awaitKnown(Batch batch) {
        boolean letGo = false;
        while (deduplicator.prepare() || batch.awaitOthers()) {
            letGo = true;
            checkNotClosed();
        }
        return letGo;
    }

    private List<LocalReceipt> receipts(Batch batch, long timestampMicros) {
        List<LocalReceipt> receipts = new ArrayList<>(batch.items().size());
        for (Batch.Item item : batch.items()) {
            FirstPublish first = item.first();
            receipts.add(
                    first != null
                            ? LocalReceipt.duplicate(Objects.requireNonNull(item.id()), first)
                            : LocalReceipt.stored(item.id(), journal.origin(), item.position(), timestampMicros));
        }
        return receipts;
    }

    private long appendLocked(List<RecordDraft> drafts, long timestampMicros) {
        long end = journal.end();
        for (int i = 0; i < drafts.size(); i++) {
            expiry.beforeAppend(drafts.get(i), end + i, timestampMicros);
        }
        long first = journal.append(drafts, timestampMicros);
        expiry.afterAppend(timestampMicros);
        return first;
    }

    private void checkRoom(int records, long bytes) {
        try {
            journal.checkRoom(records, bytes);
            refused = false;
        } catch (StorageFullException e) {
            if (!refused) {
                refused = true;
                diskLow.run();
            }
            throw e;
        }
    }

    private long timestampMicros() {
        return Math.max(journal.lastTimestampMicros(), clock.nowMicros());
    }

    private void checkNotClosed() {
        if (closed) {
            throw GroupEnd.CLOSED.exception("nothing was published");
        }
    }

    /** Messages may have been settled, or have expired. */
    void onSettled() {
        admission.onSettled();
    }

    /** Groups came, went or were moved: there may be more room than was known, or less. */
    void onGroupsChanged() {
        admission.reset();
    }

    void onSettingsChanged(QueueSettings settings) {
        lock.lock();
        try {
            admission.reset();
            deduplicator.onSettingsChanged();
            if (!closed) {
                journal.setDurability(settings.durability());
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends the waiting of publishers. */
    void end(GroupEnd why) {
        deduplicator.end();
        admission.end(why);
    }

    /** Appends nothing more; false if that was so before. */
    boolean close() {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            closed = true;
            admission.close();
            return true;
        } finally {
            lock.unlock();
        }
    }
}
