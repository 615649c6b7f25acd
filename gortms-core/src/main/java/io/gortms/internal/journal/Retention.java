package io.gortms.internal.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Deletes segments that nobody needs. The newest one stays, whatever it holds: the end of the journal is known from it.
 * Readers that stand in a deleted one read it to its end. For one thread at a time.
 */
final class Retention {

    private final Path journal;
    private final Segments segments;
    private final Disk disk;

    Retention(Path journal, Segments segments, Disk disk) {
        this.journal = journal;
        this.segments = segments;
        this.disk = disk;
    }

    /** Where the oldest segment begins that has to be kept for this position; at most the position. */
    long keptFrom(long position) throws IOException {
        Segment kept = segments.at(position);
        return kept == null ? 0 : kept.start(disk).position();
    }

    /** Deletes the segments that end at or before where one begins; returns the bytes of the files. */
    long deleteBefore(long kept) throws IOException {
        List<Segment> gone = new ArrayList<>();
        for (Segment segment : segments.list()) {
            Segment next = segments.after(segment);
            if (next == null || next.start(disk).position() > kept) {
                break;
            }
            gone.add(segment);
        }
        segments.remove(gone);
        long bytes = 0;
        for (Segment segment : gone) {
            bytes += deleteFile(segment.file());
        }
        deleteGenerationsBefore(segments.list().get(0).generation());
        return bytes;
    }

    /** Deletes what has records in this range only; returns the bytes of the files. */
    long deleteWithin(long from, long to) throws IOException {
        long bytes = 0;
        for (Segment segment : segments.list()) {
            Segment.Start start = segment.start(disk);
            Segment next = segments.after(segment);
            boolean within =
                    start.position() >= from && next != null && next.start(disk).position() <= to;
            if (within && !segment.isDropped()) {
                segments.replace(Segment.dropped(segment.generation(), segment.number(), start));
                bytes += DroppedMark.write(segment, start, disk);
            }
        }
        return bytes;
    }

    /** What is left of generations whose segments are all gone: seals, and what a process that died has left. */
    private void deleteGenerationsBefore(Generation oldestKept) throws IOException {
        for (Generation generation : Segments.generations(journal)) {
            if (generation.number() < oldestKept.number()) {
                deleteAll(generation.directory());
            }
        }
    }

    /** Deletes a directory of files, or what somebody else has left of it. */
    static void deleteAll(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException e) {
            return;
        }
        Files.deleteIfExists(directory);
    }

    private static long deleteFile(Path file) throws IOException {
        try {
            long bytes = Files.size(file);
            Files.delete(file);
            return bytes;
        } catch (NoSuchFileException e) {
            return 0;
        }
    }
}
