package io.gortms.internal.journal;

import static io.gortms.internal.journal.JournalFixture.append;
import static io.gortms.internal.journal.JournalFixture.appendTexts;
import static io.gortms.internal.journal.JournalFixture.draft;
import static io.gortms.internal.journal.JournalFixture.readAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gortms.StorageException;
import io.gortms.StorageFullException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageFullTest {

    private static final long MINIMUM_FREE_BYTES = 100_000_000;

    @TempDir
    Path directory;

    private final FaultyDisk disk = new FaultyDisk();
    private JournalFixture fixture;

    @BeforeEach
    void configure() {
        fixture = new JournalFixture(directory.resolve("journal"));
        fixture.disk = disk;
        fixture.minimumFreeBytes = MINIMUM_FREE_BYTES;
    }

    @Test
    void withoutRoomNothingIsMade() {
        disk.usableBytes = MINIMUM_FREE_BYTES;
        try (ChronicleJournal journal = fixture.open()) {
            assertThatThrownBy(() -> append(journal, draft("a"), 1))
                    .isInstanceOfSatisfying(StorageFullException.class, e -> {
                        assertThat(e.queue()).isEqualTo("shop.orders");
                        assertThat(e.freeBytes()).isEqualTo(MINIMUM_FREE_BYTES);
                    });
            assertThat(fixture.directory).doesNotExist();
            assertThat(journal.end()).isZero();

            disk.usableBytes = Long.MAX_VALUE;
            assertThat(append(journal, draft("a"), 1)).isZero();
        }
    }

    @Test
    void roomThatWasFoundIsUsedAndThenRefused() {
        try (ChronicleJournal journal = fixture.open()) {
            append(journal, draft("a"), 0);
            disk.usableBytes = MINIMUM_FREE_BYTES - 1;
            assertThatThrownBy(() -> appendTexts(journal, "m", 100_000)).isInstanceOf(StorageFullException.class);
            long end = journal.end();
            assertThat(end).isGreaterThan(100);
            assertThat(readAll(journal)).hasSize((int) end);

            disk.usableBytes = Long.MAX_VALUE;
            appendTexts(journal, "m", 10_000);
            assertThat(readAll(journal)).hasSize((int) end + 10_000);
        }
        assertThat(fixture.damages).isEmpty();
    }

    @Test
    void whenLittleIsLeftSmallerChunksAreTaken() {
        try (ChronicleJournal journal = fixture.open()) {
            append(journal, draft("a"), 0);
            disk.usableBytes = MINIMUM_FREE_BYTES + 20_000;
            appendTexts(journal, "m", 2_000);
            assertThat(journal.end()).isEqualTo(2_001);
        }
    }

    @Test
    void aBatchIsRefusedAsAWhole() {
        try (ChronicleJournal journal = fixture.open()) {
            append(journal, draft("a"), 0);
            disk.usableBytes = MINIMUM_FREE_BYTES + 1_000_000;
            assertThatThrownBy(() -> journal.checkRoom(1_000, 2_000_000)).isInstanceOf(StorageFullException.class);
            journal.checkRoom(1_000, 900_000);
            assertThat(journal.end()).isEqualTo(1);
        }
    }

    @Test
    void aDiskThatIsFullAllOfASudden() {
        try (ChronicleJournal journal = fixture.open()) {
            append(journal, draft("a"), 0);
            disk.beforeAllocate = file -> {
                throw new IOException("No space left on device");
            };
            assertThatThrownBy(() -> appendTexts(journal, "m", 100_000))
                    .isInstanceOf(StorageFullException.class)
                    .hasRootCauseMessage("No space left on device");
            long end = journal.end();
            disk.beforeAllocate = file -> {};
            appendTexts(journal, "m", 10_000);
            assertThat(readAll(journal)).hasSize((int) end + 10_000);
        }
    }

    @Test
    void withoutRoomForANewSegmentTheOldOneIsKept() {
        fixture.segmentBytes = 20_000;
        try (ChronicleJournal journal = fixture.open()) {
            append(journal, draft("a"), 0);
            disk.beforeCreate = file -> {
                throw new IOException("No space left on device");
            };
            assertThatThrownBy(() -> appendTexts(journal, "m", 10_000)).isInstanceOf(StorageFullException.class);
            long end = journal.end();
            assertThat(Directories.files(directory, ".cq4")).hasSize(1);
            disk.beforeCreate = file -> {};
            appendTexts(journal, "m", 1_000);
            assertThat(readAll(journal)).hasSize((int) end + 1_000);
        }
    }

    @Test
    void ageIsNoReasonToRefuse() {
        fixture.segmentAgeMicros = 1_000;
        try (ChronicleJournal journal = fixture.open()) {
            append(journal, draft("a"), 0);
            disk.usableBytes = MINIMUM_FREE_BYTES;
            append(journal, draft("b"), 5_000);
            assertThat(Directories.files(directory, ".cq4")).hasSize(1);
            disk.usableBytes = Long.MAX_VALUE;
            append(journal, draft("c"), 6_000);
            assertThat(Directories.files(directory, ".cq4")).hasSize(2);
        }
    }

    @Test
    void aDiskThatFailsIsNotCalledFull() {
        disk.beforeCreate = file -> {
            throw new IOException("Input/output error");
        };
        try (ChronicleJournal journal = fixture.open()) {
            assertThatThrownBy(() -> append(journal, draft("a"), 1))
                    .isExactlyInstanceOf(StorageException.class)
                    .hasMessageContaining("Input/output error")
                    .hasMessageContaining("nothing was stored");
        }
        assertThat(Files.exists(fixture.directory) ? Directories.files(fixture.directory, "") : java.util.List.of())
                .hasSizeLessThanOrEqualTo(1);
    }
}
