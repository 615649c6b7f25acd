package io.gortms.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalDamageTest {

    @TempDir
    Path directory;

    private JournalDamage damage;

    @BeforeEach
    void makeJournal() throws Exception {
        damage = JournalDamage.closed(directory);
    }

    @Test
    void aSoundJournalHasNoDamage() {
        damage.verify("nothing", List.of());
        assertThat(damage.fixture.damages).isEmpty();
    }

    @Test
    void aFlippedBitAnywhereCostsAtMostItsOwnRecord() throws Exception {
        Random random = JournalFixture.random("aFlippedBitAnywhereCostsAtMostItsOwnRecord");
        for (Path file : damage.files) {
            int length = damage.content(file).length;
            for (int at = random.nextInt(8); at < length; at += 1 + random.nextInt(8)) {
                flip(file, at, random.nextInt(8));
            }
        }
    }

    @Test
    @Tag("proof")
    void everyFlippedBitCostsAtMostItsOwnRecord() throws Exception {
        for (Path file : damage.files) {
            for (int at = 0; at < damage.content(file).length; at++) {
                for (int bit = 0; bit < 8; bit++) {
                    flip(file, at, bit);
                }
            }
        }
    }

    private void flip(Path file, int at, int bit) throws Exception {
        byte[] content = damage.content(file);
        content[at] ^= (byte) (1 << bit);
        damage.write(file, content);
        String what = file.getFileName() + ", bit " + bit + " of byte " + at;

        damage.verify(what, damage.messagesIn(file, at, at + 1));

        boolean ofAnExcerptHeader = !damage.messagesIn(file, at + 1, at + 5).isEmpty();
        if (ofAnExcerptHeader) {
            assertThat(damage.fixture.damages).as(what).isNotEmpty();
        }
        damage.restore(file);
    }

    @Test
    void aFileThatIsCutSomewhereLosesOnlyWhatWasCut() throws Exception {
        Random random = JournalFixture.random("aFileThatIsCutSomewhereLosesOnlyWhatWasCut");
        for (Path file : damage.files) {
            int length = damage.content(file).length;
            for (int kept = 0; kept < length; kept += 1 + random.nextInt(16)) {
                cut(file, kept);
            }
        }
    }

    @Test
    @Tag("proof")
    void aFileThatIsCutAnywhereLosesOnlyWhatWasCut() throws Exception {
        for (Path file : damage.files) {
            for (int kept = damage.content(file).length; kept >= 0; kept--) {
                cut(file, kept);
            }
        }
    }

    private void cut(Path file, int kept) throws Exception {
        damage.write(file, Arrays.copyOf(damage.content(file), kept));
        damage.verify(file.getFileName() + " cut to " + kept, damage.messagesIn(file, kept, Integer.MAX_VALUE));
        damage.restore(file);
    }

    @Test
    void anOverwrittenRangeLosesOnlyWhatItCovers() throws Exception {
        Random random = JournalFixture.random("anOverwrittenRangeLosesOnlyWhatItCovers");
        for (int round = 0; round < 200; round++) {
            Path file = damage.files.get(random.nextInt(damage.files.size()));
            byte[] content = damage.content(file);
            int from = random.nextInt(content.length);
            int to = from + 1 + random.nextInt(content.length - from);
            boolean zeros = random.nextBoolean();
            for (int at = from; at < to; at++) {
                // a value that differs, so that every record that is touched is damaged
                content[at] = zeros && content[at] != 0 ? 0 : (byte) (content[at] + 1 + random.nextInt(255));
            }
            damage.write(file, content);
            damage.verify(file.getFileName() + " from " + from + " to " + to, damage.messagesIn(file, from, to));
            damage.restore(file);
        }
    }

    @Test
    void aFileThatIsGoneLosesItsMessages() throws Exception {
        for (Path file : damage.files) {
            Files.delete(file);
            damage.verify(file.getFileName() + " deleted", damage.messagesIn(file, 0, Integer.MAX_VALUE));
            damage.restore(file);
        }
    }

    @Test
    void aDamagedSealIsReportedAndTheEndFoundWithoutIt() throws Exception {
        Path seal = Directories.files(directory, "seal").get(1);
        byte[] content = Files.readAllBytes(seal);
        for (int at = 0; at < content.length; at++) {
            byte[] flipped = content.clone();
            flipped[at] ^= 4;
            Files.write(seal, flipped);
            damage.verify("byte " + at + " of the seal", List.of());
            assertThat(damage.fixture.damages).hasSize(1);
            assertThat(damage.fixture.damages.get(0).file()).isEqualTo(seal);
        }
    }

    @Test
    void aCopyOfTheJournalInAMessageIsAMessage() throws Exception {
        byte[] file = damage.content(damage.files.get(0));
        try (ChronicleJournal journal = damage.fixture.open()) {
            JournalFixture.append(journal, RecordDraft.of((byte) 0, file), Long.MAX_VALUE);
            JournalFixture.append(journal, JournalFixture.draft("behind it"), Long.MAX_VALUE);
        }
        // the header of the excerpt with the copy is damaged: what is in it is searched through
        Path last = Directories.files(directory, ".cq4").get(damage.files.size());
        byte[] content = Files.readAllBytes(last);
        int copy = IntStream.range(0, content.length)
                .filter(at -> Arrays.mismatch(content, at, content.length, file, 0, file.length) == file.length)
                .findFirst()
                .orElseThrow();
        content[copy - 1] ^= 1;
        Files.write(last, content);

        damage.fixture.damages.clear();
        try (ChronicleJournal journal = damage.fixture.open()) {
            List<StoredRecord> all = JournalFixture.readAll(journal);
            assertThat(all).hasSize(JournalDamage.MESSAGES + 1);
            assertThat(JournalFixture.text(all.get(JournalDamage.MESSAGES))).isEqualTo("behind it");
        }
        assertThat(damage.fixture.lost()).isEqualTo(1);
    }

    @Test
    void everyReaderSkipsDamageAndItIsReportedOnce() throws Exception {
        JournalDamage.Place place = damage.places.get(5);
        byte[] content = damage.content(place.file());
        content[place.to() - 1] ^= 1;
        damage.write(place.file(), content);

        try (ChronicleJournal journal = damage.fixture.open()) {
            for (int reader = 0; reader < 3; reader++) {
                assertThat(JournalFixture.readAll(journal)).hasSize(JournalDamage.MESSAGES - 1);
            }
        }
        assertThat(damage.fixture.damages).singleElement().satisfies(reported -> {
            assertThat(reported.file()).isEqualTo(place.file());
            assertThat(reported.lost()).isEqualTo(1);
            assertThat(reported.description()).contains("position 5");
        });
    }
}
