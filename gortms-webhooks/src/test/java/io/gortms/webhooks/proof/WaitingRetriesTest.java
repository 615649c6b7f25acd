package io.gortms.webhooks.proof;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@link WaitingRetriesIT} with fewer. */
@Timeout(120)
class WaitingRetriesTest {

    @TempDir
    private Path directory;

    @Test
    void manyHoldNoThread() throws Exception {
        new WaitingTrial(directory, 5_000, 100_000_000, 64).run();
    }
}
