package io.gortms.proof.kill;

import io.gortms.Durability;
import io.gortms.proof.harness.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Children that work on one data directory, one after another, each killed; in between the directory is verified. */
final class Trial {

    /** What a child is killed in. */
    enum Moment {
        /** Some time after it has done its share. */
        ANY,
        ROLL,
        CHECKPOINT,

        /** When publishing has been refused, and again after it went on. */
        REFUSED
    }

    /**
     * What a child has to have done before it is killed.
     *
     * @param under a command to run it under
     */
    record Round(Load load, Durability durability, Moment moment, long receipts, int rolls, List<String> under) {

        Round(Load load, Durability durability, Moment moment, long receipts, int rolls) {
            this(load, durability, moment, receipts, rolls, List.of());
        }
    }

    private static final int MOST_EXTRA_MILLIS = 300;

    private final Path directory;
    private final Path data;
    private final Random random;
    private final Map<String, Integer> cutShort;
    private final Model model = new Model();
    private int run;
    private long refusals;

    /**
     * A trial in an empty directory.
     *
     * @param cutShort counts what the deaths cut short
     */
    Trial(Path directory, Random random, Map<String, Integer> cutShort) {
        this(directory, directory.resolve("data"), random, cutShort);
    }

    /** A trial with the data directory elsewhere. */
    Trial(Path directory, Path data, Random random, Map<String, Integer> cutShort) {
        this.directory = directory;
        this.data = data;
        this.random = random;
        this.cutShort = cutShort;
    }

    /** A child works and is killed. */
    void killOne(Round round) throws IOException, InterruptedException {
        run++;
        Plan plan = plan(round);
        Wreck wreck = new Wreck(plan);
        int segmentsBefore = wreck.segments();
        try (ChildJvm child = ChildJvm.of(KillProgram.class)
                .arguments(plan.arguments())
                .under(round.under)
                .start(directory.resolve("output-" + run))) {
            RunLog log = RunLog.open(plan.log());
            child.awaitAlive(
                    round.receipts + " receipts and " + round.rolls + " rolls",
                    () -> log.receipts() >= round.receipts && wreck.segments() - segmentsBefore > round.rolls);
            awaitMoment(round, wreck, log, child);
            child.kill();
            Map<String, Integer> now = new TreeMap<>();
            wreck.cutShort(log).forEach(what -> now.merge(what, 1, Integer::sum));
            now.forEach((what, count) -> cutShort.merge(what, count, Integer::sum));
            System.out.println("  round " + run + ", " + round.load + ", " + round.durability + ": " + log.receipts()
                    + " receipts, " + (wreck.segments() - segmentsBefore - 1) + " rolls, "
                    + log.count(Deed.REFUSED) + " refusals, killed in " + now.keySet());
            refusals += log.count(Deed.REFUSED);
            model.replay(log);
        }
    }

    private void awaitMoment(Round round, Wreck wreck, RunLog log, ChildJvm child) throws InterruptedException {
        switch (round.moment) {
            case ANY -> child.letRun(random.nextInt(MOST_EXTRA_MILLIS));
            case ROLL -> {
                int before = wreck.segments();
                child.awaitAlive("a roll", () -> wreck.segments() != before);
            }
            case REFUSED -> {
                long refused = log.count(Deed.REFUSED);
                child.awaitAlive("the disk is full", () -> log.count(Deed.REFUSED) > refused);
                long receipts = log.receipts();
                child.awaitAlive("there is room again", () -> log.receipts() > receipts);
                child.letRun(random.nextInt(MOST_EXTRA_MILLIS));
            }
            case CHECKPOINT -> child.awaitAlive("a checkpoint", wreck::hasTwoLedgers);
        }
    }

    /** Compares what is there with what must be. */
    void verify(Round round) {
        run++;
        Plan plan = plan(round).withSteadyClock();
        String more = "";
        if (round.load == Load.GUARANTEES) {
            more = ", " + new GuaranteeVerification(plan, model).run();
        } else {
            new Verification(plan, model).run();
        }
        System.out.println(
                "  verified " + model.queue.receipts() + " receipts, " + model.auto.repeats() + " repeats" + more);
    }

    /** How many publishes were refused for want of room. */
    long refusals() {
        return refusals;
    }

    /** Frees the disk. */
    void delete() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private Plan plan(Round round) {
        return new Plan(data, directory.resolve("log-" + run), run, random.nextLong(), round.load, round.durability);
    }
}
