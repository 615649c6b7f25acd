package io.gortms.internal.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * What is left of a segment that was deleted on purpose while older ones were kept, so that the gap is no damage: a file
 * named {@code .dropped} instead of {@code .cq4}, which holds where the segment began, as a record of kind
 * {@link RecordCodec#START}. It is the segment's own file, renamed, overwritten at its beginning, and cut: that needs no room
 * on a disk that is full, and can end anywhere.
 */
final class DroppedMark {

    static final String SUFFIX = ".dropped";

    private DroppedMark() {}

    static String nameOf(String segmentName) {
        return segmentName.replace(SegmentNames.SUFFIX, SUFFIX);
    }

    /** The number of the segment that was deleted, or -1 if it is not the name of a mark. */
    static int parse(String name) {
        return name.endsWith(SUFFIX) ? SegmentNames.parse(name.replace(SUFFIX, SegmentNames.SUFFIX)) : -1;
    }

    /** Where the dropped segment began; not known if the mark is damaged. */
    static Segment.Start read(Segment dropped, Disk disk) throws IOException {
        byte[] mark = new byte[RecordCodec.HEADER_BYTES];
        try (FileChannel file = disk.openToRead(dropped.file())) {
            file.read(ByteBuffer.wrap(mark), 0);
        } catch (NoSuchFileException e) {
            return Segment.Start.NONE;
        }
        if (new RecordCodec().isHeader(mark, 0, dropped.generation().origin())) {
            return new Segment.Start(RecordCodec.position(mark, 0), RecordCodec.timestampMicros(mark, 0));
        }
        try (SegmentReader reader = new SegmentReader(dropped, disk)) {
            return reader.findStart(); // it was renamed, and nothing else
        }
    }

    /** Turns the segment's file into a mark; returns how much that has freed. */
    static long write(Segment segment, Segment.Start start, Disk disk) throws IOException {
        Path file = segment.file()
                .resolveSibling(nameOf(segment.file().getFileName().toString()));
        try {
            Files.move(segment.file(), file, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            return 0; // somebody has deleted it before
        }
        byte[] mark = new byte[RecordCodec.HEADER_BYTES];
        long origin = segment.generation().origin();
        new RecordCodec().encodeStart(mark, start.position(), start.timestampMicros(), origin);
        try (FileChannel channel = disk.openToWrite(file)) {
            long bytes = channel.size() - mark.length;
            channel.write(ByteBuffer.wrap(mark), 0);
            channel.truncate(mark.length);
            return Math.max(bytes, 0);
        }
    }
}
