package io.gortms.webhooks.proof;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} in the middle of dispatching 10,000 events to four endpoints, ten times: every event whose dispatch returned
 * arrives, the same bytes at each attempt, and attempts go on from where they were.
 */
@Timeout(1800)
class KillIT {

    private static final int DEATHS = 10;
    private static final int EVENTS = 10_000;

    @TempDir
    private Path directory;

    @Test
    void eachWebhookArrivesAndAttemptsGoOn() throws Exception {
        new KillTrial(directory, new Random(Seed.of("KillIT")), EVENTS).run(DEATHS);
    }
}
