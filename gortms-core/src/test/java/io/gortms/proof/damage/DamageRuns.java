package io.gortms.proof.damage;

import io.gortms.proof.harness.DirectoryImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Many trials on damaged copies of one fixture, each from a seed of its own. */
final class DamageRuns {

    private static final int MOST_CHANGES = 4;
    private static final long PATIENCE_SECONDS = 60;

    private final Path directory;
    private final Fixture fixture;
    private final Map<String, Places> places = new TreeMap<>();

    DamageRuns(Path directory, boolean closed, long seed) throws IOException {
        this.directory = directory;
        this.fixture = new Fixture(directory, closed, new Random(seed));
        for (String queue : Fixture.QUEUES) {
            Places found = Places.of(fixture.image(), queue);
            if (found.count() != fixture.messages()) {
                throw new AssertionError("found " + found.count() + " messages of " + queue + " in its files");
            }
            places.put(queue, found);
        }
    }

    /** Runs so many trials, and says how many messages were lost in all. */
    int run(int trials, long seed) throws Exception {
        int lost = 0;
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            for (int i = 0; i < trials; i++) {
                lost += one(thread, seed + i);
            }
        } finally {
            thread.shutdownNow();
        }
        return lost;
    }

    private int one(ExecutorService thread, long seed) throws Exception {
        Random random = new Random(seed);
        Path data = directory.resolve("damaged");
        DirectoryImage.copy(fixture.image(), data);
        List<Change> changes = new ArrayList<>();
        for (int i = 1 + random.nextInt(MOST_CHANGES); i > 0; i--) {
            changes.add(Change.make(data, random));
        }
        DamageTrial trial = new DamageTrial(fixture, data, changes, places);
        Future<?> run = thread.submit(trial::run);
        try {
            run.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("trial " + seed + ", " + changes + ": " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            AssertionError hang = new AssertionError("trial " + seed + ", " + changes + " hangs", e);
            Thread.getAllStackTraces().forEach((other, stack) -> {
                Throwable where = new Throwable(other.getName());
                where.setStackTrace(stack);
                hang.addSuppressed(where);
            });
            throw hang;
        }
        DirectoryImage.delete(data);
        return trial.lost();
    }
}
