package io.gortms.internal.journal;

import static io.gortms.internal.journal.JournalFixture.append;
import static io.gortms.internal.journal.JournalFixture.draft;
import static io.gortms.internal.journal.JournalFixture.readAll;
import static io.gortms.internal.journal.JournalFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The power is cut, again and again: what was forced is there, and so is what is appended afterwards. */
class PowerCutTest {

    @TempDir
    Path directory;

    @Test
    void whatWasForcedSurvives() throws Exception {
        cutRepeatedly(JournalFixture.random("whatWasForcedSurvives"), 8);
    }

    @Test
    @Tag("proof")
    void whatWasForcedSurvivesEveryTime() throws Exception {
        cutRepeatedly(JournalFixture.random("whatWasForcedSurvivesEveryTime"), 400);
    }

    private void cutRepeatedly(Random random, int times) throws Exception {
        for (int time = 0; time < times; time++) {
            new Life(random, directory.resolve("life" + time)).live(4);
        }
    }

    /** One journal, from one cut to the next. */
    private static final class Life {

        private final Random random;
        private final Path directory;

        /** What is certain to be there. */
        private final List<String> forced = new ArrayList<>();

        /** What was appended and may be there. */
        private final Set<String> appended = new HashSet<>();

        Life(Random random, Path directory) {
            this.random = random;
            this.directory = directory;
        }

        void live(int cuts) throws IOException {
            Path image = Files.createDirectories(directory.resolve("0"));
            for (int cut = 1; cut <= cuts; cut++) {
                image = liveUntilCut(image, directory.resolve(Integer.toString(cut)));
            }
        }

        private Path liveUntilCut(Path before, Path after) throws IOException {
            CuttableDisk disk = new CuttableDisk(before);
            JournalFixture fixture = new JournalFixture(before.resolve("journal"));
            fixture.durability = Durability.POWER_LOSS;
            fixture.segmentBytes = 30_000;
            fixture.disk = disk;
            List<ChronicleJournal> opened = new ArrayList<>();
            try {
                ChronicleJournal journal = live(fixture, opened);
                if (random.nextInt(3) == 0) {
                    journal = live(fixture, opened); // as if the process before had been killed
                }
                if (random.nextInt(3) == 0) {
                    journal.close();
                }
                disk.cut(random, after);
                noteForced(journal);
                return after;
            } finally {
                opened.forEach(ChronicleJournal::close);
            }
        }

        private ChronicleJournal live(JournalFixture fixture, List<ChronicleJournal> opened) {
            fixture.damages.clear();
            ChronicleJournal journal = fixture.open();
            opened.add(journal);
            verify(journal, fixture);
            noteForced(journal);
            appendSome(journal);
            return journal;
        }

        private void appendSome(ChronicleJournal journal) {
            for (int i = random.nextInt(200); i > 0; i--) {
                String text = random.nextLong() + " ".repeat(random.nextInt(1000));
                appended.add(text);
                append(journal, draft(text), journal.end());
                if (random.nextInt(20) == 0) {
                    journal.awaitDurable(journal.end() - 1);
                }
            }
        }

        /** What is seen is on the disk, whether a barrier or the opening has seen to it. */
        private void noteForced(ChronicleJournal journal) {
            forced.clear();
            for (StoredRecord stored : readAll(journal)) {
                while (forced.size() < stored.position()) {
                    forced.add(""); // lost in a cut before, when it was not forced
                }
                forced.add(text(stored));
            }
        }

        private void verify(ChronicleJournal journal, JournalFixture fixture) {
            List<StoredRecord> all = readAll(journal);
            String[] found = new String[(int) journal.end()];
            for (StoredRecord stored : all) {
                found[(int) stored.position()] = text(stored);
                assertThat(appended).contains(text(stored));
            }
            for (int i = 0; i < forced.size(); i++) {
                if (!forced.get(i).isEmpty()) {
                    assertThat(found[i])
                            .as("position %d of %s", i, fixture.damages)
                            .isEqualTo(forced.get(i));
                }
            }
            assertThat(journal.readable()).isEqualTo(journal.end());
            assertThat(all.size() + fixture.lost()).as("%s", fixture.damages).isEqualTo(journal.end());
        }
    }
}
