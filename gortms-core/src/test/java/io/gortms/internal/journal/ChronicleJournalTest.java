package io.gortms.internal.journal;

import static io.gortms.internal.journal.JournalFixture.append;
import static io.gortms.internal.journal.JournalFixture.appendTexts;
import static io.gortms.internal.journal.JournalFixture.draft;
import static io.gortms.internal.journal.JournalFixture.readAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gortms.Durability;
import io.gortms.StorageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChronicleJournalTest {

    @TempDir
    Path directory;

    private static List<String> texts(Journal journal) {
        return readAll(journal).stream().map(JournalFixture::text).toList();
    }

    private static List<String> expected(int count) {
        return IntStream.range(0, count).mapToObj(i -> "m" + i).toList();
    }

    @Test
    void anEmptyJournalMakesNoFile() {
        Path journals = directory.resolve("journal");
        try (ChronicleJournal journal = new JournalFixture(journals).open()) {
            assertThat(journal.end()).isZero();
            assertThat(journal.firstPosition()).isZero();
            assertThat(journal.lastTimestampMicros()).isEqualTo(Long.MIN_VALUE);
            assertThat(readAll(journal)).isEmpty();
        }
        assertThat(journals).doesNotExist();
    }

    @Test
    void readsWhatWasAppended() {
        try (ChronicleJournal journal = new JournalFixture(directory).open()) {
            appendTexts(journal, "m", 1000);
            assertThat(texts(journal)).isEqualTo(expected(1000));
            assertThat(journal.end()).isEqualTo(1000);
        }
    }

    @Test
    void readsOnAfterAppends() {
        try (ChronicleJournal journal = new JournalFixture(directory).open();
                JournalReader reader = journal.openReader()) {
            for (int i = 0; i < 1000; i++) {
                assertThat(reader.next(Long.MAX_VALUE)).isNull();
                append(journal, draft("m" + i), i);
                assertThat(reader.next(Long.MAX_VALUE))
                        .extracting(JournalFixture::text)
                        .isEqualTo("m" + i);
            }
        }
    }

    @Test
    void continuesAfterACleanClose() {
        JournalFixture fixture = new JournalFixture(directory);
        for (int opening = 1; opening <= 3; opening++) {
            try (ChronicleJournal journal = fixture.open()) {
                appendTexts(journal, "m", 10);
                assertThat(texts(journal)).isEqualTo(expected(10 * opening));
            }
        }
        assertThat(fixture.damages).isEmpty();
    }

    @Test
    void rollsBySize() throws Exception {
        JournalFixture fixture = new JournalFixture(directory);
        fixture.segmentBytes = 10_000;
        try (ChronicleJournal journal = fixture.open()) {
            appendTexts(journal, "m", 1000);
            assertThat(texts(journal)).isEqualTo(expected(1000));
        }
        try (ChronicleJournal journal = fixture.open()) {
            assertThat(texts(journal)).isEqualTo(expected(1000));
        }
        try (var files = Files.walk(directory)) {
            assertThat(files.filter(file -> file.toString().endsWith(".cq4"))).hasSizeGreaterThan(6);
        }
        assertThat(fixture.damages).isEmpty();
    }

    @Test
    void findsPositionsAndTimes() {
        JournalFixture fixture = new JournalFixture(directory);
        fixture.segmentBytes = 300_000;
        try (ChronicleJournal journal = fixture.open()) {
            appendTexts(journal, "m", 10_000);
            try (JournalReader reader = journal.openReader()) {
                for (long position = 0; position < 10_000; position += 37) {
                    reader.moveTo(position);
                    assertThat(reader.next(Long.MAX_VALUE).position()).isEqualTo(position);
                    assertThat(journal.firstPositionSince(position * 10)).isEqualTo(position);
                    assertThat(journal.firstPositionSince(position * 10 - 9)).isEqualTo(position);
                }
            }
            assertThat(journal.firstPositionSince(Long.MIN_VALUE)).isZero();
            assertThat(journal.firstPositionSince(99_991)).isEqualTo(10_000);
        }
    }

    @Test
    void rollsByAge() {
        JournalFixture fixture = new JournalFixture(directory);
        fixture.segmentAgeMicros = 1_000;
        try (ChronicleJournal journal = fixture.open()) {
            for (int i = 0; i < 10; i++) {
                append(journal, draft("m" + i), i * 300L);
            }
            assertThat(Directories.files(directory, ".cq4")).hasSize(3);
            append(journal, draft("m10"), 1_000_000);
            assertThat(Directories.files(directory, ".cq4")).hasSize(4);
            assertThat(texts(journal)).isEqualTo(expected(11));
        }
    }

    @Test
    void aBatchStaysTogether() {
        JournalFixture fixture = new JournalFixture(directory);
        fixture.segmentBytes = 10_000;
        try (ChronicleJournal journal = fixture.open()) {
            appendTexts(journal, "m", 5);
            RecordDraft draft = draft("x".repeat(1_000));
            journal.checkRoom(100, 100L * draft.encodedSize());
            assertThat(journal.append(Collections.nCopies(100, draft), 1_000)).isEqualTo(5);
            assertThat(Directories.files(directory, ".cq4")).hasSize(2);
            assertThat(readAll(journal)).hasSize(105);
        }
    }

    @Test
    void messagesOfAllSizes() {
        JournalFixture fixture = new JournalFixture(directory);
        fixture.maxMessageBytes = 15 << 20;
        byte[][] payloads = new byte[40][];
        Random random = JournalFixture.random("messagesOfAllSizes");
        for (int i = 0; i < payloads.length; i++) {
            payloads[i] = new byte[i == 7 ? fixture.maxMessageBytes : random.nextInt(1 << random.nextInt(22))];
            random.nextBytes(payloads[i]);
        }
        try (ChronicleJournal journal = fixture.open()) {
            for (byte[] payload : payloads) {
                append(journal, RecordDraft.of((byte) 0, payload), journal.end());
            }
        }
        try (ChronicleJournal journal = fixture.open();
                JournalReader reader = journal.openReader()) {
            for (int i = 0; i < payloads.length; i++) {
                assertThat(reader.next(Long.MAX_VALUE).payload()).isEqualTo(payloads[i]);
            }
            for (int i = payloads.length - 1; i >= 0; i--) {
                reader.moveTo(i);
                assertThat(reader.next(Long.MAX_VALUE).payload()).isEqualTo(payloads[i]);
            }
        }
        assertThat(fixture.damages).isEmpty();
    }

    @Test
    void theLargestMessageMayBeMadeLarger() {
        JournalFixture fixture = new JournalFixture(directory);
        fixture.maxMessageBytes = 1_000;
        try (ChronicleJournal journal = fixture.open()) {
            append(journal, draft("m0"), 0);
            long origin = journal.origin();
            append(journal, draft("y".repeat(3_000_000)), 1);
            assertThat(journal.origin()).isNotEqualTo(origin);
            append(journal, draft("m2"), 2);
            assertThat(texts(journal)).containsExactly("m0", "y".repeat(3_000_000), "m2");
        }
        assertThat(fixture.damages).isEmpty();
    }

    @Test
    void readersStopAtTheirBound() {
        try (ChronicleJournal journal = new JournalFixture(directory).open();
                JournalReader reader = journal.openReader()) {
            appendTexts(journal, "m", 10);
            for (int i = 0; i < 4; i++) {
                assertThat(reader.next(4)).isNotNull();
            }
            assertThat(reader.next(4)).isNull();
            assertThat(reader.position()).isEqualTo(4);
            reader.moveTo(20);
            assertThat(reader.next(Long.MAX_VALUE)).isNull();
            assertThat(reader.position()).isEqualTo(20);
        }
    }

    @Test
    void whatIsClosedIsNotAppendedTo() {
        ChronicleJournal journal = new JournalFixture(directory).open();
        append(journal, draft("m0"), 0);
        journal.close();
        journal.close();
        assertThatThrownBy(() -> append(journal, draft("m1"), 0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void aClosedJournalTakesLittleRoom() throws Exception {
        try (ChronicleJournal journal = new JournalFixture(directory).open()) {
            appendTexts(journal, "m", 10);
        }
        try (var files = Files.walk(directory)) {
            assertThat(files.filter(Files::isRegularFile)
                            .mapToLong(file -> file.toFile().length())
                            .sum())
                    .isLessThan(4_096);
        }
    }

    @Test
    void whatFailedIsGivenUpAndBegunAnew() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        JournalFixture fixture = new JournalFixture(directory);
        fixture.disk = disk;
        fixture.durability = Durability.POWER_LOSS;
        fixture.segmentBytes = 2_000;
        // takes the place of the second segment between its making and its use
        disk.beforeForceDirectory = parent -> {
            Path second = parent.resolve(SegmentNames.of(2));
            if (Files.isRegularFile(second)) {
                Files.delete(second);
                Files.createDirectory(second);
                disk.beforeForceDirectory = any -> {};
            }
        };
        try (ChronicleJournal journal = fixture.open()) {
            assertThatThrownBy(() -> appendTexts(journal, "m", 100))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("nothing was stored");
            int stored = (int) journal.end();
            assertThat(stored).isBetween(10, 99);
            appendTexts(journal, "m", 100 - stored);
            journal.awaitDurable(99);
            assertThat(texts(journal)).isEqualTo(expected(100));
        }
        try (ChronicleJournal journal = fixture.open()) {
            assertThat(texts(journal)).isEqualTo(expected(100));
        }
        assertThat(fixture.damages).isEmpty();
    }
}
