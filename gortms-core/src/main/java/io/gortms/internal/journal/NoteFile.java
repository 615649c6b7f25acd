package io.gortms.internal.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A few numbers in a file that is there whole or not at all. Little-endian:
 *
 * <pre>
 *  0           4           8
 * +-----------+-----------+-----------+-- … --+------------+
 * | magic     | version 1 | number (8)|       | CRC32C (4) |   the sum is over all before it
 * +-----------+-----------+-----------+-- … --+------------+
 * </pre>
 */
final class NoteFile {

    private static final int VERSION = 1;
    private static final int HEADER_BYTES = 2 * Integer.BYTES;

    private NoteFile() {}

    /** The numbers, or null if the file is damaged or not there. */
    static long @Nullable [] read(Path file, int magic, int count) throws IOException {
        byte[] content;
        try {
            content = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return null;
        }
        int summed = HEADER_BYTES + count * Long.BYTES;
        if (content.length != summed + Integer.BYTES) {
            return null;
        }
        ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.getInt(summed) != sum(content, summed) || bytes.getInt() != magic || bytes.getInt() != VERSION) {
            return null;
        }
        long[] numbers = new long[count];
        bytes.asLongBuffer().get(numbers);
        return numbers;
    }

    /** Writes the file, or leaves what was there. */
    static void write(Path file, int magic, Disk disk, boolean force, long... numbers) throws IOException {
        int summed = HEADER_BYTES + numbers.length * Long.BYTES;
        byte[] content = new byte[summed + Integer.BYTES];
        ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(magic).putInt(VERSION);
        bytes.asLongBuffer().put(numbers);
        bytes.putInt(summed, sum(content, summed)).rewind();
        Path draft = file.resolveSibling(file.getFileName() + ".tmp");
        Files.deleteIfExists(draft);
        try (FileChannel channel = disk.create(draft)) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            if (force) {
                disk.force(channel);
            }
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Path directory = file.toAbsolutePath().getParent();
        if (force && directory != null) {
            disk.forceDirectory(directory);
        }
    }

    private static int sum(byte[] content, int length) {
        CRC32C crc = new CRC32C();
        crc.update(content, 0, length);
        return (int) crc.getValue();
    }
}
