package io.gortms.internal.journal;

import static io.gortms.internal.journal.JournalFixture.append;
import static io.gortms.internal.journal.JournalFixture.draft;
import static io.gortms.internal.journal.JournalFixture.readAll;
import static io.gortms.internal.journal.JournalFixture.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** A small journal of two openings and several segments, whose files tests damage; and what must hold whatever they did. */
final class JournalDamage {

    static final int MESSAGES = 24;

    /** Where a record stands. */
    record Place(Path file, int from, int to) {}

    final JournalFixture fixture;
    final List<Path> files;
    final List<Place> places = new ArrayList<>();
    private final TreeMap<Path, byte[]> sound = new TreeMap<>();

    private JournalDamage(JournalFixture fixture) throws IOException {
        this.fixture = fixture;
        this.files = Directories.files(fixture.directory, ".cq4");
        for (Path file : files) {
            sound.put(file, Files.readAllBytes(file));
        }
        for (int i = 0; i < MESSAGES; i++) {
            places.add(find(message(i)));
        }
    }

    /** One that was closed in order. */
    static JournalDamage closed(Path directory) throws IOException {
        JournalFixture fixture = new JournalFixture(directory);
        fixture.segmentBytes = 860;
        for (int opening = 1; opening <= 2; opening++) {
            try (ChronicleJournal journal = fixture.open()) {
                while (journal.end() < opening * MESSAGES / 2) {
                    append(journal, draft(message((int) journal.end())), journal.end());
                }
            }
        }
        JournalDamage made = new JournalDamage(fixture);
        assertThat(made.files).hasSizeGreaterThanOrEqualTo(5);
        return made;
    }

    /** Payloads of all lengths modulo four. */
    static String message(int number) {
        return "message " + number + " " + "x".repeat(number % 7) + ".";
    }

    private Place find(String message) {
        byte[] wanted = message.getBytes(UTF_8);
        for (Path file : files) {
            byte[] content = sound.get(file);
            for (int at = 0; at + wanted.length <= content.length; at++) {
                if (Arrays.equals(content, at, at + wanted.length, wanted, 0, wanted.length)) {
                    return new Place(file, at - RecordCodec.HEADER_BYTES, at + wanted.length);
                }
            }
        }
        throw new AssertionError("no '" + message + "' in " + files);
    }

    byte[] content(Path file) {
        return sound.get(file).clone();
    }

    void write(Path file, byte[] content) throws IOException {
        Files.write(file, content);
    }

    void restore(Path file) throws IOException {
        Files.write(file, sound.get(file));
    }

    /** The messages whose record has bytes in this range of the file. */
    List<Integer> messagesIn(Path file, int from, int to) {
        List<Integer> hit = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            Place place = places.get(i);
            if (place.file.equals(file) && place.from < to && place.to > from) {
                hit.add(i);
            }
        }
        return hit;
    }

    /**
     * Reads the journal, in order and by position: what comes must be what was appended, all of it but what is lost, and
     * what is missing must have been reported.
     */
    void verify(String what, List<Integer> lost) {
        fixture.damages.clear();
        try (ChronicleJournal journal = fixture.open()) {
            assertThat(journal.end()).as(what).isEqualTo(MESSAGES);
            List<Integer> expected = IntStream.range(0, MESSAGES)
                    .boxed()
                    .filter(position -> !lost.contains(position))
                    .toList();
            assertThat(readAll(journal).stream()
                            .map(stored -> stored.position() + ": " + text(stored))
                            .toList())
                    .as(what)
                    .isEqualTo(expected.stream()
                            .map(position -> position + ": " + message(position))
                            .toList());
            assertThat(fixture.lost()).as("%s %s", what, fixture.damages).isEqualTo(lost.size());
            verifyRandomAccess(what, journal, expected);
        }
    }

    private static void verifyRandomAccess(String what, ChronicleJournal journal, List<Integer> expected) {
        try (JournalReader reader = journal.openReader()) {
            for (int target = MESSAGES - 1; target >= 0; target -= 5) {
                int wanted = target;
                reader.moveTo(target);
                StoredRecord found = reader.next(Long.MAX_VALUE);
                assertThat(found == null ? -1 : (int) found.position())
                        .as("%s, moved to %d", what, target)
                        .isEqualTo(expected.stream()
                                .filter(i -> i >= wanted)
                                .findFirst()
                                .orElse(-1));
            }
        }
    }
}
