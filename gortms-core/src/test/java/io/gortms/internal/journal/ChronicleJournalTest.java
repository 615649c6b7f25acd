package io.gortms.internal.journal;

import static io.gortms.internal.journal.JournalFixture.append;
import static io.gortms.internal.journal.JournalFixture.appendTexts;
import static io.gortms.internal.journal.JournalFixture.draft;
import static io.gortms.internal.journal.JournalFixture.readAll;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    void continuesAfterNoClose() {
        JournalFixture fixture = new JournalFixture(directory);
        for (int opening = 1; opening <= 3; opening++) {
            ChronicleJournal journal = fixture.open();
            appendTexts(journal, "m", 10);
            assertThat(texts(journal)).isEqualTo(expected(10 * opening));
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
}
