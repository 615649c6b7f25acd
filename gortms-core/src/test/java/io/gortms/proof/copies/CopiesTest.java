package io.gortms.proof.copies;

import io.gortms.Durability;
import io.gortms.proof.harness.Seed;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A death leaves a copy of every message that is stored, and each redriven letter in at least one of its places. */
@Timeout(600)
class CopiesTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(Durability.class)
    void nothingIsLostBetweenTwoQueues(Durability durability) throws Exception {
        new CopiesTrial(directory, durability, new Random(Seed.of(getClass().getSimpleName()))).run(2);
    }
}
