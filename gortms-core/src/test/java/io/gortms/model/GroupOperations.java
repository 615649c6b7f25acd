package io.gortms.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.ConsumerGroup;
import io.gortms.SeekResult;
import io.gortms.StartPosition;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;

/** Groups: made, deleted, moved, paused. */
final class GroupOperations {

    private static final List<String> NAMES = List.of("a", "b", "c");

    private GroupOperations() {}

    /** Makes a group, or describes one that is there anew: that changes only how long it may be idle. */
    static void declare(World world, Random random) {
        ModelQueue model = world.model();
        String name = Draw.oneOf(NAMES, random);
        long ttlMs = Draw.oneOf(random, 0, 0, 0, 1_500, 20_000);
        StartPosition start = anywhere(model, random);
        boolean isNew = !model.groups().containsKey(name);
        ConsumerGroup declared =
                world.queue().declareGroup(name, group -> group.startFrom(start).ttl(Duration.ofMillis(ttlMs)));
        if (isNew) {
            made(world, name, start, declared);
        } else {
            world.tell("declare group %s anew", name);
        }
        world.tell("  with a ttl of %d ms", ttlMs);
        Objects.requireNonNull(model.groups().get(name)).ttl(ttlMs);
        model.deleteIdle(world.nowMs());
    }

    private static void made(World world, String name, StartPosition start, ConsumerGroup made) {
        ModelQueue model = world.model();
        long actual = world.queue().group(name).position();
        world.tell("declare group %s from %s -> %d", name, start, actual);
        world.handles().put(name, made);
        long nowMs = world.nowMs();
        ModelGroup group = new ModelGroup(name, model, where(model, start, nowMs, actual), nowMs);
        group.expireDue(nowMs, true);
        model.groups().put(name, group);
        leaveOutGone(world, group);
    }

    static void delete(World world, Random random) {
        ModelGroup group = Draw.oneOf(world.model().groups().values(), random);
        world.tell("delete group %s", group.name());
        world.queue().deleteGroup(group.name());
        group.out().forEach(delivery -> world.over().add(delivery.real));
        world.handles().remove(group.name());
        world.model().groups().remove(group.name());
    }

    static void seek(World world, Random random) {
        ModelQueue model = world.model();
        ModelGroup group = Draw.oneOf(model.groups().values(), random);
        StartPosition target = anywhere(model, random);
        long nowMs = world.nowMs();
        SeekResult result = world.handle(group).seek(target);
        world.tell("seek %s %s -> %s", group.name(), target, result);
        assertThat(result.requested()).isEqualTo(target);
        assertThat(result.firstKept()).as("first kept").isBetween(model.floor(nowMs), model.highestFloor(nowMs));
        long actual = where(model, target, nowMs, result.actual());
        assertThat(result.actual()).as("where the group is").isEqualTo(actual);
        group.seek(actual, nowMs).forEach(delivery -> world.over().add(delivery.real));
        leaveOutGone(world, group);
    }

    /** Of what every group had settled before, a group that is moved or new gets what is still there. */
    private static void leaveOutGone(World world, ModelGroup group) {
        Set<Long> there = world.readable();
        group.unsettled().stream()
                .filter(p -> world.model().mayBeGone(p) && !there.contains(p))
                .forEach(group::leaveOut);
    }

    /** Where a group has to be that was sent there; what may be reclaimed or not is as it is. */
    private static long where(ModelQueue model, StartPosition target, long nowMs, long actual) {
        long wanted = target instanceof StartPosition.At at
                ? at.position()
                : target instanceof StartPosition.Latest ? model.end() : 0;
        long lowest = Math.min(model.end(), Math.max(model.floor(nowMs), wanted));
        long highest = Math.min(model.end(), Math.max(model.highestFloor(nowMs), wanted));
        return Math.min(highest, Math.max(lowest, actual));
    }

    private static StartPosition anywhere(ModelQueue model, Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> StartPosition.earliest();
            case 1 -> StartPosition.latest();
            default -> StartPosition.at(random.nextInt((int) model.end() + 3));
        };
    }

    static void pause(World world, Random random) {
        ModelGroup group = Draw.oneOf(
                world.model().groups().values().stream()
                        .filter(each -> !each.isPaused())
                        .toList(),
                random);
        world.tell("pause %s", group.name());
        world.handle(group).pause();
        group.pause(true);
    }

    static void resume(World world, Random random) {
        ModelGroup group = Draw.oneOf(
                world.model().groups().values().stream()
                        .filter(ModelGroup::isPaused)
                        .toList(),
                random);
        world.tell("resume %s", group.name());
        world.handle(group).resume();
        group.pause(false);
    }

    static void resumeAll(World world) {
        for (ModelGroup group : world.model().groups().values()) {
            world.handle(group).resume();
            group.pause(false);
        }
    }
}
