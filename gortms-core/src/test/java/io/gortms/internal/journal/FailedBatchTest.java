package io.gortms.internal.journal;

import static io.gortms.internal.journal.JournalFixture.append;
import static io.gortms.internal.journal.JournalFixture.appendTexts;
import static io.gortms.internal.journal.JournalFixture.draft;
import static io.gortms.internal.journal.JournalFixture.readAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gortms.Durability;
import io.gortms.DurabilityUnknownException;
import io.gortms.StorageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.AbstractList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A batch that fails when some of it is written already: nothing of it is ever seen. */
class FailedBatchTest {

    private static final int BEFORE = 5;
    private static final int WRITTEN = 3;

    @TempDir
    private Path directory;

    private final FaultyDisk disk = new FaultyDisk();
    private JournalFixture fixture;

    @BeforeEach
    void describe() {
        fixture = new JournalFixture(directory);
        fixture.disk = disk;
    }

    /** Of these a few can be had, and then no more. */
    private static final class Failing extends AbstractList<RecordDraft> {

        private int asked;

        @Override
        public RecordDraft get(int index) {
            if (asked++ >= 2 * WRITTEN + 1) {
                throw new IllegalStateException("thrown by a test");
            }
            return draft("never seen " + index);
        }

        @Override
        public int size() {
            return WRITTEN + 1;
        }
    }

    private void failIn(ChronicleJournal journal) {
        journal.checkRoom(WRITTEN + 1, 10_000);
        assertThatThrownBy(() -> journal.append(new Failing(), 1_000))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("nothing was stored");
        assertThat(journal.end()).isEqualTo(BEFORE);
    }

    @ParameterizedTest
    @EnumSource
    void inTheSameProcess(Durability durability) {
        fixture.durability = durability;
        try (ChronicleJournal journal = fixture.open()) {
            appendTexts(journal, "m", BEFORE);
            journal.awaitDurable(BEFORE - 1);
            JournalReader reader = journal.openReader();
            for (int i = 0; i < BEFORE; i++) {
                reader.next(Long.MAX_VALUE);
            }
            failIn(journal);
            assertThat(reader.next(Long.MAX_VALUE)).isNull();

            assertThat(append(journal, draft("next"), 2_000)).isEqualTo(BEFORE);
            journal.awaitDurable(BEFORE);

            assertThat(JournalFixture.text(reader.next(Long.MAX_VALUE))).isEqualTo("next");
            assertThat(readAll(journal)).hasSize(BEFORE + 1);
            reader.close();
        }
        assertThat(fixture.damages).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void afterReopening(Durability durability) {
        fixture.durability = durability;
        try (ChronicleJournal journal = fixture.open()) {
            appendTexts(journal, "m", BEFORE);
            failIn(journal);
        }
        expectNothingOfIt();
    }

    /** What the batch has written is in a segment of its own. */
    @ParameterizedTest
    @EnumSource
    void inANewSegment(Durability durability) {
        fixture.durability = durability;
        fixture.segmentBytes = 8_000;
        try (ChronicleJournal journal = fixture.open()) {
            appendTexts(journal, "m", BEFORE);
            failIn(journal);
        }
        expectNothingOfIt();
    }

    private void expectNothingOfIt() {
        try (ChronicleJournal journal = fixture.open()) {
            assertThat(journal.end()).isEqualTo(BEFORE);
            assertThat(readAll(journal)).extracting(JournalFixture::text).containsExactly("m0", "m1", "m2", "m3", "m4");
            assertThat(append(journal, draft("next"), 2_000)).isEqualTo(BEFORE);
        }
        assertThat(fixture.damages).isEmpty();
    }

    /** What is written cannot be cut off, and the end before it cannot be noted. */
    @ParameterizedTest
    @EnumSource
    void whenTheDiskFailsAltogether(Durability durability) throws IOException {
        fixture.durability = durability;
        try (ChronicleJournal journal = fixture.open()) {
            appendTexts(journal, "m", BEFORE);
            disk.beforeCreate = file -> {
                throw new IOException("thrown by a test");
            };
            disk.beforeTruncate = disk.beforeCreate;
            journal.checkRoom(WRITTEN + 1, 10_000);

            assertThatThrownBy(() -> journal.append(new Failing(), 1_000))
                    .isInstanceOf(DurabilityUnknownException.class);

            disk.beforeCreate = file -> {};
            assertThatThrownBy(() -> journal.checkRoom(1, 1)).isInstanceOf(DurabilityUnknownException.class);
            assertThat(readAll(journal)).hasSize(BEFORE);
        }
    }
}
