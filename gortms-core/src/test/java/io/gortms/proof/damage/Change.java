package io.gortms.proof.damage;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Bytes of a file that are not any more what they were.
 *
 * @param file relative to the data directory
 * @param from the first byte
 * @param to behind the last byte; {@link Long#MAX_VALUE} if the file was cut
 * @param onlyHeader whether only the header that Chronicle puts before a record is changed: the record itself is whole
 */
record Change(Path file, long from, long to, String what, boolean onlyHeader) {

    private static final int MOST_BYTES = 5_000;
    private static final int BEGINNING_BYTES = 4_096;
    private static final String DELETED = "deleted";
    private static final byte[] RECORD_MAGIC = "gRec".getBytes(StandardCharsets.US_ASCII);
    private static final int EXCERPT_HEADER_BYTES = 4;

    /** Damages a file somewhere; half of the time near its beginning. */
    static Change make(Path data, Random random) throws IOException {
        Path file = choose(data, random);
        long size = Files.size(file);
        long reach = random.nextBoolean() ? Math.min(size, BEGINNING_BYTES) : size;
        long from = reach == 0 ? 0 : random.nextLong(reach);
        Path relative = data.relativize(file);
        int kind = random.nextInt(6);
        if (size == 0 || kind == 0) {
            return cut(file, relative, kind == 0 && random.nextInt(4) == 0 ? 0 : from);
        }
        if (kind == 4 && random.nextInt(4) == 0) {
            Files.delete(file);
            return new Change(relative, 0, Long.MAX_VALUE, DELETED, false);
        }
        long header = kind == 5 ? anyExcerptHeader(file, random) : -1;
        if (header >= 0) {
            flip(file, header + random.nextInt(EXCERPT_HEADER_BYTES), random);
            return new Change(relative, header, header + EXCERPT_HEADER_BYTES, "an excerpt header", true);
        }
        if (kind == 1) {
            flip(file, from, random);
            return new Change(relative, from, from + 1, "a bit flipped", false);
        }
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            byte[] other = new byte[(int) Math.min(size - from, 1 + random.nextInt(MOST_BYTES))];
            if (kind == 2) {
                random.nextBytes(other);
            }
            bytes.seek(from);
            bytes.write(other);
            return new Change(relative, from, from + other.length, kind == 2 ? "random bytes" : "zeros", false);
        }
    }

    private static Change cut(Path file, Path relative, long length) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.setLength(length);
        }
        return new Change(relative, length, Long.MAX_VALUE, "cut", false);
    }

    private static void flip(Path file, long at, Random random) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(at);
            int old = bytes.read();
            bytes.seek(at);
            bytes.write(old ^ 1 << random.nextInt(8));
        }
    }

    /** Where one of them begins; -1 if the file has no records. */
    private static long anyExcerptHeader(Path file, Random random) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        List<Integer> found = new ArrayList<>();
        for (int at = EXCERPT_HEADER_BYTES; at + RECORD_MAGIC.length <= bytes.length; at += EXCERPT_HEADER_BYTES) {
            if (Arrays.equals(bytes, at, at + RECORD_MAGIC.length, RECORD_MAGIC, 0, RECORD_MAGIC.length)) {
                found.add(at - EXCERPT_HEADER_BYTES);
            }
        }
        return found.isEmpty() ? -1 : found.get(random.nextInt(found.size()));
    }

    /** Mostly segments, of which there are most. */
    private static Path choose(Path data, Random random) throws IOException {
        boolean segment = random.nextInt(10) < 6;
        try (Stream<Path> files = Files.walk(data)) {
            List<Path> candidates = files.filter(Files::isRegularFile)
                    .filter(path -> path.toString().endsWith(".cq4") == segment)
                    .sorted()
                    .toList();
            return candidates.get(random.nextInt(candidates.size()));
        }
    }

    /** Whether it has changed something of a record there. */
    boolean touches(Path other, long begin, long end) {
        return !onlyHeader && file.equals(other) && from < end && to > begin;
    }

    /** Whether the file is not there any more. */
    boolean isDeletion() {
        return what.equals(DELETED);
    }

    /** Whether it is in a file of this queue whose name ends so. */
    boolean isOf(String queue, String suffix) {
        return file.startsWith(Path.of(Fixture.DOMAIN, queue))
                && file.toString().endsWith(suffix);
    }

    /** Whether it is in a file of this name beside the queues. */
    boolean isOfDomain(String beginning) {
        return file.getNameCount() == 2 && file.getFileName().toString().startsWith(beginning);
    }
}
