package io.gortms.internal.journal;

import static io.gortms.internal.journal.JournalFixture.append;
import static io.gortms.internal.journal.JournalFixture.readAll;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.Durability;
import io.gortms.StorageException;
import io.gortms.StorageFullException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A disk that is really full: publishing is refused, reading goes on, the JVM lives, and room that is made is used. */
@Timeout(300)
class FullDiskIT {

    @TempDir
    Path directory;

    private final Random random = JournalFixture.random("FullDiskIT");

    private static JournalFixture fixture(SmallDisk disk, long minimumFreeBytes) {
        JournalFixture fixture = new JournalFixture(disk.root.resolve("journal"));
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
    @CsvSource({"TMPFS, 0", "TMPFS, 1000000", "EXT4, 0", "EXT4, 1000000"})
    void aFullDiskRefusesAndRecovers(SmallDisk.Kind kind, long minimumFreeBytes) throws Exception {
        try (SmallDisk disk = SmallDisk.mount(kind, directory)) {
            JournalFixture fixture = fixture(disk, minimumFreeBytes);
            for (int opening = 0; opening < 3; opening++) {
                try (ChronicleJournal journal = fixture.open()) {
                    for (int round = 0; round < 20; round++) {
                        appendUntilFull(journal);
                        long kept = journal.end() - journal.firstPosition();
                        assertThat(readAll(journal)).hasSize((int) kept);
                        journal.deleteBefore(journal.firstPosition() + kept / 2);
                    }
                }
            }
            assertThat(fixture.damages).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"TMPFS, PROCESS_CRASH", "TMPFS, POWER_LOSS", "EXT4, PROCESS_CRASH", "EXT4, POWER_LOSS"})
    void somebodyElseFillsTheDiskMeanwhile(SmallDisk.Kind kind, Durability durability) throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        AtomicBoolean done = new AtomicBoolean();
        try (SmallDisk disk = SmallDisk.mount(kind, directory)) {
            JournalFixture fixture = fixture(disk, 0);
            fixture.durability = durability;
            Future<?> filling = other.submit(() -> fillAndFree(disk.root.resolve("other"), done));
            try {
                int refused = 0;
                for (int opening = 0; opening < 20; opening++) {
                    refused += liveOnAFullDisk(fixture);
                }
                System.out.println("refused " + refused);
            } finally {
                done.set(true);
                filling.get(30, SECONDS);
            }
            assertThat(fixture.lost()).isZero();
        } finally {
            other.shutdown();
        }
    }

    /** Returns how often an append was refused. */
    private int liveOnAFullDisk(JournalFixture fixture) {
        int refused = 0;
        try (ChronicleJournal journal = fixture.open()) {
            for (int i = 0; i < 3_000; i++) {
                try {
                    long position = append(journal, anyDraft(), journal.end());
                    if (i % 100 == 0) {
                        journal.awaitDurable(position);
                    }
                } catch (StorageFullException full) {
                    refused++;
                    makeRoom(journal);
                }
            }
            journal.awaitDurable(journal.end() - 1);
            assertThat(readAll(journal)).hasSize((int) (journal.end() - journal.firstPosition()));
        }
        return refused;
    }

    private static void makeRoom(ChronicleJournal journal) {
        try {
            journal.deleteBefore(journal.end());
        } catch (StorageException e) {
            // without the file that notes what is deleted, and no room to make it: the other one frees some soon
            assertThat(e).hasRootCauseMessage("No space left on device");
        }
    }

    /** Takes the last byte of the disk, and gives it back, again and again. */
    private static void fillAndFree(Path file, AtomicBoolean done) {
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
                throw new UncheckedIOException(e);
            }
        }
    }
}
