package io.gortms.model;

import io.gortms.model.Operation.Action;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** One random sequence of operations, and running a given one. */
final class Sequence {

    private static final int FEWEST_STEPS = 40;
    private static final int MORE_STEPS = 60;

    /** In some sequences deliveries stay out while much else happens. */
    private static final double PATIENCE = 0.15;

    /** One operation; the seed decides its parameters. */
    record Step(Operation operation, long seed) {}

    /**
     * How a sequence has failed.
     *
     * @param story what was done, in words
     */
    record Failure(List<String> story, Throwable cause) {}

    private final long seed;
    private final @Nullable Path directory;
    private final List<Step> steps = new ArrayList<>();

    /**
     * A sequence.
     *
     * @param directory where its brokers keep their data, not there yet; null in memory
     */
    Sequence(long seed, @Nullable Path directory) {
        this.seed = seed;
        this.directory = directory;
    }

    /** What was done so far. */
    List<Step> steps() {
        return steps;
    }

    /** Draws and does one step after the other; answers how it failed, or null. */
    @Nullable Failure run() {
        Random random = random();
        Map<Operation, Double> weights = weights(random);
        int count = FEWEST_STEPS + random.nextInt(MORE_STEPS);
        return inWorld(world -> {
            for (int i = 0; i < count; i++) {
                Step step = new Step(draw(weights, world, random), random.nextLong());
                steps.add(step);
                step.operation().run(world, step.seed());
            }
            Step last = new Step(Operation.DRAIN, random.nextLong());
            steps.add(last);
            if (last.operation().applies(world)) {
                last.operation().run(world, last.seed());
            }
        });
    }

    /** Does these steps, but for those that make no sense where they are. */
    @Nullable Failure replay(List<Step> given) {
        return inWorld(world -> {
            for (Step step : given) {
                if (step.operation().applies(world)) {
                    step.operation().run(world, step.seed());
                }
            }
        });
    }

    /** Seeds that follow each other would begin with nearly the same numbers. */
    private Random random() {
        return new Random(new SplittableRandom(seed).nextLong());
    }

    private interface Run {
        void in(World world) throws Exception;
    }

    private @Nullable Failure inWorld(Run run) {
        Random random = random();
        ModelOptions options = ModelOptions.any(random, random.nextInt(4) == 0);
        List<String> story = List.of();
        try (World world = new World(directory, options)) {
            story = world.story();
            world.tell("declare with %s", options);
            Action declare = GroupOperations::declare;
            declare.run(world, random);
            run.in(world);
            return null;
        } catch (Exception | AssertionError e) {
            return new Failure(story, e);
        } finally {
            if (directory != null) {
                World.delete(directory);
            }
        }
    }

    /** Each sequence has its own favourites, so that some go deep where others do much of everything. */
    private static Map<Operation, Double> weights(Random random) {
        Map<Operation, Double> weights = new EnumMap<>(Operation.class);
        double haste = random.nextInt(3) == 0 ? PATIENCE : 1;
        for (Operation operation : Operation.values()) {
            weights.put(operation, operation.weight * (0.2 + 1.6 * random.nextDouble()));
        }
        for (Operation settling : EnumSet.range(Operation.ACK, Operation.EXTEND)) {
            weights.computeIfPresent(settling, (operation, weight) -> weight * haste);
        }
        return weights;
    }

    private static Operation draw(Map<Operation, Double> weights, World world, Random random) {
        double sum = 0;
        Map<Operation, Double> possible = new EnumMap<>(Operation.class);
        for (Map.Entry<Operation, Double> each : weights.entrySet()) {
            if (each.getKey().applies(world)) {
                possible.put(each.getKey(), each.getValue());
                sum += each.getValue();
            }
        }
        double at = random.nextDouble() * sum;
        for (Map.Entry<Operation, Double> each : possible.entrySet()) {
            at -= each.getValue();
            if (at < 0) {
                return each.getKey();
            }
        }
        return Operation.PUBLISH;
    }
}
