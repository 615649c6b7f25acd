package io.gortms.proof.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.Durability;
import io.gortms.proof.harness.Seed;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A few rounds of what {@link KillIT} does at length. */
@Timeout(300)
class KillTest {

    @TempDir
    private Path directory;

    @Test
    void nothingIsLostAndNothingSettledComesAgain() throws Exception {
        Map<String, Integer> cutShort = new TreeMap<>();
        Trial trial = new Trial(directory, new Random(Seed.of("KillTest")), cutShort);
        for (Load load : new Load[] {Load.FAST_CLOCK, Load.LIVES, Load.DECLARATIONS}) {
            Trial.Round round = new Trial.Round(load, Durability.PROCESS_CRASH, Trial.Moment.ANY, 3_000, 3);
            trial.killOne(round);
            trial.verify(round);
        }

        assertThat(cutShort).isNotEmpty();
    }

    @Test
    void everyMessageComesToOneEnd() throws Exception {
        Trial trial = new Trial(directory, new Random(Seed.of("KillTest")), new TreeMap<>());
        Trial.Round round = new Trial.Round(Load.GUARANTEES, Durability.PROCESS_CRASH, Trial.Moment.ANY, 3_000, 0);
        for (int i = 0; i < 2; i++) {
            trial.killOne(round);
            trial.verify(round);
        }
    }
}
