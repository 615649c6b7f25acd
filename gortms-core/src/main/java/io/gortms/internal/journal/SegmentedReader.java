package io.gortms.internal.journal;

import io.gortms.StorageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads a journal's segments one after another. Which position comes next is always known, so that what is not there, or
 * not sound, is noticed, searched for, and reported when it is lost. For one thread at a time.
 */
final class SegmentedReader implements JournalReader {

    private final Path directory;
    private final Segments segments;
    private final Disk disk;
    private final DamageLog damage;
    private final LongSupplier floor;
    private final LongSupplier readable;

    private long position;
    private @Nullable Segment segment;
    private @Nullable SegmentReader reader;

    /** Where the segment begins and, as far as is known, ends: where the next one begins. */
    private long segmentStart = Long.MAX_VALUE;

    private long segmentEnd;

    /** Whether the position is not where the segment's reader stands. */
    private boolean seek;

    SegmentedReader(
            Path directory, Segments segments, Disk disk, DamageLog damage, LongSupplier floor, LongSupplier readable) {
        this.directory = directory;
        this.segments = segments;
        this.disk = disk;
        this.damage = damage;
        this.floor = floor;
        this.readable = readable;
        this.position = floor.getAsLong();
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public void moveTo(long target) {
        if (target != position) {
            position = target;
            if (target < segmentStart || target >= segmentEnd) {
                leave();
            }
            seek = true;
        }
    }

    @Override
    public @Nullable StoredRecord next(long bound) {
        long limit = Math.min(bound, readable.getAsLong());
        try {
            moveTo(Math.max(position, floor.getAsLong()));
            while (position < limit) {
                SegmentReader here = reader;
                StoredRecord found = here == null ? locate(limit) : read(here, limit);
                if (found != null) {
                    position = found.position() + 1;
                    return found;
                }
            }
            return null;
        } catch (IOException e) {
            leave();
            throw new StorageException("cannot read position " + position + " of " + segment + "; check the disk", e);
        }
    }

    private @Nullable StoredRecord read(SegmentReader here, long limit) throws IOException {
        if (seek) {
            long target = position;
            double guess =
                    (double) (target - segmentStart) / (Math.min(segmentEnd, readable.getAsLong()) - segmentStart);
            here.seek((found, timestampMicros) -> found < target, guess);
            seek = false;
        }
        StoredRecord found = position < segmentEnd ? here.next(position) : null;
        return found == null ? lookFurther(here, limit) : found;
    }

    /** The segment is at its end, or damaged; null: look again where the reader stands now. */
    private @Nullable StoredRecord lookFurther(SegmentReader here, long limit) throws IOException {
        Segment standing = Objects.requireNonNull(segment);
        Segment next = segments.after(standing);
        segmentEnd = next == null ? Long.MAX_VALUE : next.start(disk).position();
        if (position < segmentEnd) {
            long end = Math.min(segmentEnd, limit);
            StoredRecord found = here.search(position, end);
            if (segments.keeps(standing)) {
                damage.lost(standing.file(), position, found == null ? end : found.position());
            }
            if (found != null) {
                return found;
            }
            position = end;
        }
        if (next != null && position >= segmentEnd) {
            enter(next);
        }
        return null;
    }

    /** Where the position should be. What is before the first segment that can be read is lost. */
    private @Nullable StoredRecord locate(long limit) throws IOException {
        Segment found = segments.at(position);
        if (found == null) {
            found = segments.first();
            long end = found == null ? limit : Math.min(limit, found.start(disk).position());
            if (position < end) {
                damage.lost(segments.oldestFile(directory), position, end);
                position = end;
            }
        }
        if (found != null && position >= found.start(disk).position()) {
            enter(found);
        }
        return null;
    }

    private void enter(Segment next) throws IOException {
        leave();
        Segment following = segments.after(next);
        segmentStart = next.start(disk).position();
        segmentEnd = following == null ? Long.MAX_VALUE : following.start(disk).position();
        segment = next;
        position = Math.max(position, segmentStart);
        seek = position > segmentStart;
        if (next.isDropped() && following != null) {
            position = Math.max(position, segmentEnd);
            enter(following);
        } else {
            reader = new SegmentReader(next, disk);
        }
    }

    private void leave() {
        if (reader != null) {
            reader.close();
        }
        reader = null;
        segment = null;
        segmentStart = Long.MAX_VALUE;
    }

    @Override
    public void close() {
        leave();
    }
}
