package io.gortms.websocket.proof;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Observers and clients of the hub get what they are promised: {@link PromisesIT} with two rounds. */
@Timeout(120)
class PromisesTest {

    private static final int ACTIONS = 2;
    private static final int STEP = 500;

    @TempDir
    private Path directory;

    @Test
    void onDiskAndInMemory() throws Exception {
        long seed = Seed.of("PromisesTest");
        Random random = new Random(seed);
        String name = "-Dgortms.seed=" + seed;
        var unused = new Trial(name, Plan.random(random, true, ACTIONS).merciful(), STEP, random).run(directory);
        unused = new Trial(name, Plan.random(random, false, ACTIONS).merciful(), STEP, random).run(directory);
    }
}
