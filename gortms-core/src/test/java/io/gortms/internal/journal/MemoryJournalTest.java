package io.gortms.internal.journal;

import static io.gortms.internal.journal.JournalFixture.append;
import static io.gortms.internal.journal.JournalFixture.appendTexts;
import static io.gortms.internal.journal.JournalFixture.draft;
import static io.gortms.internal.journal.JournalFixture.readAll;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class MemoryJournalTest {

    private final MemoryJournal journal = new MemoryJournal();

    @Test
    void readsWhatWasAppended() {
        appendTexts(journal, "m", 5_000);
        assertThat(readAll(journal))
                .hasSize(5_000)
                .allSatisfy(stored -> assertThat(JournalFixture.text(stored)).isEqualTo("m" + stored.position()));
        assertThat(journal.end()).isEqualTo(5_000);
        assertThat(journal.readable()).isEqualTo(5_000);
        assertThat(journal.lastTimestampMicros()).isEqualTo(49_990);
        assertThat(journal.whenDurable(4_999)).isCompleted();
    }

    @Test
    void findsTimes() {
        appendTexts(journal, "m", 5_000);
        for (long position = 0; position < 5_000; position += 17) {
            assertThat(journal.firstPositionSince(position * 10)).isEqualTo(position);
            assertThat(journal.firstPositionSince(position * 10 - 9)).isEqualTo(position);
        }
        assertThat(journal.firstPositionSince(49_991)).isEqualTo(5_000);
    }

    @Test
    void freesExactlyWhatIsBeforeAPosition() {
        appendTexts(journal, "m", 5_000);
        long size = journal.sizeBytes();
        try (JournalReader reader = journal.openReader()) {
            reader.next(Long.MAX_VALUE);
            long freed = journal.deleteBefore(3_333);
            assertThat(freed).isPositive();
            assertThat(journal.sizeBytes()).isEqualTo(size - freed);
            assertThat(journal.firstPosition()).isEqualTo(3_333);
            assertThat(reader.next(Long.MAX_VALUE).position()).isEqualTo(3_333);
            reader.moveTo(5);
            assertThat(reader.next(Long.MAX_VALUE).position()).isEqualTo(3_333);
        }
        assertThat(journal.firstPositionSince(0)).isEqualTo(3_333);
        assertThat(journal.deleteBefore(Long.MAX_VALUE)).isPositive();
        assertThat(journal.firstPosition()).isEqualTo(5_000);
        assertThat(journal.sizeBytes()).isZero();
        assertThat(append(journal, draft("next"), 60_000)).isEqualTo(5_000);
        assertThat(readAll(journal)).hasSize(1);
    }

    @Test
    void freesARangeInTheMiddle() {
        appendTexts(journal, "m", 5_000);
        journal.deleteWithin(1_000, 3_000);
        assertThat(readAll(journal).stream().mapToLong(StoredRecord::position).toArray())
                .isEqualTo(LongStream.concat(LongStream.range(0, 1_000), LongStream.range(3_000, 5_000))
                        .toArray());
        assertThat(journal.firstPositionSince(5_000)).isEqualTo(500);
        assertThat(journal.firstPositionSince(20_000)).isEqualTo(3_000);
        assertThat(journal.firstPositionSince(40_000)).isEqualTo(4_000);
    }

    @Test
    void readsUpToABound() {
        appendTexts(journal, "m", 10);
        try (JournalReader reader = journal.openReader()) {
            for (int i = 0; i < 4; i++) {
                assertThat(reader.next(4)).isNotNull();
            }
            assertThat(reader.next(4)).isNull();
            assertThat(reader.position()).isEqualTo(4);
        }
    }
}
