package io.gortms.internal.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** A file of records at consecutive positions. Safe for use by any thread. */
final class Segment implements Comparable<Segment> {

    /**
     * Where it begins.
     *
     * @param position of its first record; {@link Long#MAX_VALUE} if it has none that can be read
     * @param timestampMicros of its first record
     */
    record Start(long position, long timestampMicros) {

        static final Start NONE = new Start(Long.MAX_VALUE, Long.MAX_VALUE);

        boolean isKnown() {
            return position != Long.MAX_VALUE;
        }
    }

    private static final Comparator<Segment> ORDER = Comparator.comparingInt(
                    (Segment segment) -> segment.generation.number())
            .thenComparingInt(Segment::number);
    private static final long CLOSED = -1;

    private final Generation generation;
    private final int number;
    private volatile @Nullable Start start;
    private volatile long writtenBytes = CLOSED;

    /** One that an earlier opening has appended to. */
    Segment(Generation generation, int number) {
        this.generation = generation;
        this.number = number;
    }

    /** One that is being appended to. */
    Segment(Generation generation, int number, Start start) {
        this(generation, number);
        this.start = start;
        this.writtenBytes = 0;
    }

    Generation generation() {
        return generation;
    }

    int number() {
        return number;
    }

    Path file() {
        return generation.segment(number);
    }

    /** Where it begins; read from the file when first asked for. */
    Start start(Disk disk) throws IOException {
        Start known = start;
        if (known == null) {
            try (SegmentReader reader = new SegmentReader(this, disk)) {
                known = reader.findStart();
            }
            start = known;
        }
        return known;
    }

    /** Told by the appender, after each append: what stands below is complete and never changes. */
    void written(long bytes) {
        writtenBytes = bytes;
    }

    /** How much of the file may be read, if it is appended to in this opening; otherwise -1: all of it. */
    long writtenBytes() {
        return writtenBytes;
    }

    @Override
    public int compareTo(Segment other) {
        return ORDER.compare(this, other);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Segment segment && compareTo(segment) == 0;
    }

    @Override
    public int hashCode() {
        return 31 * generation.number() + number;
    }

    @Override
    public String toString() {
        return file().toString();
    }
}
