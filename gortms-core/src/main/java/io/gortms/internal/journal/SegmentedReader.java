package io.gortms.internal.journal;

import io.gortms.StorageException;
import java.io.IOException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads a journal's segments one after another. Which position comes next is always known, so that what is not there, or
 * not sound, is noticed, searched for, and reported when it is lost. For one thread at a time.
 */
final class SegmentedReader implements JournalReader {

    private final Segments segments;
    private final Disk disk;
    private final DamageLog damage;
    private final LongSupplier readable;

    private long position;
    private @Nullable Segment segment;
    private @Nullable SegmentReader reader;

    /** Where the segment ends, as far as is known: where the next one begins. */
    private long segmentEnd;

    SegmentedReader(Segments segments, Disk disk, DamageLog damage, LongSupplier readable, long position) {
        this.segments = segments;
        this.disk = disk;
        this.damage = damage;
        this.readable = readable;
        this.position = position;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public void moveTo(long target) {
        if (target != position) {
            position = target;
            leave();
        }
    }

    @Override
    public @Nullable StoredRecord next(long bound) {
        long limit = Math.min(bound, readable.getAsLong());
        try {
            while (position < limit) {
                SegmentReader here = reader;
                Segment segmentHere = segment;
                if (here == null || segmentHere == null) {
                    locate(limit);
                    continue;
                }
                StoredRecord found = position < segmentEnd ? here.next(position, position + 1) : null;
                if (found == null) {
                    found = lookFurther(segmentHere, here, limit);
                }
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

    /** The segment is at its end, or damaged; null: look again where the reader stands now. */
    private @Nullable StoredRecord lookFurther(Segment segmentHere, SegmentReader here, long limit) throws IOException {
        Segment next = segments.after(segmentHere);
        segmentEnd = next == null ? Long.MAX_VALUE : next.start(disk).position();
        if (position < segmentEnd) {
            StoredRecord found = here.search(position, Math.min(segmentEnd, limit));
            if (found != null) {
                damage.lost(segmentHere, position, found.position());
                return found;
            }
            long lostUntil = Math.min(segmentEnd, limit);
            if (segments.contains(segmentHere)) {
                damage.lost(segmentHere, position, lostUntil);
            }
            position = lostUntil;
        }
        if (next != null && position >= segmentEnd) {
            enter(next);
        }
        return null;
    }

    /** What is before the first segment is gone, and nothing to report. */
    private void locate(long limit) throws IOException {
        Segment found = segments.at(position);
        if (found == null) {
            found = segments.first();
            position =
                    found == null ? limit : Math.max(position, found.start(disk).position());
        }
        if (found != null) {
            SegmentReader opened = enter(found);
            long target = position;
            if (target > found.start(disk).position()) {
                opened.seek(stored -> stored.position() < target);
            }
        }
    }

    private SegmentReader enter(Segment next) throws IOException {
        leave();
        Segment following = segments.after(next);
        segmentEnd = following == null ? Long.MAX_VALUE : following.start(disk).position();
        segment = next;
        SegmentReader opened = new SegmentReader(next, disk);
        reader = opened;
        return opened;
    }

    private void leave() {
        if (reader != null) {
            reader.close();
        }
        reader = null;
        segment = null;
    }

    @Override
    public void close() {
        leave();
    }
}
