package io.gortms.internal.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gortms.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Random;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappedLedgerTest {

    @TempDir
    Path temp;

    @Test
    void nothingIsCreatedBeforeTheFirstChange() {
        Path directory = temp.resolve("ledger");

        try (MappedLedger ledger = MappedLedger.open(directory, 1, 100, (f, d, n) -> {})) {
            ledger.attach(1, new ReentrantLock());
            assertThat(ledger.isDirty()).isFalse();
            assertThat(ledger.checkpointDue()).isFalse();
            ledger.force();
            ledger.checkpoint();
        }

        assertThat(directory).doesNotExist();
    }

    @Test
    void readingOnlyChangesNothing() throws IOException {
        LedgerDriver driver = new LedgerDriver(temp);
        driver.settle(1, 3, 9);
        driver.reopen();
        String before = listing();

        driver.reopen();
        driver.reopen();

        assertThat(listing()).isEqualTo(before);
        driver.checkMemory();
    }

    @Test
    void everyChangeIsThereAfterReopening() {
        long seed = Seeds.seed("MappedLedgerTest.everyChange");
        Random random = new Random(seed);
        LedgerDriver driver = new LedgerDriver(temp);
        for (int step = 0; step < 150; step++) {
            driver.randomOperation(random);
            if (random.nextInt(20) == 0) {
                driver.ledger().checkpoint();
            }
            driver.reopen();
            driver.checkMemory();
        }
        assertThat(driver.damages).isEmpty();
    }

    @Test
    void manyChangesAndCheckpointsAreThereAfterReopening() {
        long seed = Seeds.seed("MappedLedgerTest.manyChanges");
        Random random = new Random(seed);
        LedgerDriver driver = new LedgerDriver(temp);
        for (int round = 0; round < 6; round++) {
            for (int step = 0; step < 2_000; step++) {
                driver.randomOperation(random);
                if (driver.ledger().checkpointDue()) {
                    driver.ledger().checkpoint();
                }
            }
            driver.checkMemory();
            driver.reopen();
            driver.checkMemory();
        }
        assertThat(driver.damages).isEmpty();
    }

    @Test
    void aLedgerThatNobodyCheckpointsGrows() {
        long seed = Seeds.seed("MappedLedgerTest.grows");
        Random random = new Random(seed);
        LedgerDriver driver = new LedgerDriver(temp);
        for (int step = 0; step < 5_000; step++) {
            driver.randomOperation(random);
        }
        assertThat(driver.ledger().checkpointDue()).isTrue();
        driver.reopen();
        driver.checkMemory();
    }

    @Test
    void aGroupThatNobodyAttachesIsKeptByCheckpoints() {
        LedgerDriver driver = new LedgerDriver(temp);
        driver.settle(1, 0, 10);
        driver.ledger().close();

        try (MappedLedger ledger = MappedLedger.open(temp, LedgerDriver.UID, 100, (f, d, n) -> {})) {
            ledger.attach(2, new ReentrantLock()).settleRange(0, 5);
            for (int i = 0; i < 10_000; i++) {
                ledger.settled(2, 0, 5);
                if (ledger.checkpointDue()) {
                    ledger.checkpoint();
                }
            }
        }

        assertThat(LedgerDriver.read(temp, 100, new ArrayList<>())
                        .group(1)
                        .settled
                        .cardinality())
                .isEqualTo(10);
    }

    @Test
    void aGroupIsAttachedOnce() {
        try (MappedLedger ledger = MappedLedger.open(temp, 1, 100, (f, d, n) -> {})) {
            ledger.attach(1, new ReentrantLock());

            assertThatThrownBy(() -> ledger.attach(1, new ReentrantLock())).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void afterAFailedForceEverythingIsWrittenAnew() throws IOException {
        LedgerDriver driver = new LedgerDriver(temp);
        driver.settle(1, 0, 10);
        Files.delete(LedgerKillTest.ledgerFiles(temp).get(0));

        assertThatThrownBy(driver.ledger()::force).isInstanceOf(StorageException.class);
        driver.settle(1, 20, 30);
        assertThatThrownBy(driver.ledger()::force).isInstanceOf(StorageException.class);
        assertThat(driver.ledger().checkpointDue()).isTrue();
        driver.ledger().checkpoint();

        driver.ledger().force();
        driver.reopen();
        driver.checkMemory();
    }

    @Test
    void aForgottenGroupStaysForgottenThoughItWasInACheckpoint() {
        LedgerDriver[] driver = new LedgerDriver[1];
        boolean[] inCheckpoint = new boolean[1];
        driver[0] = new LedgerDriver(
                temp,
                new LedgerModel(),
                () -> new HookedLock(() -> {
                    if (inCheckpoint[0]) {
                        inCheckpoint[0] = false;
                        driver[0].forget(1);
                    }
                }));
        driver[0].settle(1, 0, 10);
        driver[0].settle(2, 0, 10);
        while (!driver[0].ledger().checkpointDue()) {
            driver[0].settle(1, 0, 10);
        }
        inCheckpoint[0] = true;
        driver[0].ledger().checkpoint();

        driver[0].reopen();
        assertThat(driver[0].ledger().groups()).containsExactly(2);
        driver[0].checkMemory();
    }

    @Test
    void anInterruptedThreadCanDoEverything() {
        LedgerDriver driver = new LedgerDriver(temp);
        Thread.currentThread().interrupt();
        for (int i = 0; i < 10_000; i++) {
            driver.settle(1, i % 1_000, i % 1_000 + 1);
        }
        driver.ledger().force();
        driver.ledger().checkpoint();
        driver.reopen();
        driver.checkMemory();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(driver.damages).isEmpty();
    }

    @Test
    void afterCloseNothingIsKept() {
        LedgerDriver driver = new LedgerDriver(temp);
        driver.settle(1, 0, 10);
        driver.ledger().close();

        assertThat(driver.ledger().settled(1, 10, 20)).isFalse();
        driver.ledger().close();
        driver.ledger().checkpoint();

        assertThat(LedgerDriver.read(temp, 100, new ArrayList<>())
                        .group(1)
                        .settled
                        .cardinality())
                .isEqualTo(10);
    }

    private String listing() throws IOException {
        try (Stream<Path> files = Files.list(temp)) {
            StringBuilder text = new StringBuilder();
            for (Path file : files.sorted().toList()) {
                text.append(file)
                        .append(' ')
                        .append(Files.getLastModifiedTime(file))
                        .append('\n');
            }
            return text.toString();
        }
    }
}
