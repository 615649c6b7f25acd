package io.gortms.internal.journal;

import java.io.IOException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of one segment, with plain reads of the file: a mapping would fault on a damaged one. Nothing is taken
 * for a record that has not its magic number, both its sums, the origin of its generation, and a position that may stand
 * there. For one thread at a time.
 *
 * <p>A segment is a sequence of excerpts, each at a multiple of four: a header of four bytes, little-endian, and what it
 * announces.
 *
 * <pre>
 *  31 30 29                                 0
 * +--+--+------------------------------------+
 * | n| m| length of what follows             |   n: not complete; m: of Chronicle's own, no record of ours;
 * +--+--+------------------------------------+   n and m: the end of a segment that was rolled; 0: nothing yet
 * </pre>
 */
final class SegmentReader implements AutoCloseable {

    private static final int EXCERPT_HEADER_BYTES = 4;
    private static final int NOT_COMPLETE = 0x8000_0000;
    private static final int METADATA = 0x4000_0000;
    private static final int LENGTH_MASK = 0x3fff_ffff;

    /** Chronicle writes three pieces of its own at the beginning, and hardly ever another one. */
    private static final int MOST_METADATA_IN_A_ROW = 8;

    private static final int ANY_LENGTH = -1;
    private static final long NEAR_BYTES = 64 * 1024;

    private final long origin;
    private final FileWindow window;
    private final RecordCodec codec = new RecordCodec();

    /** Where the last record ended: what stands here is read next. */
    private long offset;

    /** Where the last record began, with its excerpt's header. */
    private long foundAt;

    private Segment.Start start = Segment.Start.NONE;

    SegmentReader(Segment segment, Disk disk) throws IOException {
        this.origin = segment.generation().origin();
        this.window = new FileWindow(segment, disk);
    }

    /**
     * The record that stands next, if that is sound, in its place, and its position is in the range; otherwise null, and
     * nothing has moved.
     */
    @Nullable
    StoredRecord next(long from, long to) throws IOException {
        long at = offset;
        for (int i = 0; i < MOST_METADATA_IN_A_ROW; i++) {
            int index = window.index(at, EXCERPT_HEADER_BYTES);
            if (index < 0) {
                return null;
            }
            int header = RecordCodec.getInt(window.array(), index);
            if ((header & NOT_COMPLETE) != 0 || header == 0) {
                return null;
            }
            int length = header & LENGTH_MASK;
            long content = at + EXCERPT_HEADER_BYTES;
            if ((header & METADATA) == 0 && !isStart(content, length)) {
                return read(content, length, from, to);
            }
            at = align(content + length);
        }
        return null;
    }

    /** The next sound record with a position in the range, wherever it stands before that end; null if there is none. */
    @Nullable
    StoredRecord search(long from, long to, long endOffset) throws IOException {
        long at = align(offset);
        while (at < endOffset) {
            int index = window.index(at, RecordCodec.HEADER_BYTES);
            if (index < 0) {
                return null;
            }
            byte[] array = window.array();
            int last = (int) Math.min(window.end() - RecordCodec.HEADER_BYTES, index + (endOffset - 1 - at));
            int first = index;
            while (index <= last && RecordCodec.getInt(array, index) != RecordCodec.MAGIC) {
                index += EXCERPT_HEADER_BYTES;
            }
            at += index - first;
            if (index > last) {
                continue;
            }
            StoredRecord found = read(at, ANY_LENGTH, from, to);
            if (found != null) {
                return found;
            }
            at = skip(at);
        }
        return null;
    }

    /** The same, to the end of the file. */
    @Nullable
    StoredRecord search(long from, long to) throws IOException {
        return search(from, to, Long.MAX_VALUE);
    }

    /** Goes to the first record of which this is not true; it must be true of a beginning of the segment only. */
    void seek(Predicate<StoredRecord> before) throws IOException {
        long low = 0;
        long high = window.limit();
        while (high - low > NEAR_BYTES) {
            long middle = align(low + (high - low) / 2);
            offset = middle;
            StoredRecord found = search(0, Long.MAX_VALUE, high);
            if (found != null && before.test(found)) {
                low = offset;
            } else {
                high = middle;
            }
        }
        offset = low;
        StoredRecord found;
        do {
            low = offset;
            found = next(0, Long.MAX_VALUE);
            if (found == null) {
                found = search(0, Long.MAX_VALUE);
            }
        } while (found != null && before.test(found));
        offset = found == null ? low : foundAt;
    }

    /** Where the segment begins: as its start says, or else as its first record does. */
    Segment.Start findStart() throws IOException {
        StoredRecord first = next(0, Long.MAX_VALUE);
        if (first == null) {
            first = search(0, Long.MAX_VALUE);
        }
        if (!start.isKnown() && first != null) {
            start = new Segment.Start(first.position(), first.timestampMicros());
        }
        return start;
    }

    /** Goes back to where the last record began. */
    void unread() {
        offset = foundAt;
    }

    /** Where the last record ended. */
    long offset() {
        return offset;
    }

    private @Nullable StoredRecord read(long at, int excerptLength, long from, long to) throws IOException {
        int index = window.index(at, RecordCodec.HEADER_BYTES);
        if (index < 0 || !codec.isHeader(window.array(), index, origin)) {
            return null;
        }
        int length = RecordCodec.totalLength(window.array(), index);
        long position = RecordCodec.position(window.array(), index);
        if (RecordCodec.kind(window.array(), index) == RecordCodec.START) {
            noteStart(index);
            return null;
        }
        if (position < from || position >= to || (excerptLength != length && excerptLength != ANY_LENGTH)) {
            return null;
        }
        StoredRecord found = decode(at, length);
        if (found != null) {
            foundAt = at - EXCERPT_HEADER_BYTES;
            offset = align(at + length);
        }
        return found;
    }

    private @Nullable StoredRecord decode(long at, int length) throws IOException {
        byte[] body = new byte[length - RecordCodec.HEADER_BYTES];
        boolean small = length <= FileWindow.LARGEST_BYTES / 4;
        int index = window.index(at, small ? length : RecordCodec.HEADER_BYTES);
        if (index < 0) {
            return null;
        }
        if (small) {
            System.arraycopy(window.array(), index + RecordCodec.HEADER_BYTES, body, 0, body.length);
        } else if (!window.read(at + RecordCodec.HEADER_BYTES, body)) {
            return null;
        }
        return codec.decode(window.array(), index, body);
    }

    private boolean isStart(long at, int length) throws IOException {
        int index = length == RecordCodec.HEADER_BYTES ? window.index(at, length) : -1;
        boolean found = index >= 0
                && codec.isHeader(window.array(), index, origin)
                && RecordCodec.kind(window.array(), index) == RecordCodec.START;
        if (found) {
            noteStart(index);
        }
        return found;
    }

    private void noteStart(int index) {
        start = new Segment.Start(
                RecordCodec.position(window.array(), index), RecordCodec.timestampMicros(window.array(), index));
    }

    /** Behind a header that is sound nothing of what it covers needs to be searched. */
    private long skip(long at) throws IOException {
        int index = window.index(at, RecordCodec.HEADER_BYTES);
        return index >= 0 && codec.isHeader(window.array(), index, origin)
                ? align(at + RecordCodec.totalLength(window.array(), index))
                : at + EXCERPT_HEADER_BYTES;
    }

    private static long align(long offset) {
        return (offset + 3) & ~3L;
    }

    @Override
    public void close() {
        window.close();
    }
}
