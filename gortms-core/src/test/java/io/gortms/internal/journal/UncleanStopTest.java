package io.gortms.internal.journal;

import static io.gortms.internal.journal.JournalFixture.append;
import static io.gortms.internal.journal.JournalFixture.appendTexts;
import static io.gortms.internal.journal.JournalFixture.draft;
import static io.gortms.internal.journal.JournalFixture.readAll;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a process that was killed may have left is in nobody's way. */
@Timeout(30)
class UncleanStopTest {

    /** Not complete, and the id of a thread in place of a length. */
    private static final int INCOMPLETE = 0x8000_1227;

    @TempDir
    Path directory;

    /** What is left when a process is killed that has appended so many. */
    private JournalFixture killedAfter(int messages) {
        JournalFixture original = new JournalFixture(directory.resolve("original"));
        original.segmentBytes = 4_000;
        JournalFixture left = new JournalFixture(directory.resolve("left"));
        left.segmentBytes = 4_000;
        try (ChronicleJournal journal = original.open()) {
            appendTexts(journal, "m", messages);
            Directories.copy(original.directory, left.directory);
        }
        return left;
    }

    private static List<String> expected(int count) {
        return IntStream.range(0, count).mapToObj(i -> "m" + i).toList();
    }

    /** Opens it twice: the first time nothing is noted, the second time all that the first one appended is there. */
    private static void verifyAndAppend(JournalFixture fixture, int messages) {
        for (int opening = 0; opening < 2; opening++) {
            try (ChronicleJournal journal = fixture.open()) {
                int end = messages + opening * 10;
                assertThat(journal.end()).isEqualTo(end);
                assertThat(readAll(journal).stream().map(JournalFixture::text)).isEqualTo(expected(end));
                appendTexts(journal, "m", 10);
                assertThat(readAll(journal).stream().map(JournalFixture::text)).isEqualTo(expected(end + 10));
            }
        }
        assertThat(fixture.damages).isEmpty();
    }

    private static Path lastSegment(JournalFixture fixture) {
        List<Path> files = Directories.files(fixture.directory, ".cq4");
        return files.get(files.size() - 1);
    }

    private static Path nextSegment(JournalFixture fixture) {
        Path last = lastSegment(fixture);
        return last.resolveSibling(
                SegmentNames.of(SegmentNames.parse(last.getFileName().toString()) + 1));
    }

    @Test
    void itGoesOnWhereTheLastRecordEnds() {
        verifyAndAppend(killedAfter(100), 100);
    }

    @Test
    void openingAndReadingChangeNothing() throws Exception {
        JournalFixture fixture = killedAfter(100);
        List<Path> files = Directories.files(fixture.directory, "");
        try (ChronicleJournal journal = fixture.open()) {
            assertThat(readAll(journal)).hasSize(100);
        }
        assertThat(Directories.files(fixture.directory, "")).isEqualTo(files);
    }

    @Test
    void theFirstAppendGivesBackWhatWasAllocatedAhead() throws Exception {
        JournalFixture fixture = killedAfter(10);
        Path last = lastSegment(fixture);
        assertThat(Files.size(last)).isGreaterThan(1 << 20);
        try (ChronicleJournal journal = fixture.open()) {
            append(journal, draft("m10"), 1_000);
            assertThat(Files.size(last)).isLessThan(2_000);
            assertThat(last.resolveSibling(ChronicleAppender.TABLE)).doesNotExist();
        }
    }

    @Test
    void aSegmentOfZerosIsNoHindrance() throws Exception {
        JournalFixture fixture = killedAfter(100);
        Files.write(nextSegment(fixture), new byte[100_000]);
        verifyAndAppend(fixture, 100);
    }

    @Test
    void anEmptySegmentIsNoHindrance() throws Exception {
        JournalFixture fixture = killedAfter(100);
        Files.createFile(nextSegment(fixture));
        verifyAndAppend(fixture, 100);
    }

    @Test
    void aSegmentWithoutARecordIsNoHindrance() throws Exception {
        JournalFixture fixture = killedAfter(100);
        byte[] content = Files.readAllBytes(lastSegment(fixture));
        Path next = nextSegment(fixture);
        for (int length : new int[] {1, 4, 63, 200, 400, 450}) {
            byte[] begun = java.util.Arrays.copyOf(content, length);
            // half of a header, and its bits say that it is not complete
            ByteBuffer.wrap(begun).order(ByteOrder.LITTLE_ENDIAN).put(0, (byte) 0x80);
            Files.write(next, begun);
            try (ChronicleJournal journal = fixture.open()) {
                assertThat(readAll(journal)).hasSize(100);
            }
            Files.delete(next);
        }
        verifyAndAppend(fixture, 100);
    }

    @Test
    void aGenerationOfNothingIsClearedAway() throws Exception {
        JournalFixture fixture = killedAfter(100);
        Path begun = Files.createDirectory(fixture.directory.resolve("00000001-00000000000000ff"));
        Files.write(begun.resolve(ChronicleAppender.TABLE), new byte[100]);
        verifyAndAppend(fixture, 100);
        assertThat(begun).doesNotExist();
    }

    @Test
    void aTornRecordAtTheEndIsAsIfItHadNotBeenAppended() throws Exception {
        JournalFixture fixture = killedAfter(100);
        Path last = lastSegment(fixture);
        byte[] content = Files.readAllBytes(last);
        int end = indexOf(content, "m99") + 3;
        try (RandomAccessFile file = new RandomAccessFile(last.toFile(), "rw")) {
            file.seek(end - 1);
            file.write('?');
        }
        verifyAndAppend(fixture, 99);
    }

    /** The excerpt's header as it is while the record is copied, or while it is being declared complete. */
    @ParameterizedTest
    @ValueSource(ints = {0, INCOMPLETE})
    void aWholeRecordThatChronicleHadNotDeclaredCompleteIsKeptAndNoDamage(int header) throws Exception {
        JournalFixture fixture = killedAfter(100);
        setExcerptHeader(lastSegment(fixture), "m99", header);
        verifyAndAppend(fixture, 100);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, INCOMPLETE})
    void aRecordAmidOthersThatIsNotCompleteIsDamage(int header) throws Exception {
        JournalFixture fixture = killedAfter(100);
        setExcerptHeader(lastSegment(fixture), "m98", header);
        try (ChronicleJournal journal = fixture.open()) {
            assertThat(readAll(journal)).hasSize(100);
        }
        assertThat(fixture.damages)
                .singleElement()
                .satisfies(damage -> assertThat(damage.lost()).isZero());
    }

    private static void setExcerptHeader(Path segment, String text, int header) throws Exception {
        int record = indexOf(Files.readAllBytes(segment), text) - RecordCodec.HEADER_BYTES;
        try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
            file.seek(record - Integer.BYTES);
            file.writeInt(Integer.reverseBytes(header));
        }
    }

    @Test
    void whatIsMissingBeforeTheLastRecordIsReportedWhenItIsRead() throws Exception {
        JournalFixture fixture = killedAfter(100);
        Path last = lastSegment(fixture);
        byte[] content = Files.readAllBytes(last);
        int middle = indexOf(content, "m97");
        try (RandomAccessFile file = new RandomAccessFile(last.toFile(), "rw")) {
            file.seek(middle);
            file.write('?');
        }
        try (ChronicleJournal journal = fixture.open()) {
            assertThat(journal.end()).isEqualTo(100);
            assertThat(readAll(journal)).hasSize(99);
        }
        assertThat(fixture.damages).singleElement().satisfies(damage -> {
            assertThat(damage.lost()).isEqualTo(1);
            assertThat(damage.file()).isEqualTo(last);
        });
    }

    @Test
    void aProcessIdThatIsUsedAgainLocksNobodyOut() throws Exception {
        // as if this very process had died while it held Chronicle's lock: in a container it is always process 1
        JournalFixture fixture = killedAfter(100);
        Path table = lastSegment(fixture).resolveSibling(ChronicleAppender.TABLE);
        byte[] content = Files.readAllBytes(table);
        int lock = indexOf(content, "chronicle.write.lock");
        assertThat(lock).isPositive();
        int value = lock + "chronicle.write.lock".length();
        while (content[value] != 0 || (value + 1) % 8 != 0) {
            value++;
        }
        ByteBuffer.wrap(content)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value + 1, ProcessHandle.current().pid());
        Files.write(table, content);
        verifyAndAppend(fixture, 100);
    }

    private static int indexOf(byte[] content, String text) {
        return new String(content, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf(text);
    }
}
