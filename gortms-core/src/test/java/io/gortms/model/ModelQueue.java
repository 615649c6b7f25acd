package io.gortms.model;

import io.gortms.BreakerState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The queue as the contract describes it. Fed the time. */
final class ModelQueue {

    private final List<ModelMessage> messages = new ArrayList<>();
    private final Map<String, ModelGroup> groups = new TreeMap<>();
    private final ModelLetters letters = new ModelLetters();
    private final Set<Long> reclaimable = new HashSet<>();
    private final Set<Long> dropped = new HashSet<>();
    private ModelOptions options;

    /** The highest floor there was: what was reclaimable once may be gone. */
    private long highestFloor;

    /** The ids of what is below were read again, of those messages that were there. */
    private long idsReadTo;

    ModelQueue(ModelOptions options) {
        this.options = options;
    }

    ModelOptions options() {
        return options;
    }

    void change(ModelOptions changed, long nowMs) {
        idsReadTo = changed.duplicates().equals(options.duplicates()) ? idsReadTo : end();
        options = changed;
        for (ModelGroup group : groups.values()) {
            if (changed.breaker() == null) {
                group.breaker().onPolicyGone();
            }
            group.expireDue(nowMs, false);
        }
    }

    ModelLetters letters() {
        return letters;
    }

    Map<String, ModelGroup> groups() {
        return groups;
    }

    boolean isAnyBreakerOpen(long nowMs) {
        return groups.values().stream().anyMatch(group -> group.breaker().state(nowMs) == BreakerState.OPEN);
    }

    ModelMessage message(long position) {
        return messages.get((int) position);
    }

    long end() {
        return messages.size();
    }

    void published(ModelMessage message) {
        messages.add(message);
    }

    /** A message makes room: it goes for every group, whoever has it. */
    List<ModelDelivery> drop(long position, long nowMs) {
        List<ModelDelivery> revoked = new ArrayList<>();
        for (ModelGroup group : groups.values()) {
            revoked.addAll(group.drop(position, nowMs));
        }
        dropped.add(position);
        return revoked;
    }

    /** Whether it went to make room. */
    boolean isDropped(long position) {
        return dropped.contains(position);
    }

    /** The ids that publishers have given. */
    List<String> ids() {
        return messages.stream()
                .filter(ModelMessage::ownId)
                .map(ModelMessage::id)
                .toList();
    }

    /** What a publish of this id is a duplicate of now, or null. */
    @Nullable ModelMessage firstPublish(String id, long nowMs) {
        return ids(nowMs).first(id, messages);
    }

    /** What was published under this id in the window. */
    List<ModelMessage> publishesInWindow(String id, long nowMs) {
        return messages.stream()
                .filter(each -> each.id().equals(id) && ids(nowMs).isInWindow(each))
                .toList();
    }

    /**
     * Whether other options were given: then ids are read again, but not all messages of the window need be there, and of those that
     * were stored under one id any may count as the first.
     */
    boolean mayHaveForgottenIds(long nowMs) {
        Set<String> twice = new HashSet<>();
        return messages.stream()
                .filter(each -> each.position() < idsReadTo && each.ownId())
                .anyMatch(each -> !twice.add(each.id())
                        || (ids(nowMs).isInWindow(each)
                                && (each.position() < highestFloor(nowMs) || mayBeGone(each.position()))));
    }

    private ModelIds ids(long nowMs) {
        return new ModelIds(options.duplicates(), nowMs);
    }

    /** Whether a message had expired that would live under these options. */
    boolean revives(ModelOptions others, long nowMs) {
        return messages.stream().anyMatch(each -> each.expiresMs(options) <= nowMs && each.expiresMs(others) > nowMs);
    }

    boolean isExpired(long position, long nowMs) {
        return message(position).expiresMs(options) <= nowMs;
    }

    /** The oldest message that is neither expired nor reclaimable. */
    long floor(long nowMs) {
        long floor = options.untilAcknowledged()
                ? groups.values().stream().mapToLong(ModelGroup::position).min().orElse(0)
                : 0;
        while (floor < end() && isExpired(floor, nowMs)) {
            floor++;
        }
        highestFloor = Math.max(highestFloor, floor);
        return floor;
    }

    /** Where the floor may be at the highest. */
    long highestFloor(long nowMs) {
        long highest = Math.max(highestFloor, floor(nowMs));
        while (highest < end() && (mayBeGone(highest) || isExpired(highest, nowMs))) {
            highest++;
        }
        return highest;
    }

    /** What every group has settled may be gone from now on, if it is not to stay until it expires. */
    void noteReclaimable() {
        for (long p = 0; options.untilAcknowledged() && !groups.isEmpty() && p < end(); p++) {
            long position = p;
            if (groups.values().stream().allMatch(group -> group.hasSettled(position))) {
                reclaimable.add(p);
            }
        }
    }

    /** Whether every group had settled it at some time, or it was dropped, so that it may be gone. */
    boolean mayBeGone(long position) {
        return reclaimable.contains(position) || isDropped(position);
    }

    /** Time passes: leases end and messages expire, in the order of their times. */
    void advance(long fromMs, long toMs) {
        for (long now = nextEvent(fromMs, toMs); now <= toMs; now = nextEvent(now, toMs)) {
            for (ModelGroup group : groups.values()) {
                for (ModelDelivery delivery : group.out()) {
                    if (delivery.leaseEndMs <= now) {
                        group.fail(delivery, ModelFailure.LEASE_ENDED, 0, now);
                    }
                }
                group.expireDue(now, group.idleEndMs() <= now);
            }
            deleteIdle(now);
        }
    }

    /** Groups that have been idle for their ttl go. */
    void deleteIdle(long nowMs) {
        if (groups.values().removeIf(group -> group.idleEndMs() <= nowMs)) {
            noteReclaimable();
        }
    }

    private long nextEvent(long afterMs, long toMs) {
        long next = Long.MAX_VALUE;
        for (ModelGroup group : groups.values()) {
            next = Math.min(next, group.idleEndMs());
            for (ModelDelivery delivery : group.out()) {
                next = Math.min(next, delivery.leaseEndMs);
            }
            for (long p : group.unsettled()) {
                long expiresMs = message(p).expiresMs(options);
                if (group.at(p).out == null && expiresMs > afterMs) {
                    next = Math.min(next, expiresMs);
                }
            }
        }
        return next <= toMs ? next : Long.MAX_VALUE;
    }

    /** The broker was closed or its process has died, and is there again at this time. */
    void reopened(boolean killed, long nowMs) {
        for (ModelGroup group : groups.values()) {
            group.reopened(killed, nowMs);
            group.expireDue(nowMs, false);
        }
    }
}
