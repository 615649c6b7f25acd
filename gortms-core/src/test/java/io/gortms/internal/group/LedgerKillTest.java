package io.gortms.internal.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files are copied at some moment, as a process that is killed then would leave them, and read. */
class LedgerKillTest {

    @TempDir
    Path temp;

    private Path live;
    private Path image;
    private LedgerDriver driver;
    private int images;

    private void open(Runnable inCheckpoint) {
        live = temp.resolve("live");
        image = temp.resolve("image");
        driver = new LedgerDriver(live, new LedgerModel(), () -> new HookedLock(inCheckpoint));
    }

    private void checkImage() {
        List<String> damages = new ArrayList<>();
        assertThat(LedgerDriver.read(image, Long.MAX_VALUE, damages).describe()).isEqualTo(driver.model.describe());
        assertThat(damages).isEmpty();
        images++;
    }

    private void killHere() {
        LedgerDriver.copyFiles(live, image);
        checkImage();
    }

    @Test
    void whatHadReturnedIsThereInTheMiddleOfACheckpointToo() {
        long seed = Seeds.seed("LedgerKillTest");
        Random random = new Random(seed);
        boolean[] inCheckpoint = new boolean[1];
        open(() -> {
            if (inCheckpoint[0]) {
                for (int i = random.nextInt(6); i > 0; i--) {
                    driver.randomOperation(random);
                }
                if (random.nextInt(3) == 0) {
                    killHere();
                }
            }
        });
        for (int round = 0; round < 20; round++) {
            for (int step = 0; step < 200; step++) {
                driver.randomOperation(random);
            }
            killHere();
            inCheckpoint[0] = true;
            driver.ledger().checkpoint();
            inCheckpoint[0] = false;
            killHere();
            if (random.nextInt(4) == 0) {
                driver.reopen();
                driver.checkMemory();
            }
        }
        assertThat(images).isGreaterThan(50);
    }

    @Test
    void aKillBetweenTheStepsOfACheckpointLosesNothing() throws IOException {
        open(() -> {});
        Path before = temp.resolve("before");
        Random random = new Random(Seeds.seed("LedgerKillTest.steps"));
        while (!driver.ledger().checkpointDue()) {
            driver.randomOperation(random);
        }
        LedgerDriver.copyFiles(live, before);
        driver.ledger().checkpoint();
        Path oldFile = ledgerFiles(before).get(0);
        Path newFile = ledgerFiles(live).get(0);
        assertThat(oldFile.getFileName()).isNotEqualTo(newFile.getFileName());

        LedgerDriver.copyFiles(before, image);
        new LedgerDirectory(image, LedgerDriver.UID).begin(2);
        checkImage();

        LedgerDriver.copyFiles(live, image);
        Files.delete(image.resolve("spare"));
        checkImage();

        Files.copy(oldFile, image.resolve(oldFile.getFileName()));
        checkImage();
    }

    @Test
    void whatAKillLeavesIsFoundAgainAfterAnotherKill() {
        long seed = Seeds.seed("LedgerKillTest.again");
        Random random = new Random(seed);
        open(() -> {});
        for (int life = 0; life < 20; life++) {
            for (int step = random.nextInt(300); step > 0; step--) {
                driver.randomOperation(random);
                if (driver.ledger().checkpointDue() && random.nextInt(20) == 0) {
                    driver.ledger().checkpoint();
                }
            }
            killHere();
            Path next = temp.resolve("life" + life);
            LedgerDriver.copyFiles(live, next);
            driver.ledger().close();
            live = next;
            driver = new LedgerDriver(live, driver.model, ReentrantLock::new);
            driver.checkMemory();
            assertThat(driver.damages).isEmpty();
        }
    }

    static List<Path> ledgerFiles(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(f -> f.toString().endsWith(".ledger")).sorted().toList();
        }
    }
}
