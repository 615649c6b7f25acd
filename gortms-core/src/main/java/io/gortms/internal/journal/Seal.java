package io.gortms.internal.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * What the file {@code seal}, a {@link Note}, says of a generation that was closed in order: where it ends. It is written
 * once, behind everything else, and stays true, as nothing is ever appended to the generation again. Its numbers are in this
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
        byte[] content;
        try {
            content = Files.readAllBytes(file(generation));
        } catch (NoSuchFileException e) {
            return null;
        }
        long[] numbers = content.length == Note.bytes(NUMBERS) ? Note.decode(content, 0, MAGIC, NUMBERS) : null;
        return numbers == null ? null : new Seal(numbers[0], numbers[1], numbers[2]);
    }

    /** Writes the seal, whole or not at all. */
    void write(Generation generation, Disk disk, boolean force) throws IOException {
        Path draft = generation.directory().resolve(NAME + ".tmp");
        ByteBuffer note = ByteBuffer.wrap(Note.encode(MAGIC, lastSegment, endPosition, lastTimestampMicros));
        try (FileChannel channel = disk.create(draft)) {
            while (note.hasRemaining()) {
                channel.write(note);
            }
            if (force) {
                disk.force(channel);
            }
        }
        Files.move(draft, file(generation), StandardCopyOption.ATOMIC_MOVE);
        if (force) {
            disk.forceDirectory(generation.directory());
        }
    }
}
