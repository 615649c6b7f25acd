package io.gortms.internal;

import io.gortms.BrokerEvent;
import io.gortms.BrokerException;
import io.gortms.ConsumerGroup;
import io.gortms.GroupNotFoundException;
import io.gortms.GroupSettings;
import io.gortms.internal.catalog.GroupEntry;
import io.gortms.internal.catalog.Names;
import io.gortms.internal.catalog.QueueEntry;
import io.gortms.internal.delivery.GroupEnd;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The groups of a queue: declares, finds, changes and deletes them. What changes them holds the queue's state lock. */
final class QueueGroups {

    private final LocalQueue queue;
    private final Services services;
    private final ReentrantLock stateLock;
    private final Map<String, LocalGroup> groups = new ConcurrentHashMap<>();

    QueueGroups(LocalQueue queue, QueueEntry entry, Services services, ReentrantLock stateLock) {
        this.queue = queue;
        this.services = services;
        this.stateLock = stateLock;
        entry.groups().values().forEach(group -> groups.put(group.name(), new LocalGroup(queue, group, services)));
    }

    int count() {
        return groups.size();
    }

    /** Creates the group, or changes it if settings are given. */
    LocalGroup declare(String group, @Nullable GroupSettings settings) {
        Names.check(Names.Kind.GROUP, group);
        stateLock.lock();
        try {
            queue.checkUsable("the group '" + group + "' was not declared");
            LocalGroup existing = groups.get(group);
            if (existing == null) {
                return create(group, settings == null ? GroupSettings.defaults() : settings);
            }
            if (settings != null) {
                change(existing, settings);
            }
            return existing;
        } finally {
            stateLock.unlock();
        }
    }

    private LocalGroup create(String group, GroupSettings settings) {
        OpenQueue open = queue.opened();
        GroupEntry added = added(open, group, settings);
        LocalGroup handle = new LocalGroup(queue, added, services);
        groups.put(group, handle);
        services.event((sequence, now) -> new BrokerEvent.GroupCreated(sequence, now, resource(group)));
        return handle;
    }

    private GroupEntry added(OpenQueue open, String group, GroupSettings settings) {
        QueueEntry before = queue.entry();
        try {
            return open.addGroup(settings.startFrom(), start -> {
                queue.put(before.withNewGroup(group, settings, start));
                return Objects.requireNonNull(queue.entry().group(group));
            });
        } catch (BrokerException e) {
            if (!queue.entry().equals(before)) {
                queue.put(queue.entry().withoutGroup(group));
            }
            throw e;
        }
    }

    /** Where it began stays as it was. */
    private void change(LocalGroup group, GroupSettings settings) {
        GroupEntry entry = Objects.requireNonNull(queue.entry().group(group.name()));
        GroupSettings wanted = new GroupSettings(entry.settings().startFrom(), settings.ttl());
        if (!wanted.equals(entry.settings())) {
            queue.put(queue.entry().withGroup(new GroupEntry(entry.id(), entry.name(), wanted, entry.startPosition())));
            group.change(wanted);
            services.event((sequence, now) -> new BrokerEvent.GroupChanged(sequence, now, resource(group.name())));
        }
    }

    ConsumerGroup find(String group) {
        queue.checkUsable("the group '" + group + "' was not looked up");
        LocalGroup found = groups.get(group);
        if (found == null) {
            throw notFound(group);
        }
        return found;
    }

    List<ConsumerGroup> all() {
        queue.checkUsable("groups were not listed");
        return groups.values().stream()
                .sorted(Comparator.comparing(LocalGroup::name))
                .map(ConsumerGroup.class::cast)
                .toList();
    }

    void delete(String group) {
        stateLock.lock();
        try {
            queue.checkUsable("the group '" + group + "' was not deleted");
            LocalGroup going = groups.get(group);
            if (going == null) {
                throw notFound(group);
            }
            remove(going);
            services.event((sequence, now) -> new BrokerEvent.GroupDeleted(sequence, now, resource(group)));
        } finally {
            stateLock.unlock();
        }
    }

    /** Deletes a group that nobody has used for its ttl, unless it is gone already. */
    void expire(LocalGroup group) {
        stateLock.lock();
        try {
            if (!queue.hasEnded() && groups.get(group.name()) == group) {
                remove(group);
                services.event((sequence, now) -> new BrokerEvent.GroupExpired(sequence, now, resource(group.name())));
            }
        } finally {
            stateLock.unlock();
        }
    }

    private void remove(LocalGroup group) {
        String name = group.name();
        queue.put(queue.entry().withoutGroup(name));
        groups.remove(name);
        OpenQueue open = queue.ifOpen();
        if (open != null) {
            open.removeGroup(group.id(), GroupEnd.deleted(() -> notFound(name)));
        }
    }

    BrokerException notFound(String group) {
        QueueEntry entry = queue.entry();
        return new GroupNotFoundException(entry.domain(), entry.name(), group, Names.nearest(group, groups.keySet()));
    }

    private String resource(String group) {
        return queue.resource() + "/" + group;
    }
}
