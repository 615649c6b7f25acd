package io.gortms.internal;

import io.gortms.BrokerException;
import io.gortms.internal.catalog.GroupEntry;
import io.gortms.internal.catalog.QueueEntry;
import io.gortms.internal.delivery.QueueMemory;
import io.gortms.internal.group.GroupLedger;
import io.gortms.internal.group.GroupMemory;
import io.gortms.internal.group.GroupState;
import io.gortms.internal.group.InHand;
import io.gortms.internal.group.MappedInHand;
import io.gortms.internal.group.MappedLedger;
import io.gortms.internal.group.MemoryInHand;
import io.gortms.internal.group.MemoryLedger;
import io.gortms.internal.journal.ChronicleJournal;
import io.gortms.internal.journal.Journal;
import io.gortms.internal.journal.JournalConfig;
import io.gortms.internal.journal.LocalDisk;
import io.gortms.internal.journal.MemoryJournal;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where one queue keeps its messages and what its groups have settled: on disk, or in memory. */
final class QueueStorage {

    private static final Logger LOG = LoggerFactory.getLogger(QueueStorage.class);
    private static final long SEGMENT_AGE_MICROS = TimeUnit.HOURS.toMicros(1);

    private final String resource;
    private final Journal journal;
    private final GroupLedger ledger;
    private final InHand inHand;

    private QueueStorage(String resource, Journal journal, GroupLedger ledger, InHand inHand) {
        this.resource = resource;
        this.journal = journal;
        this.ledger = ledger;
        this.inHand = inHand;
    }

    static QueueStorage open(QueueEntry entry, Services services) {
        String resource = entry.domain() + "." + entry.name();
        Path directory = directory(entry, services);
        if (directory == null) {
            return new QueueStorage(resource, new MemoryJournal(), new MemoryLedger(), new MemoryInHand());
        }
        return onDisk(resource, directory, entry, services);
    }

    /** Where the queue is kept, or null if it is in memory. */
    static @Nullable Path directory(QueueEntry entry, Services services) {
        return entry.settings().persistent() ? services.catalog().queueDirectory(entry.domain(), entry.name()) : null;
    }

    /** The order matters: the journal's end, the ledger cut there, what was in hand, and only then an append. */
    static QueueStorage onDisk(String resource, Path directory, QueueEntry entry, Services services) {
        Journal journal = ChronicleJournal.open(
                directory.resolve("journal"),
                new JournalConfig(
                        resource,
                        entry.settings().durability(),
                        entry.settings().maxMessageBytes(),
                        JournalConfig.DEFAULT_SEGMENT_BYTES,
                        SEGMENT_AGE_MICROS,
                        services.config().minimumFreeDisk(),
                        services.damages(),
                        new LocalDisk(),
                        services.threads().io()));
        try {
            MappedLedger ledger =
                    MappedLedger.open(directory.resolve("ledger"), entry.uid(), journal.end(), services.damages());
            try {
                InHand inHand = MappedInHand.open(directory.resolve("in-hand"), ledger);
                forgetDeletedGroups(entry, ledger);
                return new QueueStorage(resource, journal, ledger, inHand);
            } catch (RuntimeException | Error e) {
                ledger.close();
                throw e;
            }
        } catch (RuntimeException | Error e) {
            journal.close();
            throw e;
        }
    }

    /** A process that died while it deleted a group may have left what the ledger knows of it. */
    private static void forgetDeletedGroups(QueueEntry entry, GroupLedger ledger) {
        Set<Integer> declared =
                entry.groups().values().stream().map(GroupEntry::id).collect(Collectors.toSet());
        ledger.groups().stream()
                .filter(id -> id != QueueMemory.ID && !declared.contains(id))
                .forEach(ledger::forgotten);
    }

    Journal journal() {
        return journal;
    }

    GroupLedger ledger() {
        return ledger;
    }

    InHand inHand() {
        return inHand;
    }

    /** What is remembered for all groups. */
    QueueMemory attachQueueMemory() {
        ReentrantLock lock = new ReentrantLock();
        return new QueueMemory(new GroupMemory(ledger, ledger.attach(QueueMemory.ID, lock), lock));
    }

    /** The memory of a group: as the ledger knows it, or new, at the group's start. */
    GroupMemory attach(GroupEntry group) {
        boolean known = ledger.groups().contains(group.id());
        ReentrantLock lock = new ReentrantLock();
        GroupState state = ledger.attach(group.id(), lock);
        GroupMemory memory = new GroupMemory(ledger, state, lock);
        if (!known) {
            long start = Math.min(journal.end(), Math.max(group.startPosition(), journal.firstPosition()));
            lock.lock();
            try {
                memory.moveTo(start);
            } finally {
                lock.unlock();
            }
        }
        return memory;
    }

    /** Writes the ledger anew if that is due; false if it has to be tried again. */
    boolean checkpoint() {
        try {
            return ledger.checkpoint();
        } catch (BrokerException e) {
            LOG.warn("{}: the ledger was not written anew; it is tried again", resource, e);
            return false;
        }
    }

    void force() {
        try {
            ledger.force();
        } catch (BrokerException e) {
            LOG.warn("{}: settlements are not on the disk yet; it is tried again", resource, e);
        }
    }

    void close() {
        try {
            inHand.close();
        } finally {
            try {
                ledger.close();
            } finally {
                journal.close();
            }
        }
    }
}
