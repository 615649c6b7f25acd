package io.gortms.websocket.proof;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Observers and clients of the hub that come and go, read fast, slowly or not at all, while queues are deleted and declared again and
 * servers and brokers are closed: each gets what it is promised. {@code -Dgortms.rounds} says how often.
 */
@Timeout(7200)
class PromisesIT {

    private static final int ROUNDS = Integer.getInteger("gortms.rounds", 100);
    private static final int ACTIONS = 6;
    private static final int STEP = 2_000;

    @TempDir
    private Path directory;

    @Test
    void manyRounds() throws Exception {
        long seed = Seed.of("PromisesIT");
        Ledger all = new Ledger();
        for (int i = 0; i < ROUNDS; i++) {
            Random random = new Random(seed + i);
            Plan plan = Plan.random(random, random.nextBoolean(), ACTIONS);
            Path own = Files.createDirectory(directory.resolve("round-" + i));
            all.add(new Trial("-Dgortms.rounds=1 -Dgortms.seed=" + (seed + i), plan, STEP, random).run(own));
        }
        System.out.println("PromisesIT: " + ROUNDS + " rounds, " + all);
    }
}
