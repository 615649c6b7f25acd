package io.gortms.internal.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.internal.time.BrokerClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DueNoteTest {

    @TempDir
    Path directory;

    @BeforeEach
    void aQueueWithAJournal() throws IOException {
        Files.createDirectory(directory.resolve("journal"));
    }

    private DueNote note() {
        return DueNote.of(directory, false, () -> true);
    }

    private DueNote ofANewQueue() {
        return DueNote.of(directory, true, () -> true);
    }

    @Test
    void aQueueThatWasNeverUsedHasNothingDue() throws IOException {
        Files.delete(directory.resolve("journal"));

        assertThat(DueNote.read(directory)).isEqualTo(BrokerClock.NEVER);
    }

    @Test
    void aNoteThatIsMissingMeansAtOnce() {
        assertThat(DueNote.read(directory)).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void givesBackWhatWasSet() {
        note().set(1234);
        assertThat(DueNote.read(directory)).isEqualTo(1234);
        note().set(99_999);
        assertThat(DueNote.read(directory)).isEqualTo(99_999);
    }

    @Test
    void aQueueInWhichNothingIsDueIsNotedToo() throws IOException {
        Files.delete(directory.resolve("journal"));
        DueNote note = ofANewQueue();
        Files.createDirectory(directory.resolve("journal"));
        note.set(BrokerClock.NEVER);
        assertThat(DueNote.read(directory)).isEqualTo(BrokerClock.NEVER);
    }

    @Test
    void theFirstMessageOfANewQueueIsNoted() {
        ofANewQueue().atMost(1234);

        assertThat(DueNote.read(directory)).isEqualTo(1234);
    }

    @Test
    void onlyGoesDownByItself() {
        note().set(1000);
        note().atMost(2000);
        assertThat(DueNote.read(directory)).isEqualTo(1000);
        note().atMost(500);
        assertThat(DueNote.read(directory)).isEqualTo(500);
    }

    @Test
    void aDamagedNoteMeansAtOnce() throws IOException {
        note().set(1234);
        byte[] content = Files.readAllBytes(directory.resolve("due"));
        for (int i = 0; i < content.length; i++) {
            byte[] damaged = content.clone();
            damaged[i] ^= 4;
            Files.write(directory.resolve("due"), damaged);
            assertThat(DueNote.read(directory)).as("byte %s", i).isEqualTo(Long.MIN_VALUE);
        }
        Files.write(directory.resolve("due"), new byte[5]);
        assertThat(DueNote.read(directory)).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void aQueueInMemoryHasNoFile() {
        DueNote.of(null, true, () -> true).set(77);

        assertThat(directory).isDirectoryNotContaining("glob:**/due");
    }
}
