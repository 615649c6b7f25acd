package io.gortms.internal.catalog;

import io.gortms.DomainNotFoundException;
import io.gortms.QueueNotFoundException;
import io.gortms.StorageException;
import io.gortms.internal.journal.DamageListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What is declared: domains, queues, and the groups of each queue; in memory, and on disk if there is a data directory. A
 * change is durable when the call that makes it returns.
 *
 * <p>Safe for use by any thread. Changes take turns under one lock, which is held while files are forced; names and entries
 * that have been read are found without it. Whoever makes an entry out of the one before it (a queue with one more group)
 * sees to it that nobody else does so in between.
 *
 * <p>Loading reads names only: the entry of a queue is read when it is first asked for, and damage is found then.
 */
public final class Catalog {

    private final ReentrantLock lock = new ReentrantLock();
    private final ConcurrentSkipListMap<String, DomainSlot> domains = new ConcurrentSkipListMap<>();
    private final @Nullable CatalogFiles files;
    private final Removal leftovers;

    /** A domain, whose entry is null until it has been read. */
    private static final class DomainSlot {
        final ConcurrentSkipListMap<String, QueueSlot> queues = new ConcurrentSkipListMap<>();
        volatile @Nullable DomainEntry entry;
    }

    /** A queue, whose entry is null until it has been read. */
    private static final class QueueSlot {
        volatile @Nullable QueueEntry entry;
    }

    private Catalog(@Nullable CatalogFiles files, Removal leftovers) {
        this.files = files;
        this.leftovers = leftovers;
    }

    /**
     * Finds what is declared in a data directory, and finishes removals that were interrupted.
     *
     * @param dataDirectory exists and is held by a {@link DirectoryLock}; or null for a catalog in memory
     * @throws StorageException if the directory cannot be read
     */
    public static Catalog load(@Nullable Path dataDirectory, DamageListener damages) {
        if (dataDirectory == null) {
            return new Catalog(null, Removal.NOTHING);
        }
        CatalogFiles files = new CatalogFiles(dataDirectory, damages);
        List<String> listed = files.list(dataDirectory);
        List<Path> leftovers = files.finishRemovals(dataDirectory, listed);
        Map<String, DomainSlot> found = new TreeMap<>();
        for (String domain : files.domainsAmong(listed)) {
            DomainSlot slot = new DomainSlot();
            List<String> inside = files.list(files.directory(domain));
            leftovers.addAll(files.finishRemovals(files.directory(domain), inside));
            for (String queue : files.queuesAmong(domain, inside)) {
                slot.queues.put(queue, new QueueSlot());
            }
            found.put(domain, slot);
        }
        Catalog catalog = new Catalog(files, new Removal(leftovers));
        catalog.domains.putAll(found);
        return catalog;
    }

    /** Files that removals before a crash have left; the broker deletes them when it has nothing better to do. */
    public Removal leftovers() {
        return leftovers;
    }

    /** The names of all domains, sorted; a snapshot. */
    public List<String> domainNames() {
        return List.copyOf(domains.keySet());
    }

    /** The names of a domain's queues, sorted, dead-letter queues among them; a snapshot. Empty if there is no such domain. */
    public List<String> queueNames(String domain) {
        DomainSlot slot = domains.get(domain);
        return slot == null ? List.of() : List.copyOf(slot.queues.keySet());
    }

    /**
     * The domain of this name, or null.
     *
     * @throws StorageException if its file cannot be read or used
     */
    public @Nullable DomainEntry domain(String name) {
        DomainSlot slot = domains.get(name);
        if (slot == null || slot.entry != null || files == null) {
            return slot == null ? null : slot.entry;
        }
        lock.lock();
        try {
            if (slot.entry == null && domains.get(name) == slot) {
                slot.entry = files.load(name);
            }
            return slot.entry;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The queue of this name, or null.
     *
     * @throws StorageException if its file cannot be read or used
     */
    public @Nullable QueueEntry queue(String domain, String name) {
        QueueSlot slot = queueSlot(domain, name);
        if (slot == null || slot.entry != null || files == null) {
            return slot == null ? null : slot.entry;
        }
        lock.lock();
        try {
            if (slot.entry == null && queueSlot(domain, name) == slot) {
                slot.entry = files.load(domain, name);
            }
            return slot.entry;
        } finally {
            lock.unlock();
        }
    }

    /** Where a queue keeps its data, below its declaration; null if the catalog is in memory. */
    public @Nullable Path queueDirectory(String domain, String queue) {
        return files == null ? null : files.directory(domain, queue);
    }

    /**
     * Declares a domain, or changes it.
     *
     * @throws IllegalArgumentException if the name is new and differs only by case from an existing one
     * @throws StorageException if it could not be written
     * @throws io.gortms.StorageFullException if the disk has no room for it
     */
    public void putDomain(DomainEntry domain) {
        lock.lock();
        try {
            DomainSlot slot = domains.get(domain.name());
            if (slot == null) {
                Names.checkDistinct(Names.Kind.DOMAIN, domain.name(), domains.keySet());
                slot = new DomainSlot();
                if (files != null) {
                    files.create(domain);
                }
            } else if (files != null) {
                files.update(domain);
            }
            slot.entry = domain;
            domains.put(domain.name(), slot);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Changes a domain that exists; nobody else changes it meanwhile.
     *
     * @param change makes the new entry of the one before it, and calls nothing of the catalog's
     * @throws DomainNotFoundException if there is none of this name
     * @throws StorageException if it could not be written
     * @throws io.gortms.StorageFullException if the disk has no room for it
     */
    public void changeDomain(String name, UnaryOperator<DomainEntry> change) {
        lock.lock();
        try {
            DomainEntry before = domain(name);
            if (before == null) {
                throw notFound(name);
            }
            putDomain(change.apply(before));
        } finally {
            lock.unlock();
        }
    }

    /**
     * Declares a queue, or changes it, its groups included.
     *
     * @throws IllegalArgumentException if the name is new and differs only by case from an existing one
     * @throws DomainNotFoundException if its domain does not exist
     * @throws StorageException if it could not be written
     * @throws io.gortms.StorageFullException if the disk has no room for it
     */
    public void putQueue(QueueEntry queue) {
        lock.lock();
        try {
            DomainSlot domain = existing(queue.domain());
            QueueSlot slot = domain.queues.get(queue.name());
            if (slot == null) {
                Names.checkDistinct(Names.Kind.QUEUE, queue.name(), domain.queues.keySet());
                slot = new QueueSlot();
                if (files != null) {
                    files.create(queue);
                }
            } else if (files != null) {
                files.update(queue);
            }
            slot.entry = queue;
            domain.queues.put(queue.name(), slot);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Removes a domain with its queues: it is gone when this returns, and one declared again under the name is empty. The
     * domain's files have moved: whoever still has some open may go on with those, and must open no others.
     *
     * @throws DomainNotFoundException if there is none of this name
     * @throws StorageException if it could not be removed, and is still there
     */
    public Removal removeDomain(String name) {
        lock.lock();
        try {
            existing(name);
            Removal removal = files == null ? Removal.NOTHING : Removal.NOTHING.and(files.bury(files.directory(name)));
            domains.remove(name);
            return removal;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Removes a queue and what belongs to it ({@code orders.dlq}): gone when this returns, also for whoever starts after a
     * crash in the middle; one declared again under the name is empty. The files have moved: whoever still has some open may
     * go on with those, and must open no others.
     *
     * @throws DomainNotFoundException if there is no such domain
     * @throws QueueNotFoundException if there is no such queue in it
     * @throws StorageException if it could not be removed, and is still there; or if what belongs to it could not: then that
     *     is still there, and goes at the next start
     */
    public Removal removeQueue(String domain, String name) {
        lock.lock();
        try {
            ConcurrentSkipListMap<String, QueueSlot> queues = existing(domain).queues;
            if (!queues.containsKey(name)) {
                throw new QueueNotFoundException(domain, name, Names.nearest(name, queues.keySet()));
            }
            List<String> removed = new ArrayList<>(List.of(name));
            removed.addAll(Names.derivedFrom(name, queues.keySet()));
            Removal removal = Removal.NOTHING;
            for (String queue : removed) {
                removal = files == null ? removal : removal.and(files.bury(files.directory(domain, queue)));
                queues.remove(queue);
            }
            return removal;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable QueueSlot queueSlot(String domain, String queue) {
        DomainSlot slot = domains.get(domain);
        return slot == null ? null : slot.queues.get(queue);
    }

    private DomainSlot existing(String domain) {
        DomainSlot slot = domains.get(domain);
        if (slot == null) {
            throw notFound(domain);
        }
        return slot;
    }

    private DomainNotFoundException notFound(String domain) {
        return new DomainNotFoundException(domain, Names.nearest(domain, domains.keySet()));
    }
}
