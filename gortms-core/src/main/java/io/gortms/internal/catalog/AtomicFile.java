package io.gortms.internal.catalog;

import io.gortms.StorageException;
import io.gortms.internal.journal.DamageListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small JSON file that is replaced as a whole: a crash at any moment leaves the old content or the new one, and damage is
 * known. One thread at a time.
 *
 * <pre>
 * { "crc32c": "8c1f00aa",        CRC32C of every byte behind the first line end
 *   "format": 1,                 version of the format
 *   ...                          the fields
 * }
 * </pre>
 *
 * <p>Beside {@code name} stand {@code name.new}, the next content while it is being written; {@code name.old}, the content
 * before this one, which is used when this one is damaged; and {@code name.damaged}, {@code name.old.damaged}, for
 * somebody to look at. Replacing is: write and force {@code .new}; rename the file to {@code .old}; rename {@code .new} to
 * the file; force the directory. So a file that is missing beside a whole {@code .new} is one that was being replaced.
 *
 * <p>With {@link #keepRoom} there is one more, {@code name.spare}, whose content means nothing: it becomes {@code .new}, and
 * the version that goes becomes the spare, so that replacing works on a disk without a free block.
 */
final class AtomicFile {

    private static final Logger LOG = LoggerFactory.getLogger(AtomicFile.class);

    /** The newest format that this version reads, and the one that it writes. */
    static final int FORMAT = 1;

    private static final String FORMAT_FIELD = "format";
    private static final String CRC_FIELD = "crc32c";

    /** Which content was found. */
    enum Found {
        /** The newest. */
        NEWEST,
        /** The newest is damaged or missing: the one before it. Has been reported. */
        PREVIOUS,
        /** There were versions, all damaged. To be reported by the caller, who knows what follows from it. */
        DAMAGED,
        /** There is none. */
        NOTHING
    }

    /**
     * What was read.
     *
     * @param fields empty if nothing could be read
     * @param finding what is wrong, or empty
     */
    record Content(Found found, Map<String, Object> fields, String finding) {}

    private final Path file;
    private final Path next;
    private final Path previous;
    private final Path spare;

    AtomicFile(Path file) {
        this.file = file;
        this.next = sibling(".new");
        this.previous = sibling(".old");
        this.spare = sibling(".spare");
    }

    Path path() {
        return file;
    }

    /**
     * Writes the first content, to the file and as the one before it, so that it outlives damage of one of them. Durable
     * when this returns, and not atomic: for a directory that nobody looks into yet.
     */
    void create(Map<String, Object> fields) throws IOException {
        byte[] bytes = encode(fields);
        Disk.writeForced(previous, bytes);
        Disk.writeForced(file, bytes);
        Disk.forceEntry(file);
    }

    /**
     * Replaces the content; durable when this returns.
     *
     * @throws StorageException if it could not be written: the old content is still there, or the new one is
     * @throws io.gortms.StorageFullException if there is no room: the old content is still there
     */
    void write(Map<String, Object> fields) {
        try {
            boolean keepsRoom = Files.exists(spare);
            if (keepsRoom) {
                rename(spare, next);
            }
            Disk.writeForced(next, encode(fields));
            if (keepsRoom && Files.exists(previous)) {
                rename(previous, spare);
            }
            if (Files.exists(file)) {
                rename(file, previous);
            }
            rename(next, file);
            Disk.forceEntry(file);
        } catch (IOException e) {
            throw Disk.failed("write", file, e);
        }
    }

    /** From now on the file can be replaced on a full disk; if it is full now, once there is room for what is missing. */
    void keepRoom() {
        try {
            byte[] bytes = Files.readAllBytes(file);
            if (!Files.exists(previous)) {
                Disk.writeForced(next, bytes);
                rename(next, previous);
            }
            if (!Files.exists(spare)) {
                Disk.writeForced(spare, bytes);
            }
        } catch (IOException e) {
            LOG.debug("no room is kept for the next {}", file, e);
        }
    }

    /**
     * Reads the newest content that is whole. Damaged versions are moved aside, so that the next {@link #write} does not
     * put one of them in the place of a whole one.
     *
     * @throws StorageException if the file cannot be read, or was written by a later version
     */
    Content read(DamageListener damages) {
        try {
            finishReplacing();
            Version newest = load(file);
            if (newest.fields != null) {
                discardNext();
                return new Content(Found.NEWEST, newest.fields, "");
            }
            Version before = load(previous);
            if (newest.missing && before.missing) {
                return new Content(Found.NOTHING, Map.of(), "missing");
            }
            return fallBack(newest, before, damages);
        } catch (IOException e) {
            throw Disk.failed("read", file, e);
        }
    }

    private Content fallBack(Version newest, Version before, DamageListener damages) throws IOException {
        String aside = moveAside(file, newest) + (before.fields == null ? moveAside(previous, before) : "");
        if (before.fields == null) {
            String finding = newest.finding + ", and so is its previous version (" + before.finding + ")" + aside;
            return new Content(Found.DAMAGED, Map.of(), finding);
        }
        String finding = newest.finding + "; its previous version is used" + aside;
        damages.onDamage(file, finding, 0);
        return new Content(Found.PREVIOUS, before.fields, finding);
    }

    private static String moveAside(Path version, Version content) throws IOException {
        if (content.missing) {
            return "";
        }
        Path aside = version.resolveSibling(version.getFileName() + ".damaged");
        rename(version, aside);
        return "; the damaged one is kept as " + aside.getFileName();
    }

    private void finishReplacing() throws IOException {
        if (!Files.exists(file) && Files.exists(next) && load(next).fields != null) {
            rename(next, file);
            Disk.forceEntry(file);
        }
    }

    /** What was begun to be written keeps its room, if it had some. */
    private void discardNext() throws IOException {
        if (Files.isRegularFile(next) && !Files.exists(spare)) {
            rename(next, spare);
        }
        Files.deleteIfExists(next);
    }

    /** A version of the file: its fields, or what is wrong with it. */
    private record Version(@Nullable Map<String, Object> fields, boolean missing, String finding) {}

    private static Version load(Path version) throws IOException {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(version);
        } catch (NoSuchFileException e) {
            return new Version(null, true, "missing");
        }
        int bodyStart = bodyStart(bytes);
        if (bodyStart == 0 || !startsWith(bytes, firstLine(bytes, bodyStart))) {
            return new Version(null, false, "damaged (its checksum is wrong)");
        }
        Map<String, Object> fields;
        try {
            fields = JsonReader.parse(new String(bytes, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return new Version(null, false, "damaged (" + e.getMessage() + ")");
        }
        fields.remove(CRC_FIELD);
        checkFormat(version, fields.remove(FORMAT_FIELD));
        return new Version(fields, false, "");
    }

    private static void checkFormat(Path version, @Nullable Object format) {
        if (!(format instanceof Long number) || number < 1 || number > FORMAT) {
            throw new StorageException(
                    version + " has the format version " + format + ", and this version of gortms knows 1 to " + FORMAT
                            + "; open the data directory with the version of gortms that wrote it, or a later one",
                    null);
        }
    }

    private static byte[] encode(Map<String, Object> fields) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put(FORMAT_FIELD, (long) FORMAT);
        all.putAll(fields);
        String body = JsonWriter.write(all).substring("{\n".length());
        byte[] bodyBytes = body.getBytes(StandardCharsets.UTF_8);
        byte[] first = firstLine(bodyBytes, 0);
        byte[] bytes = new byte[first.length + bodyBytes.length];
        System.arraycopy(first, 0, bytes, 0, first.length);
        System.arraycopy(bodyBytes, 0, bytes, first.length, bodyBytes.length);
        return bytes;
    }

    private static byte[] firstLine(byte[] bytes, int bodyStart) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, bodyStart, bytes.length - bodyStart);
        String hex = Long.toHexString(0x1_0000_0000L | crc.getValue()).substring(1);
        return ("{ \"" + CRC_FIELD + "\": \"" + hex + "\",\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static int bodyStart(byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                return i + 1;
            }
        }
        return 0;
    }

    private static boolean startsWith(byte[] bytes, byte[] prefix) {
        return bytes.length >= prefix.length && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
    }

    private static void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    private Path sibling(String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }
}
