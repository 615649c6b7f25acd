package io.gortms.internal.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the {@link NoteFile} {@code floor} says: the position before which everything was deleted on purpose. What cannot be
 * read at or after it is lost. Without the file nothing was ever deleted.
 */
final class Floor {

    private static final String NAME = "floor";
    private static final int MAGIC = 0x6f6c4667; // "gFlo"

    private Floor() {}

    /** The floor; of a damaged file, where the first segment that can be read begins. */
    static long read(Path journal, Segments segments, Disk disk, DamageLog damage) throws IOException {
        Path file = journal.resolve(NAME);
        long[] numbers = NoteFile.read(file, MAGIC, 1);
        if (numbers != null) {
            return numbers[0];
        }
        if (!Files.exists(file)) {
            return 0;
        }
        damage.unusable(file, "the floor is damaged; the journal is taken to begin with what can be read");
        Segment first = segments.first();
        return first == null ? 0 : first.start(disk).position();
    }

    static void write(Path journal, Disk disk, long position) throws IOException {
        NoteFile.write(journal.resolve(NAME), MAGIC, disk, true, position);
    }
}
