package io.gortms.internal.journal;

import static io.gortms.internal.journal.JournalFixture.append;
import static io.gortms.internal.journal.JournalFixture.appendTexts;
import static io.gortms.internal.journal.JournalFixture.draft;
import static io.gortms.internal.journal.JournalFixture.readAll;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionTest {

    @TempDir
    Path directory;

    private JournalFixture fixture;

    @BeforeEach
    void configure() {
        fixture = new JournalFixture(directory);
        fixture.segmentBytes = 10_000;
    }

    private static List<Long> positions(Journal journal) {
        return readAll(journal).stream().map(StoredRecord::position).toList();
    }

    private static List<Long> range(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }

    @Test
    void wholeSegmentsBeforeAPositionGo() {
        try (ChronicleJournal journal = fixture.open()) {
            appendTexts(journal, "m", 1_000);
            int files = Directories.files(directory, ".cq4").size();
            long size = journal.sizeBytes();

            long freed = journal.deleteBefore(500);

            assertThat(journal.firstPosition()).isLessThanOrEqualTo(500).isGreaterThan(300);
            assertThat(positions(journal)).isEqualTo(range(journal.firstPosition(), 1_000));
            assertThat(Directories.files(directory, ".cq4")).hasSizeLessThan(files);
            assertThat(freed).isGreaterThan(20_000);
            assertThat(journal.sizeBytes()).isBetween(size - freed, size - freed + 1_000);
            assertThat(journal.deleteBefore(500)).isZero();
        }
        long first;
        try (ChronicleJournal journal = fixture.open()) {
            first = journal.firstPosition();
            assertThat(first).isGreaterThan(300);
            assertThat(positions(journal)).isEqualTo(range(first, 1_000));
            assertThat(journal.firstPositionSince(0)).isEqualTo(first);
        }
        assertThat(fixture.damages).isEmpty();
    }

    @Test
    void whatIsGoneAlreadyNeedsNoDeleting() throws Exception {
        try (ChronicleJournal journal = fixture.open()) {
            appendTexts(journal, "m", 1_000);
            Files.delete(Directories.files(directory, ".cq4").get(0));

            assertThat(journal.deleteBefore(500)).isGreaterThan(10_000);

            assertThat(positions(journal)).isEqualTo(range(journal.firstPosition(), 1_000));
        }
        Retention.deleteAll(directory.resolve("00000007-0123456789abcdef"));
        assertThat(fixture.damages).isEmpty();
    }

    @Test
    void theNewestSegmentStays() {
        try (ChronicleJournal journal = fixture.open()) {
            appendTexts(journal, "m", 1_000);
            journal.deleteBefore(Long.MAX_VALUE);
            assertThat(Directories.files(directory, ".cq4")).hasSize(1);
            assertThat(journal.end()).isEqualTo(1_000);
        }
        try (ChronicleJournal journal = fixture.open()) {
            assertThat(journal.end()).isEqualTo(1_000);
            appendTexts(journal, "m", 1_000);
            journal.deleteBefore(Long.MAX_VALUE);
            assertThat(Directories.files(directory, ".cq4")).hasSize(1);
            assertThat(Directories.files(directory, "seal")).isEmpty();
        }
        try (ChronicleJournal journal = fixture.open()) {
            assertThat(journal.end()).isEqualTo(2_000);
        }
        assertThat(fixture.damages).isEmpty();
    }

    @Test
    void aSegmentInTheMiddleGoes() {
        try (ChronicleJournal journal = fixture.open()) {
            appendTexts(journal, "m", 1_000);
            long freed = journal.deleteWithin(200, 700);
            assertThat(freed).isGreaterThan(15_000);
        }
        try (ChronicleJournal journal = fixture.open()) {
            List<Long> left = positions(journal);
            assertThat(left).containsAll(range(0, 200)).containsAll(range(700, 1_000));
            assertThat(left).hasSizeLessThan(800);
            assertThat(journal.firstPosition()).isZero();
            for (long position = 0; position < 1_000; position += 13) {
                long target = position;
                long expected =
                        left.stream().filter(p -> p >= target).findFirst().orElseThrow();
                assertThat(journal.firstPositionSince(position * 10)).isEqualTo(expected);
                try (JournalReader reader = journal.openReader()) {
                    reader.moveTo(position);
                    assertThat(reader.next(Long.MAX_VALUE).position()).isEqualTo(expected);
                }
            }
            journal.deleteBefore(800);
            assertThat(Directories.files(directory, ".dropped")).isEmpty();
        }
        assertThat(fixture.damages).isEmpty();
    }

    @Test
    void readersGoOnWhateverIsDeleted() {
        try (ChronicleJournal journal = fixture.open();
                JournalReader slow = journal.openReader();
                JournalReader fast = journal.openReader()) {
            appendTexts(journal, "m", 1_000);
            slow.next(Long.MAX_VALUE);
            fast.moveTo(450);
            fast.next(Long.MAX_VALUE);
            journal.deleteBefore(500);
            journal.deleteWithin(600, 800);

            assertThat(slow.next(Long.MAX_VALUE).position()).isEqualTo(journal.firstPosition());
            long last = fast.position() - 1;
            for (StoredRecord next = fast.next(Long.MAX_VALUE); next != null; next = fast.next(Long.MAX_VALUE)) {
                assertThat(next.position()).isGreaterThan(last);
                last = next.position();
            }
            assertThat(last).isEqualTo(999);
        }
        assertThat(fixture.damages).isEmpty();
    }

    /** Whatever was deleted in whatever order: what should be there is, and nothing is called damage. */
    @Test
    void anyOrderOfDeletions() throws Exception {
        anyOrderOfDeletions(JournalFixture.random("anyOrderOfDeletions"), 5);
    }

    @Test
    @Tag("proof")
    void anyOrderOfManyDeletions() throws Exception {
        anyOrderOfDeletions(JournalFixture.random("anyOrderOfManyDeletions"), 200);
    }

    private void anyOrderOfDeletions(Random random, int lives) throws Exception {
        for (int life = 0; life < lives; life++) {
            fixture = new JournalFixture(directory.resolve("life" + life));
            fixture.segmentBytes = 2_000;
            NavigableSet<Long> needed = new TreeSet<>();
            for (int opening = 0; opening < 4; opening++) {
                try (ChronicleJournal journal = fixture.open()) {
                    for (int step = 0; step < 30; step++) {
                        step(random, journal, needed);
                    }
                    assertThat(positions(journal)).containsAll(needed);
                }
            }
            assertThat(fixture.damages).isEmpty();
        }
    }

    private static void step(Random random, ChronicleJournal journal, NavigableSet<Long> needed) {
        switch (random.nextInt(4)) {
            case 0 -> {
                long position = journal.firstPosition() + random.nextInt(60);
                journal.deleteBefore(position);
                needed.headSet(Math.min(position, journal.end())).clear();
            }
            case 1 -> {
                long from = journal.firstPosition() + random.nextInt(200);
                long to = from + random.nextInt(200);
                journal.deleteWithin(from, to);
                needed.subSet(from, to).clear();
            }
            default -> {
                for (int i = 0; i < 20; i++) {
                    needed.add(append(journal, draft("m" + journal.end()), journal.end()));
                }
            }
        }
    }

    @Test
    void aDamagedFloorIsReported() throws Exception {
        try (ChronicleJournal journal = fixture.open()) {
            appendTexts(journal, "m", 1_000);
            journal.deleteBefore(300);
            journal.deleteBefore(500);
        }
        Path floor = directory.resolve("floor");
        byte[] content = Files.readAllBytes(floor);
        for (int at : new int[] {0, 3, 4, 8, 15, 16, 19, 512, 520, 531}) {
            byte[] flipped = content.clone();
            flipped[at] ^= 1;
            Files.write(floor, flipped);
            fixture.damages.clear();
            try (ChronicleJournal journal = fixture.open()) {
                long first = journal.firstPosition();
                assertThat(first).isGreaterThan(300);
                assertThat(positions(journal)).isEqualTo(range(first, 1_000));
            }
            assertThat(fixture.damages)
                    .as("byte %d", at)
                    .singleElement()
                    .satisfies(damage -> assertThat(damage.file()).isEqualTo(floor));
        }
    }

    @Test
    void aSegmentThatOnlyLostItsNameIsDropped() throws Exception {
        try (ChronicleJournal journal = fixture.open()) {
            appendTexts(journal, "m", 1_000);
        }
        Path middle = Directories.files(directory, ".cq4").get(3);
        Files.move(
                middle,
                middle.resolveSibling(DroppedMark.nameOf(middle.getFileName().toString())));
        try (ChronicleJournal journal = fixture.open()) {
            assertThat(positions(journal)).hasSizeLessThan(1_000).contains(0L, 999L);
        }
        assertThat(fixture.damages).isEmpty();
    }
}
