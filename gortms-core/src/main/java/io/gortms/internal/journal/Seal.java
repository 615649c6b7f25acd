package io.gortms.internal.journal;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the {@link NoteFile} {@code seal} says of a generation that was closed in order: where it ends. It is written once,
 * behind everything else, and stays true, as nothing is ever appended to the generation again. Its numbers are in this
 * order.
 */
record Seal(long lastSegment, long endPosition, long lastTimestampMicros) {

    private static final String NAME = "seal";
    private static final int MAGIC = 0x61655367; // "gSea"
    private static final int NUMBERS = 3;

    static Path file(Generation generation) {
        return generation.directory().resolve(NAME);
    }

    /** The seal of the generation, or null if it has none that is sound. */
    static @Nullable Seal read(Generation generation) throws IOException {
        long[] numbers = NoteFile.read(file(generation), MAGIC, NUMBERS);
        return numbers == null ? null : new Seal(numbers[0], numbers[1], numbers[2]);
    }

    void write(Generation generation, Disk disk, boolean force) throws IOException {
        NoteFile.write(file(generation), MAGIC, disk, force, lastSegment, endPosition, lastTimestampMicros);
    }
}
