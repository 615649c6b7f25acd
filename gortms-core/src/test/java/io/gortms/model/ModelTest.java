package io.gortms.model;

import io.gortms.proof.harness.Seed;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A few hundred random sequences of operations do what the contract says; {@link ModelIT} runs thousands. */
@Timeout(300)
class ModelTest {

    private static final int IN_MEMORY = 300;
    private static final int ON_DISK = 50;

    /** So few steps leave more to chance than those of {@link ModelIT}. */
    private static final double SMALLEST_SHARE = 0.015;

    @Test
    void inMemory() {
        Campaign campaign = new Campaign(null);
        campaign.run(Seed.of("ModelTest.inMemory"), IN_MEMORY);
        campaign.checkShares(SMALLEST_SHARE);
    }

    @Test
    void onDisk(@TempDir Path directory) {
        Campaign campaign = new Campaign(directory);
        campaign.run(Seed.of("ModelTest.onDisk"), ON_DISK);
        campaign.checkShares(SMALLEST_SHARE);
    }
}
