package io.gortms.internal.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What the file {@code seal} says of a generation that was closed in order: where it ends. It is written once, behind
 * everything else, and stays true, as nothing is ever appended to the generation again. Little-endian:
 *
 * <pre>
 *  0               4               8                   16                  24                      32
 * +---------------+---------------+-------------------+-------------------+-----------------------+----------+
 * | magic "gSea"  | version       | last segment      | end position      | last timestamp micros | CRC32C   |
 * +---------------+---------------+-------------------+-------------------+-----------------------+----------+
 * </pre>
 */
record Seal(long lastSegment, long endPosition, long lastTimestampMicros) {

    private static final String NAME = "seal";
    private static final int MAGIC = 0x61655367;
    private static final int VERSION = 1;
    private static final int SUMMED_BYTES = 32;
    private static final int BYTES = SUMMED_BYTES + Integer.BYTES;

    static Path file(Generation generation) {
        return generation.directory().resolve(NAME);
    }

    /** The seal of the generation, or null if it has none that is whole. */
    static @Nullable Seal read(Generation generation) throws IOException {
        Path file = file(generation);
        if (!Files.exists(file) || Files.size(file) != BYTES) {
            return null;
        }
        byte[] content = Files.readAllBytes(file);
        ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.getInt(SUMMED_BYTES) != sum(content) || bytes.getInt() != MAGIC || bytes.getInt() != VERSION) {
            return null;
        }
        return new Seal(bytes.getLong(), bytes.getLong(), bytes.getLong());
    }

    void write(Generation generation, Disk disk, boolean force) throws IOException {
        byte[] content = new byte[BYTES];
        ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(MAGIC).putInt(VERSION);
        bytes.putLong(lastSegment).putLong(endPosition).putLong(lastTimestampMicros);
        bytes.putInt(sum(content)).flip();
        Path draft = generation.directory().resolve(NAME + ".tmp");
        try (FileChannel channel = disk.create(draft)) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
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

    private static int sum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, SUMMED_BYTES);
        return (int) crc.getValue();
    }
}
