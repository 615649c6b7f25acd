package io.gortms.internal.journal;

import java.io.IOException;

/** Finds positions by time; reads a few records, however long the journal is. */
final class TimeSearch {

    private static final double ANYWHERE = 0.5;

    private final Segments segments;
    private final Disk disk;

    TimeSearch(Segments segments, Disk disk) {
        this.segments = segments;
        this.disk = disk;
    }

    /**
     * The first position whose timestamp is at or after this one.
     *
     * @param first the answer if all are
     * @param end the answer if none is
     */
    long firstSince(long timestampMicros, long first, long end) throws IOException {
        Segment last = segments.before(timestampMicros);
        if (last == null) {
            return first;
        }
        try (SegmentReader reader = new SegmentReader(last, disk)) {
            reader.seek((position, appendedMicros) -> appendedMicros < timestampMicros, ANYWHERE);
            StoredRecord found = reader.search(0, Long.MAX_VALUE);
            if (found != null) {
                return found.position();
            }
        }
        Segment next = segments.after(last);
        while (next != null && next.isDropped()) {
            next = segments.after(next);
        }
        return next == null ? end : next.start(disk).position();
    }
}
