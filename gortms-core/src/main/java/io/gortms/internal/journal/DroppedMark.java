package io.gortms.internal.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that says that a segment was deleted on purpose while older ones were kept: the gap is no damage. It is named as
 * the segment was, with {@code .dropped} instead of {@code .cq4}, and holds where the segment began, as a record of kind
 * {@link RecordCodec#START}.
 */
final class DroppedMark {

    static final String SUFFIX = ".dropped";

    private DroppedMark() {}

    static Path file(Segment segment) {
        String name = segment.file().getFileName().toString();
        return segment.file().resolveSibling(name.replace(SegmentNames.SUFFIX, SUFFIX));
    }

    /** The number of the segment that was deleted, or -1 if it is not the name of a mark. */
    static int parse(String name) {
        return name.endsWith(SUFFIX) ? SegmentNames.parse(name.replace(SUFFIX, SegmentNames.SUFFIX)) : -1;
    }

    /** Where the segment began; not known if the mark is damaged. */
    static Segment.Start read(Segment segment) throws IOException {
        byte[] mark;
        try {
            mark = Files.readAllBytes(file(segment));
        } catch (NoSuchFileException e) {
            return Segment.Start.NONE;
        }
        boolean sound = mark.length == RecordCodec.HEADER_BYTES
                && new RecordCodec().isHeader(mark, 0, segment.generation().origin());
        return sound
                ? new Segment.Start(RecordCodec.position(mark, 0), RecordCodec.timestampMicros(mark, 0))
                : Segment.Start.NONE;
    }

    /** Writes the mark, whole or not at all. */
    static void write(Segment segment, Segment.Start start) throws IOException {
        byte[] mark = new byte[RecordCodec.HEADER_BYTES];
        new RecordCodec()
                .encodeStart(
                        mark,
                        start.position(),
                        start.timestampMicros(),
                        segment.generation().origin());
        Path file = file(segment);
        Path draft = file.resolveSibling(file.getFileName() + ".tmp");
        Files.write(
                draft, mark, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
