package io.gortms.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.model.Sequence.Failure;
import io.gortms.model.Sequence.Step;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Many sequences: counts what they did, and shows the first failure in its shortest form. */
final class Campaign {

    private static final int MOST_REPLAYS = 400;

    private final @Nullable Path directory;
    private final Map<Operation, Integer> done = new EnumMap<>(Operation.class);
    private int steps;
    private int replays;

    /** Sequences on brokers that keep their data here; null in memory. */
    Campaign(@Nullable Path directory) {
        this.directory = directory;
    }

    /** Runs sequences of the seeds from this one on. */
    void run(long firstSeed, int count) {
        for (int i = 0; i < count; i++) {
            long seed = firstSeed + i;
            Sequence sequence = sequence(seed);
            Failure failure = sequence.run();
            if (failure != null) {
                throw new AssertionError(shortest(seed, sequence.steps(), failure), failure.cause());
            }
            sequence.steps().forEach(step -> done.merge(step.operation(), 1, Integer::sum));
            steps += sequence.steps().size();
        }
        System.out.printf("%d sequences, %d steps: %s%n", count, steps, done);
    }

    /** Every operation was done often enough for the run to mean something; a probe can be awaited only while a breaker is open. */
    void checkShares(double smallest) {
        for (Operation operation : Operation.values()) {
            boolean possible = operation != Operation.DRAIN
                    && operation != Operation.AWAIT_PROBE
                    && (directory != null || (operation != Operation.RESTART && operation != Operation.KILL));
            if (possible) {
                assertThat(done.getOrDefault(operation, 0))
                        .as("steps of %s among %d", operation, steps)
                        .isGreaterThanOrEqualTo((int) (smallest * steps));
            }
        }
    }

    private Sequence sequence(long seed) {
        return new Sequence(seed, directory == null ? null : directory.resolve("sequence"));
    }

    /** Drops steps, many at first, as long as it still fails. */
    private String shortest(long seed, List<Step> failing, Failure failure) {
        List<Step> steps = new ArrayList<>(failing);
        Failure shortest = failure;
        for (int chunk = steps.size() / 2; chunk > 0; chunk = chunk == 1 ? 0 : chunk / 2) {
            boolean dropped = true;
            while (dropped) {
                dropped = false;
                for (int at = steps.size() - chunk; at >= 0; at -= chunk) {
                    List<Step> fewer = new ArrayList<>(steps);
                    fewer.subList(at, at + chunk).clear();
                    Failure now = replays++ < MOST_REPLAYS ? sequence(seed).replay(fewer) : null;
                    if (now != null) {
                        steps = fewer;
                        shortest = now;
                        dropped = chunk == 1;
                    }
                }
            }
        }
        return "-Dgortms.seed=" + seed + " fails: " + shortest.cause() + "\nafter\n  "
                + String.join("\n  ", shortest.story()) + "\n(" + failing.size() + " steps before shrinking)";
    }
}
