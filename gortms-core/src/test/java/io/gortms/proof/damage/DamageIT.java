package io.gortms.proof.damage;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.proof.harness.Seed;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Bytes changed and files cut anywhere in a data directory: reported, the rest kept, never a wrong payload, never a hang, and
 * no exception that is not documented.
 */
@Timeout(3600)
class DamageIT {

    private static final int TRIALS = 1_000;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void damageIsReportedAndHarmsNothingElse(boolean closed) throws Exception {
        long seed = Seed.of("DamageIT");
        int lost = new DamageRuns(directory, closed, seed).run(TRIALS, seed);

        System.out.println("  " + TRIALS + " trials, " + lost + " damaged messages");
        assertThat(lost).as("the changes do damage").isPositive();
    }
}
