package io.gortms.internal.journal;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
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

    private static final long CLOSED = -1;
    private static final VarHandle WRITTEN;

    static {
        try {
            WRITTEN = MethodHandles.lookup().findVarHandle(Segment.class, "writtenBytes", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Generation generation;
    private final int number;
    private final boolean dropped;
    private volatile @Nullable Start start;
    private volatile long writtenBytes = CLOSED;

    /** The size of the file of a closed one, once it was asked for. */
    private volatile long closedBytes;

    private Segment(Generation generation, int number, boolean dropped) {
        this.generation = generation;
        this.number = number;
        this.dropped = dropped;
    }

    /** One that an earlier opening has appended to. */
    static Segment closed(Generation generation, int number) {
        return new Segment(generation, number, false);
    }

    /** One that is being appended to. */
    static Segment open(Generation generation, int number, Start start) {
        Segment open = new Segment(generation, number, false);
        open.start = start;
        open.writtenBytes = 0;
        return open;
    }

    /** What is left of one that was deleted while older ones were kept: see {@link DroppedMark}. */
    static Segment dropped(Generation generation, int number) {
        return new Segment(generation, number, true);
    }

    /** The same, deleted in this opening. */
    static Segment dropped(Generation generation, int number, Start start) {
        Segment dropped = dropped(generation, number);
        dropped.start = start;
        return dropped;
    }

    Generation generation() {
        return generation;
    }

    int number() {
        return number;
    }

    boolean isDropped() {
        return dropped;
    }

    /** Its file, or what is left of it. */
    Path file() {
        String name = SegmentNames.of(number);
        return generation.directory().resolve(dropped ? DroppedMark.nameOf(name) : name);
    }

    /** Where it begins; read from the disk when first asked for. */
    Start start(Disk disk) throws IOException {
        Start known = start;
        if (known == null) {
            known = dropped ? DroppedMark.read(this, disk) : readStart(disk);
            start = known;
        }
        return known;
    }

    private Start readStart(Disk disk) throws IOException {
        try (SegmentReader reader = new SegmentReader(this, disk)) {
            return reader.findStart();
        }
    }

    /** Told by the appender, after each append and before the journal's end: what stands below is complete and never changes. */
    void written(long bytes) {
        WRITTEN.setRelease(this, bytes);
    }

    /** How much of the file may be read, if it is appended to in this opening; otherwise -1: all of it. */
    long writtenBytes() {
        return writtenBytes;
    }

    /** What its file holds, without room that is only allocated ahead. */
    long sizeBytes() {
        long written = writtenBytes;
        if (dropped || written >= 0) {
            return Math.max(written, 0);
        }
        if (closedBytes == 0) {
            closedBytes = file().toFile().length();
        }
        return closedBytes;
    }

    @Override
    public int compareTo(Segment other) {
        int byGeneration = Integer.compare(generation.number(), other.generation.number());
        return byGeneration == 0 ? Integer.compare(number, other.number) : byGeneration;
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
