package io.gortms.model;

import io.gortms.proof.harness.Seed;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Thousands of random sequences of operations do what the contract says. */
@Timeout(3600)
class ModelIT {

    private static final int IN_MEMORY = 10_000;
    private static final int ON_DISK = 5_000;
    private static final double SMALLEST_SHARE = 0.03;

    /** Restarts and deaths need their share too. */
    private static final double SMALLEST_SHARE_ON_DISK = 0.0275;

    @Test
    void inMemory() {
        Campaign campaign = new Campaign(null);
        campaign.run(Seed.of("ModelIT.inMemory"), IN_MEMORY);
        campaign.checkShares(SMALLEST_SHARE);
    }

    @Test
    void onDisk(@TempDir Path directory) {
        Campaign campaign = new Campaign(directory);
        campaign.run(Seed.of("ModelIT.onDisk"), ON_DISK);
        campaign.checkShares(SMALLEST_SHARE_ON_DISK);
    }
}
