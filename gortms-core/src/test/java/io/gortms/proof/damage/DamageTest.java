package io.gortms.proof.damage;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.proof.harness.Seed;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A few of the trials of {@link DamageIT}. */
@Timeout(300)
class DamageTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void damageIsReportedAndHarmsNothingElse(boolean closed) throws Exception {
        long seed = Seed.of("DamageTest");
        int lost = new DamageRuns(directory, closed, seed).run(10, seed);

        assertThat(lost).as("the changes do damage").isPositive();
    }
}
