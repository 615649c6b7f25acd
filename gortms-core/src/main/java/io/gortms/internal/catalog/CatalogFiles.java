package io.gortms.internal.catalog;

import io.gortms.DomainSettings;
import io.gortms.QueueSettings;
import io.gortms.internal.journal.DamageListener;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The catalog's files. One thread at a time.
 *
 * <pre>
 * &lt;data&gt;/&lt;domain&gt;/domain.json
 * &lt;data&gt;/&lt;domain&gt;/&lt;queue&gt;/queue.json
 * </pre>
 *
 * <p>A directory gets its name when its declaration is in it, and is renamed to {@code .deleted-<random>-<name>} before
 * anything in it is deleted; so what has a name is whole, and each of creating and removing is one rename. What belongs to a
 * queue ({@code orders.dlq}) is renamed after it, and by the next start if a crash comes between.
 */
final class CatalogFiles {

    private static final Logger LOG = LoggerFactory.getLogger(CatalogFiles.class);

    private static final String DOMAIN_FILE = "domain.json";
    private static final String QUEUE_FILE = "queue.json";
    private static final String UNFINISHED = ".new-";
    private static final String TOMBSTONE = ".deleted-";
    private static final int RANDOM_DIGITS = 16;

    /** More than the groups that can have been made between two versions of a file. */
    private static final int GROUP_ID_GAP = 1_000_000;

    /** Where ids begin when nobody knows which were used: at random, so that a second loss does not repeat them. */
    private static final int UNKNOWN_GROUP_IDS = 1_000_000_000;

    private final Path dataDirectory;
    private final DamageListener damages;

    CatalogFiles(Path dataDirectory, DamageListener damages) {
        this.dataDirectory = dataDirectory;
        this.damages = damages;
    }

    Path directory(String domain) {
        return dataDirectory.resolve(domain);
    }

    Path directory(String domain, String queue) {
        return directory(domain).resolve(queue);
    }

    /** What is in the data directory, or in a domain's. */
    List<String> list(Path directory) {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                names.add(entry.getFileName().toString());
            }
        } catch (IOException e) {
            throw Disk.failed("list", directory, e);
        }
        return names;
    }

    /** Those of the data directory's entries that are domains; what else lies there is not ours. */
    List<String> domainsAmong(List<String> listed) {
        List<String> names = new ArrayList<>();
        for (String name : listed) {
            if (Names.isInternal(Names.Kind.DOMAIN, name) && isDomain(directory(name))) {
                names.add(name);
            }
        }
        return names;
    }

    /** Those of a domain's entries that are queues, also if their declaration is lost. */
    List<String> queuesAmong(String domain, List<String> listed) {
        List<String> names = new ArrayList<>();
        for (String name : listed) {
            if (Names.isInternal(Names.Kind.QUEUE, name) && isQueue(directory(domain, name))) {
                names.add(name);
            }
        }
        return names;
    }

    /** Finishes what a crash has interrupted in the data directory or a domain's; returns what is left to delete. */
    List<Path> finishRemovals(Path parent, List<String> listed) {
        List<Path> leftovers = new ArrayList<>();
        for (String name : listed) {
            if (name.startsWith(UNFINISHED) || name.startsWith(TOMBSTONE)) {
                leftovers.add(parent.resolve(name));
            }
            if (name.startsWith(TOMBSTONE)) {
                String removed = name.substring(Math.min(name.length(), TOMBSTONE.length() + RANDOM_DIGITS + 1));
                // if there is one again, what belongs to it is its own: the removal was finished before
                List<String> rest = listed.contains(removed) ? List.of() : Names.derivedFrom(removed, listed);
                rest.forEach(derived -> leftovers.add(bury(parent.resolve(derived))));
            }
        }
        return leftovers;
    }

    void create(DomainEntry domain) {
        create(directory(domain.name()), DOMAIN_FILE, EntryJson.encode(domain));
    }

    void create(QueueEntry queue) {
        create(directory(queue.domain(), queue.name()), QUEUE_FILE, EntryJson.encode(queue));
    }

    void update(DomainEntry domain) {
        file(domain.name()).write(EntryJson.encode(domain));
    }

    void update(QueueEntry queue) {
        file(queue.domain(), queue.name()).write(EntryJson.encode(queue));
    }

    /** Reads a domain's declaration; one that is lost becomes the default, and is reported. */
    DomainEntry load(String domain) {
        AtomicFile file = file(domain);
        AtomicFile.Content content = file.read(damages);
        DomainEntry entry = switch (content.found()) {
            case NEWEST, PREVIOUS -> EntryJson.domain(domain, new Fields(file.path(), content.fields()));
            case DAMAGED, NOTHING -> {
                String consequence = "; the domain has default settings until it is declared again";
                damages.onDamage(file.path(), content.finding() + consequence, 0);
                yield new DomainEntry(domain, DomainSettings.defaults());
            }
        };
        if (content.found() != AtomicFile.Found.NEWEST) {
            update(entry);
        }
        return entry;
    }

    /**
     * What a queue has whose declaration is lost: the defaults, but no time to live, for nobody knows how long its messages were
     * to live; one for dead letters has what its owner gives it.
     */
    private QueueSettings lostSettings(String domain, String queue) {
        String owner = Names.ownerOf(queue);
        if (owner == null) {
            return QueueSettings.of(options -> options.ttl(Duration.ZERO));
        }
        boolean known = isQueue(directory(domain, owner));
        return QueueEntry.deadLetterSettings(known ? load(domain, owner).settings() : QueueSettings.defaults());
    }

    /** Reads a queue's declaration; one that is lost becomes the default without groups, and is reported. */
    QueueEntry load(String domain, String queue) {
        AtomicFile file = file(domain, queue);
        AtomicFile.Content content = file.read(damages);
        Fields fields = new Fields(file.path(), content.fields());
        QueueEntry entry = switch (content.found()) {
            case NEWEST -> EntryJson.queue(domain, queue, fields);
            case PREVIOUS -> {
                QueueEntry before = EntryJson.queue(domain, queue, fields);
                yield before.withNextGroupId(Math.addExact(before.nextGroupId(), GROUP_ID_GAP));
            }
            case DAMAGED, NOTHING -> {
                String consequence = Names.ownerOf(queue) == null
                        ? "; the queue has default settings, no ttl and no groups until they are declared again"
                        : "; the queue has the settings that its owner gives it, and no groups until they are declared"
                                + " again";
                damages.onDamage(file.path(), content.finding() + consequence + ", and its messages are kept", 0);
                int groupId = UNKNOWN_GROUP_IDS + ThreadLocalRandom.current().nextInt(UNKNOWN_GROUP_IDS);
                yield QueueEntry.create(domain, queue, lostSettings(domain, queue))
                        .withNextGroupId(groupId);
            }
        };
        if (content.found() != AtomicFile.Found.NEWEST) {
            update(entry);
        }
        return entry;
    }

    /** Takes a directory's name from it, durably; returns where it is now. */
    Path bury(Path directory) {
        Path grave = directory.resolveSibling(TOMBSTONE + randomDigits() + '-' + directory.getFileName());
        try {
            Files.move(directory, grave, StandardCopyOption.ATOMIC_MOVE);
            Disk.forceEntry(grave);
            return grave;
        } catch (IOException e) {
            throw Disk.failed("remove", directory, e);
        }
    }

    private void create(Path directory, String fileName, Map<String, Object> fields) {
        Path unfinished = directory.resolveSibling(UNFINISHED + randomDigits());
        try {
            Files.createDirectory(unfinished);
            new AtomicFile(unfinished.resolve(fileName)).create(fields);
            Files.move(unfinished, directory, StandardCopyOption.ATOMIC_MOVE);
            Disk.forceEntry(directory);
        } catch (IOException e) {
            throw Disk.failed("create", directory, e);
        } finally {
            discard(unfinished);
        }
    }

    /** Deletes what is there only if creating has failed. */
    private static void discard(Path unfinished) {
        try {
            Disk.deleteTree(unfinished);
        } catch (IOException e) {
            LOG.debug("{} stays until the next start", unfinished, e);
        }
    }

    private AtomicFile file(String domain) {
        return new AtomicFile(directory(domain).resolve(DOMAIN_FILE));
    }

    private AtomicFile file(String domain, String queue) {
        return new AtomicFile(directory(domain, queue).resolve(QUEUE_FILE));
    }

    private boolean isDomain(Path directory) {
        if (Files.exists(directory.resolve(DOMAIN_FILE))) {
            return true;
        }
        if (!Files.isDirectory(directory)) {
            return false;
        }
        // its declaration is lost, or it is somebody else's
        List<String> listed = list(directory);
        return listed.stream().anyMatch(name -> name.startsWith(DOMAIN_FILE))
                || listed.stream()
                        .anyMatch(name -> Files.exists(directory.resolve(name).resolve(QUEUE_FILE)));
    }

    private boolean isQueue(Path directory) {
        return Files.exists(directory.resolve(QUEUE_FILE))
                || (Files.isDirectory(directory) && !list(directory).isEmpty());
    }

    private static String randomDigits() {
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }
}
