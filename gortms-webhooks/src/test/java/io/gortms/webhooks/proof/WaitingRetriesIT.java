package io.gortms.webhooks.proof;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A million webhooks that wait for a retry hold no thread, and little of the heap. */
@Timeout(1800)
class WaitingRetriesIT {

    @TempDir
    private Path directory;

    @Test
    void aMillionHoldNoThread() throws Exception {
        new WaitingTrial(directory, 1_000_000, 200_000_000, 64).run();
    }
}
