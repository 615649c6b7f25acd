package io.gortms.internal.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ledger that knows of positions the journal has lost. */
class LedgerCutTest {

    @TempDir
    Path temp;

    @Test
    void whatLiesBeyondTheJournalIsForgotten() {
        long seed = Seeds.seed("LedgerCutTest");
        Random random = new Random(seed);
        for (int round = 0; round < 30; round++) {
            LedgerDriver driver = new LedgerDriver(temp.resolve("round" + round));
            for (int step = 0; step < 100; step++) {
                driver.randomOperation(random);
            }
            driver.ledger().close();
            long end = random.nextInt(LedgerDriver.POSITIONS);

            LedgerModel found = LedgerDriver.read(driver.directory, end, new ArrayList<>());
            assertThat(found.describe()).isEqualTo(driver.model.cutAt(end).describe());
            found = LedgerDriver.read(driver.directory, Long.MAX_VALUE, new ArrayList<>());
            assertThat(found.describe()).isEqualTo(driver.model.cutAt(end).describe());
        }
    }

    @Test
    void whatWasCutDoesNotComeBackThoughNothingWasWrittenSince() throws IOException {
        LedgerDriver driver = new LedgerDriver(temp.resolve("live"));
        driver.settle(1, 0, 120);
        Path before = LedgerKillTest.ledgerFiles(driver.directory).get(0);
        Path saved = Files.copy(before, temp.resolve(before.getFileName()));

        driver.reopen(100);
        Path image = temp.resolve("image");
        LedgerDriver.copyFiles(driver.directory, image);
        assertThat(settledEnd(image)).isEqualTo(100);

        Files.copy(saved, image.resolve(saved.getFileName()));
        assertThat(settledEnd(image)).isEqualTo(100);
        driver.ledger().close();
    }

    @Test
    void whatWasCutDoesNotComeBackThoughTheNewFileIsDamagedAndTheOldOneStillThere() throws IOException {
        LedgerDriver driver = new LedgerDriver(temp.resolve("live"));
        driver.settle(1, 0, 120);
        driver.settle(1, 130, 140);
        Path before = LedgerKillTest.ledgerFiles(driver.directory).get(0);
        Path saved = Files.copy(before, temp.resolve(before.getFileName()));
        driver.reopen(100);
        driver.ledger().close();
        Path file = LedgerKillTest.ledgerFiles(driver.directory).get(0);
        byte[] bytes = Files.readAllBytes(file);

        Path image = temp.resolve("image");
        LedgerDriver.copyFiles(driver.directory, image);
        Files.copy(saved, image.resolve(saved.getFileName()));
        for (int offset = 0; offset < 300; offset++) {
            byte[] flipped = bytes.clone();
            flipped[offset] ^= 0x10;
            Files.write(image.resolve(file.getFileName()), flipped);

            assertThat(settledEnd(image)).as("flip at %d", offset).isLessThanOrEqualTo(100);
        }
    }

    @Test
    void anOldFileIsNotReadOnceTheNextOneIsComplete() throws IOException {
        LedgerDriver driver = new LedgerDriver(temp.resolve("live"));
        driver.settle(1, 0, 120);
        driver.ledger().force();
        Path before = LedgerKillTest.ledgerFiles(driver.directory).get(0);
        Path saved = Files.copy(before, temp.resolve(before.getFileName()));
        driver.move(1, 50);
        while (!driver.ledger().checkpointDue()) {
            driver.settle(2, 0, 1);
        }
        driver.ledger().checkpoint();
        driver.ledger().close();

        Files.copy(saved, driver.directory.resolve(saved.getFileName()));

        assertThat(settledEnd(driver.directory)).isEqualTo(50);
    }

    private static long settledEnd(Path directory) {
        List<String> damages = new ArrayList<>();
        return LedgerDriver.read(directory, Long.MAX_VALUE, damages)
                .group(1)
                .settled
                .length();
    }
}
