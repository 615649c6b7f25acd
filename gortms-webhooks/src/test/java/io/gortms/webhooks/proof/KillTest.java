package io.gortms.webhooks.proof;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that dies while it dispatches loses no webhook: {@link KillIT} with one death. */
@Timeout(120)
class KillTest {

    private static final int EVENTS = 500;

    @TempDir
    private Path directory;

    @Test
    void eachWebhookArrivesAndAttemptsGoOn() throws Exception {
        new KillTrial(directory, new Random(Seed.of("KillTest")), EVENTS).run(1);
    }
}
