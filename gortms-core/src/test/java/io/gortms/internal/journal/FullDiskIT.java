package io.gortms.internal.journal;

import static io.gortms.internal.journal.JournalFixture.append;
import static io.gortms.internal.journal.JournalFixture.readAll;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gortms.Durability;
import io.gortms.StorageFullException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file system of a few megabytes that is really full. Needs the right to mount one. */
@Timeout(300)
class FullDiskIT {

    private static final int DISK_BYTES = 8 << 20;

    @TempDir
    Path directory;

    private final Random random = JournalFixture.random("FullDiskIT");
    private boolean mounted;

    @BeforeEach
    void mount() throws Exception {
        mounted = run("mount", "-t", "tmpfs", "-o", "size=" + DISK_BYTES, "gortms", directory.toString());
        assumeTrue(mounted, "a small file system cannot be mounted here: this needs Linux and root");
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            run("umount", directory.toString());
        }
    }

    private static boolean run(String... command) throws Exception {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            return process.waitFor(10, SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private JournalFixture fixture(long minimumFreeBytes) {
        JournalFixture fixture = new JournalFixture(directory.resolve("journal"));
        fixture.minimumFreeBytes = minimumFreeBytes;
        fixture.segmentBytes = 1 << 20;
        return fixture;
    }

    private RecordDraft anyDraft() {
        byte[] payload = new byte[random.nextInt(10) == 0 ? random.nextInt(100_000) : random.nextInt(200)];
        random.nextBytes(payload);
        return RecordDraft.of((byte) 0, payload);
    }

    private void appendUntilFull(ChronicleJournal journal) {
        try {
            while (true) {
                append(journal, anyDraft(), journal.end());
            }
        } catch (StorageFullException full) {
            assertThat(full.queue()).isEqualTo("shop.orders");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1 << 20})
    void aFullDiskRefusesAndRecovers(long minimumFreeBytes) {
        JournalFixture fixture = fixture(minimumFreeBytes);
        for (int opening = 0; opening < 3; opening++) {
            try (ChronicleJournal journal = fixture.open()) {
                for (int round = 0; round < 20; round++) {
                    appendUntilFull(journal);
                    assertThat(readAll(journal)).hasSize((int) (journal.end() - journal.firstPosition()));
                    journal.deleteBefore(journal.firstPosition() + (journal.end() - journal.firstPosition()) / 2);
                }
            }
        }
        assertThat(fixture.damages).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void somebodyElseFillsTheDiskMeanwhile(boolean powerLoss) throws Exception {
        JournalFixture fixture = fixture(0);
        fixture.durability = powerLoss ? Durability.POWER_LOSS : Durability.PROCESS_CRASH;
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService other = Executors.newSingleThreadExecutor();
        Future<?> filling = other.submit(() -> fillAndFree(done));
        try {
            for (int opening = 0; opening < 20; opening++) {
                liveOnAFullDisk(fixture, powerLoss);
            }
        } finally {
            done.set(true);
            filling.get(30, SECONDS);
            other.shutdown();
        }
        assertThat(fixture.lost()).isZero();
    }

    private void liveOnAFullDisk(JournalFixture fixture, boolean powerLoss) {
        long refused = 0;
        try (ChronicleJournal journal = fixture.open()) {
            for (int i = 0; i < 3_000; i++) {
                try {
                    long position = append(journal, anyDraft(), journal.end());
                    if (powerLoss && i % 100 == 0) {
                        journal.awaitDurable(position);
                    }
                } catch (StorageFullException full) {
                    refused++;
                    try {
                        journal.deleteBefore(journal.end());
                    } catch (io.gortms.StorageException e) {
                        // no room even to note what is deleted: the other one frees some soon
                    }
                }
            }
            if (powerLoss) {
                journal.awaitDurable(journal.end() - 1);
            }
            assertThat(readAll(journal)).hasSize((int) (journal.end() - journal.firstPosition()));
        }
        System.out.println("refused " + refused);
    }

    /** Takes the last byte of the disk, and gives it back, again and again. */
    private void fillAndFree(AtomicBoolean done) {
        Path file = directory.resolve("other");
        byte[] piece = new byte[4096];
        while (!done.get()) {
            try (OutputStream out = Files.newOutputStream(file)) {
                while (!done.get()) {
                    out.write(piece);
                }
            } catch (IOException full) {
                // as wanted
            }
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }
}
