package io.gortms.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.MessageQueue;
import io.gortms.StoredMessage;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

/** The queue: read, changed, deleted, closed and opened again; and time. */
final class QueueOperations {

    static final int EVERYTHING = 10_000;
    private static final int TRIES = 20;

    private QueueOperations() {}

    /** Reads without a group: what has expired is not there, what may be reclaimed perhaps not. */
    static void read(World world, Random random) {
        ModelQueue model = world.model();
        long nowMs = world.nowMs();
        long from = random.nextInt((int) model.end() + 2);
        int max = (int) Draw.oneOf(random, 1, 3, EVERYTHING);
        List<StoredMessage> read = world.queue().read(from, max);
        List<Long> got = read.stream().map(StoredMessage::position).toList();
        world.tell("read %d %d -> %s", from, max, got);
        for (StoredMessage each : read) {
            assertThat(Texts.of(each))
                    .as("text of %s", each)
                    .isEqualTo(model.message(each.position()).text());
        }
        LetterOperations.browse(world, random);
        long lowest = Math.max(from, model.floor(nowMs));
        long highest = Math.max(from, model.highestFloor(nowMs));
        List<Long> there = LongStream.range(lowest, model.end())
                .filter(p -> !model.isExpired(p, nowMs) && !model.isDropped(p))
                .boxed()
                .toList();
        long readTo = got.size() < max ? model.end() : got.get(got.size() - 1);
        assertThat(got).as("what is read").isSorted().doesNotHaveDuplicates().isSubsetOf(there);
        assertThat(got)
                .as("what is read")
                .containsAll(there.stream()
                        .filter(p -> p >= highest && p <= readTo && !model.mayBeGone(p))
                        .toList());
    }

    static void awaitProbe(World world, Random random) {
        world.tell("advance %d ms, until the probe", ModelOptions.OPEN_TIMEOUT_MS);
        world.advance(ModelOptions.OPEN_TIMEOUT_MS);
    }

    static void advance(World world, Random random) {
        long ms = Draw.oneOf(random, 1, 300, 500, 1_000, 2_000, 7_000, 25_000);
        world.tell("advance %d ms", ms);
        world.advance(ms);
    }

    /** Other options; how long settled messages stay remains, and what has expired is not brought back. */
    static void change(World world, Random random) {
        ModelQueue model = world.model();
        for (int i = 0; i < TRIES; i++) {
            ModelOptions changed = ModelOptions.any(random, model.options().untilAcknowledged());
            if (!model.revives(changed, world.nowMs())) {
                world.tell("change to %s", changed);
                world.domain().declareQueue(World.QUEUE, changed::describe);
                model.change(changed, world.nowMs());
                return;
            }
        }
    }

    static void deleteAndDeclare(World world, Random random) {
        ModelOptions options = ModelOptions.any(random, random.nextInt(4) == 0);
        world.tell("delete the queue and declare it with %s", options);
        world.domain().deleteQueue(World.QUEUE);
        MessageQueue made = world.domain().declareQueue(World.QUEUE, options::describe);
        world.renew(made, options);
        GroupOperations.declare(world, random);
    }

    static void restart(World world, Random random) {
        long downMs = downMs(random);
        world.tell("restart after %d ms", downMs);
        world.restart(downMs);
    }

    static void kill(World world, Random random) throws IOException {
        long downMs = downMs(random);
        world.tell("kill, and open after %d ms", downMs);
        world.kill(downMs);
    }

    private static long downMs(Random random) {
        return Draw.oneOf(random, 0, 0, 500, 3_000, 30_000);
    }
}
