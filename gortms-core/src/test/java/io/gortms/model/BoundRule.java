package io.gortms.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.Message;
import io.gortms.OverflowPolicy;
import io.gortms.QueueFullException;
import io.gortms.model.ModelOptions.Bound;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** What the bound of the queue does to a publish: refuses it, or makes room for it. */
final class BoundRule {

    private final World world;
    private final ModelQueue model;
    private final Bound bound;
    private final long nowMs;

    BoundRule(World world) {
        this.world = world;
        this.model = world.model();
        this.bound = model.options().bound();
        this.nowMs = world.nowMs();
    }

    /** Nothing was stored: that has to be because there is no room. */
    void checkRefused(List<Message> messages, QueueFullException refusal) {
        assertThat(bound.maxSize()).as("maxSize of a queue that is full").isEqualTo(refusal.maxSize());
        if (messages.size() <= bound.maxSize()) {
            assertThat(bound.overflow()).as("overflow").isNotEqualTo(OverflowPolicy.DROP_OLDEST);
            long most = mostNew(messages);
            assertThat(most).as("how many are no duplicates").isPositive();
            assertThat(mostWaiting() + most).as("how many would wait").isGreaterThan(bound.maxSize());
        }
    }

    private long mostNew(List<Message> messages) {
        Function<Message, Boolean> known = each ->
                each.id() != null && !model.mayHaveForgottenIds(nowMs) && model.firstPublish(each.id(), nowMs) != null;
        long without = messages.stream().filter(each -> each.id() == null).count();
        Set<String> ids = messages.stream()
                .filter(each -> each.id() != null && !known.apply(each))
                .map(Message::id)
                .collect(Collectors.toSet());
        boolean distinct = model.options().duplicates().windowMs() > 0;
        return distinct ? without + ids.size() : messages.size();
    }

    /** So many messages were stored: there was room for them, or as many went as had to. */
    void checkAccepted(long stored) {
        if (bound.maxSize() == 0 || stored == 0) {
            return;
        }
        assertThat(stored).as("how many come at once").isLessThanOrEqualTo(bound.maxSize());
        if (bound.overflow() == OverflowPolicy.DROP_OLDEST) {
            followDrops(stored);
        }
        assertThat(leastWaiting() + stored).as("how many wait").isLessThanOrEqualTo(bound.maxSize());
    }

    /** Of groups that are equally slow either may lose its oldest message: what has really gone decides. */
    private void followDrops(long stored) {
        while (mostWaiting() + stored > bound.maxSize()) {
            Set<Long> there = world.readable();
            Long dropped = candidates().stream()
                    .filter(p -> wasDropped(p, there))
                    .findFirst()
                    .orElse(null);
            if (dropped == null) {
                return;
            }
            world.tell("  %d is dropped", dropped);
            model.drop(dropped, nowMs).forEach(delivery -> world.over().add(delivery.real));
        }
    }

    private boolean wasDropped(long position, Set<Long> there) {
        return !there.contains(position)
                && model.groups().values().stream()
                        .filter(group -> !group.hasSettled(position))
                        .allMatch(group -> world.handle(group).stats().dropped() > group.counters().dropped);
    }

    /** What is the lowest unsettled position of a group that may be the slowest. */
    private Set<Long> candidates() {
        Collection<ModelGroup> groups = model.groups().values();
        Set<Long> lowest = new TreeSet<>();
        if (groups.isEmpty()) {
            kept().boxed().forEach(lowest::add);
        }
        long least = leastWaiting();
        for (ModelGroup group : groups) {
            if (group.mostWaiting() >= least) {
                lowest.add(group.position());
            }
        }
        return lowest;
    }

    private LongStream kept() {
        return LongStream.range(0, model.end()).filter(p -> !model.isExpired(p, nowMs) && !model.isDropped(p));
    }

    /** What is out though it has expired need not count. */
    private long leastWaiting() {
        Collection<ModelGroup> groups = model.groups().values();
        return groups.isEmpty()
                ? kept().filter(p -> p >= model.highestFloor(nowMs) && !model.mayBeGone(p))
                        .count()
                : groups.stream()
                        .mapToLong(group -> group.leastWaiting(nowMs))
                        .max()
                        .orElse(0);
    }

    private long mostWaiting() {
        Collection<ModelGroup> groups = model.groups().values();
        return groups.isEmpty()
                ? kept().count()
                : groups.stream().mapToLong(ModelGroup::mostWaiting).max().orElse(0);
    }
}
