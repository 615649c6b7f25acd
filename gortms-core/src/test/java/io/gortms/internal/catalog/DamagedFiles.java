package io.gortms.internal.catalog;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/** What befalls the catalog's files. */
final class DamagedFiles {

    private DamagedFiles() {}

    /** Flips one bit in the middle. */
    static void damage(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, withFlippedBit(bytes, bytes.length * 4));
    }

    static byte[] withFlippedBit(byte[] whole, int bit) {
        byte[] damaged = whole.clone();
        damaged[bit / 8] ^= (byte) (1 << bit % 8);
        return damaged;
    }

    /** Writes what has a right checksum and was not written by this version. */
    static void writeSealed(Path file, String body) throws IOException {
        CRC32C crc = new CRC32C();
        crc.update(body.getBytes(StandardCharsets.UTF_8));
        Files.writeString(file, String.format("{ \"crc32c\": \"%08x\",%n%s", crc.getValue(), body));
    }
}
