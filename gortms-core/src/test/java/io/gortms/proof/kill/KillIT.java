package io.gortms.proof.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.Durability;
import io.gortms.proof.harness.Seed;
import io.gortms.proof.kill.Trial.Moment;
import io.gortms.proof.kill.Trial.Round;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** kill -9 at any moment: what has a receipt is there, what is settled is settled, and the rest comes again. */
@Timeout(3600)
class KillIT {

    private static final int ROUNDS = 50;
    private static final int ROUNDS_A_DIRECTORY = 10;
    private static final long RECEIPTS = 10_000;
    private static final int ROLLS = 3;
    private static final int GUARANTEE_ROUNDS = 20;
    private static final int TARGETED_ROUNDS = 12;
    private static final long TARGETED_RECEIPTS = 2_000;

    @TempDir
    private Path directory;

    private Random random;
    private final Map<String, Integer> cutShort = new TreeMap<>();

    @BeforeEach
    void seed(TestInfo test) {
        random = new Random(Seed.of("KillIT." + test.getDisplayName()));
    }

    @AfterEach
    void sayWhatWasHit() {
        System.out.println("what the deaths cut short: " + cutShort);
    }

    @Test
    void atAnyMoment() throws Exception {
        int rounds = 0;
        while (rounds < ROUNDS) {
            Trial trial = new Trial(Files.createDirectory(directory.resolve("from-" + rounds)), random, cutShort);
            Durability durability = rounds == ROUNDS_A_DIRECTORY ? Durability.POWER_LOSS : Durability.PROCESS_CRASH;
            for (int i = 0; i < ROUNDS_A_DIRECTORY; i++, rounds++) {
                Load load = random.nextInt(3) == 0 ? Load.FAST_CLOCK : Load.LARGE_MESSAGES;
                Round round = new Round(load, durability, Moment.ANY, RECEIPTS, ROLLS);
                trial.killOne(round);
                if (random.nextInt(4) != 0 || i == ROUNDS_A_DIRECTORY - 1) {
                    trial.verify(round);
                }
            }
            trial.delete();
        }

        assertThat(cutShort).containsKeys("publishing", "handling", "settling");
    }

    @ParameterizedTest
    @CsvSource({
        "ROLLS, ROLL, rolling",
        "CHECKPOINTS, CHECKPOINT, checkpointing",
        "DECLARATIONS, ANY, declaring",
        "LIVES, ANY, closing"
    })
    void amidst(Load load, Moment moment, String hit) throws Exception {
        Trial trial = new Trial(directory, random, cutShort);
        for (int rounds = 0; rounds < TARGETED_ROUNDS || (!cutShort.containsKey(hit) && rounds < 50); rounds++) {
            Round round = new Round(load, Durability.PROCESS_CRASH, moment, TARGETED_RECEIPTS, 0);
            trial.killOne(round);
            trial.verify(round);
        }

        assertThat(cutShort).containsKey(hit);
    }

    /** Retries, dead letters, keys, times to live, delays, a bound and ids: what is promised of them holds after each death. */
    @ParameterizedTest
    @EnumSource(Durability.class)
    void everyMessageComesToOneEnd(Durability durability) throws Exception {
        int rounds = 0;
        while (rounds < GUARANTEE_ROUNDS) {
            Trial trial = new Trial(Files.createDirectory(directory.resolve("from-" + rounds)), random, cutShort);
            for (int i = 0; i < ROUNDS_A_DIRECTORY; i++, rounds++) {
                Round round = new Round(Load.GUARANTEES, durability, Moment.ANY, random.nextInt(6_000), 0);
                trial.killOne(round);
                if (random.nextInt(3) != 0 || i == ROUNDS_A_DIRECTORY - 1) {
                    trial.verify(round);
                }
            }
            trial.delete();
        }
    }

    /** In a namespace of its own each process is number 1, as in a container. */
    @Test
    void withTheProcessIdOfTheDead() throws Exception {
        List<String> namespace = Namespace.command();
        Trial trial = new Trial(directory, random, cutShort);
        for (int i = 0; i < TARGETED_ROUNDS; i++) {
            Round round = new Round(
                    i % 2 == 0 ? Load.FAST_CLOCK : Load.LARGE_MESSAGES,
                    Durability.PROCESS_CRASH,
                    Moment.ANY,
                    TARGETED_RECEIPTS,
                    0,
                    namespace);
            trial.killOne(round);
            if (i % 3 == 2) {
                trial.verify(round);
            }
        }
    }
}
