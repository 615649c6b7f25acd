package io.gortms.internal.catalog;

import io.gortms.GroupSettings;
import io.gortms.QueueSettings;
import io.gortms.Retention;
import io.gortms.internal.journal.RandomIds;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A declared queue with its groups. Immutable: each change gives another entry, for {@link Catalog#putQueue}.
 *
 * @param uid random, made once: tells this queue from others, also from another that had its name before
 * @param nextGroupId the id of the next new group; 0 is no group's
 * @param groups by name, sorted
 */
public record QueueEntry(
        String domain, String name, long uid, QueueSettings settings, int nextGroupId, Map<String, GroupEntry> groups) {

    private static final int FIRST_GROUP_ID = 1;

    /** Checks the names and copies the groups. */
    public QueueEntry {
        Names.checkInternal(Names.Kind.DOMAIN, domain);
        Names.checkInternal(Names.Kind.QUEUE, name);
        groups = Collections.unmodifiableMap(new TreeMap<>(groups));
    }

    /** A new queue without groups, with an uid of its own. */
    public static QueueEntry create(String domain, String name, QueueSettings settings) {
        return new QueueEntry(domain, name, RandomIds.next(), settings, FIRST_GROUP_ID, Map.of());
    }

    /** What the dead-letter queue of a queue with these settings has. */
    public static QueueSettings deadLetterSettings(QueueSettings owner) {
        return QueueSettings.of(options -> options.persistent(owner.persistent())
                .durability(owner.durability())
                .maxMessageBytes(owner.maxMessageBytes())
                .ttl(Duration.ZERO)
                .maxSize(0)
                .retainBytes(0)
                .retention(Retention.UNTIL_EXPIRED)
                .deliveryLimit(0));
    }

    /** The queue that this one belongs to, {@code orders} for {@code orders.dlq}; null if it is its own. */
    public @Nullable String owner() {
        return Names.ownerOf(name);
    }

    /** The group of this name, or null. */
    public @Nullable GroupEntry group(String group) {
        return groups.get(group);
    }

    /** The queue with other settings. */
    public QueueEntry withSettings(QueueSettings changed) {
        return new QueueEntry(domain, name, uid, changed, nextGroupId, groups);
    }

    /**
     * The queue with one more group, which gets the next id.
     *
     * @throws IllegalArgumentException if a group of this name exists, or one whose name differs only by case
     */
    public QueueEntry withNewGroup(String group, GroupSettings groupSettings, long startPosition) {
        if (groups.containsKey(group)) {
            throw new IllegalArgumentException("the group '" + group + "' exists already");
        }
        Names.checkDistinct(Names.Kind.GROUP, group, groups.keySet());
        return with(new GroupEntry(nextGroupId, group, groupSettings, startPosition), Math.addExact(nextGroupId, 1));
    }

    /** The queue with a group changed to this entry. */
    public QueueEntry withGroup(GroupEntry changed) {
        return with(changed, nextGroupId);
    }

    /** The queue without this group; its id is not used again. */
    public QueueEntry withoutGroup(String group) {
        Map<String, GroupEntry> rest = new TreeMap<>(groups);
        rest.remove(group);
        return new QueueEntry(domain, name, uid, settings, nextGroupId, rest);
    }

    /** The queue with group ids from here on. */
    QueueEntry withNextGroupId(int id) {
        return new QueueEntry(domain, name, uid, settings, id, groups);
    }

    private QueueEntry with(GroupEntry group, int nextId) {
        Map<String, GroupEntry> all = new TreeMap<>(groups);
        all.put(group.name(), group);
        return new QueueEntry(domain, name, uid, settings, nextId, all);
    }
}
