package io.gortms.internal.journal;

import java.io.IOException;
import java.nio.file.Files;
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

    /** Whether a record is before the place that is looked for. */
    @FunctionalInterface
    interface Before {
        boolean test(long position, long timestampMicros);
    }

    private static final int EXCERPT_HEADER_BYTES = 4;
    private static final int NOT_COMPLETE = 0x8000_0000;
    private static final int METADATA = 0x4000_0000;
    private static final int LENGTH_MASK = 0x3fff_ffff;

    /** Chronicle writes three pieces of its own at the beginning, and hardly ever another one. */
    private static final int MOST_METADATA_IN_A_ROW = 8;

    private static final byte NO_RECORD = 0;
    private static final long NEAR_BYTES = 4 * 1024;

    private final Generation generation;
    private final FileWindow window;
    private final RecordCodec codec = new RecordCodec();
    private Segment.Start start = Segment.Start.NONE;

    /** Where the last record ended: what stands here is read next. */
    private long offset;

    // The header that was read last: where its record begins, and what it says.
    private long headAt;
    private int headLength;
    private long headPosition;
    private long headTimestampMicros;

    SegmentReader(Segment segment, Disk disk) throws IOException {
        this.generation = segment.generation();
        this.window = new FileWindow(segment, disk);
    }

    /** The record at this position, if it stands next, sound and in its place; otherwise null, and nothing has moved. */
    @Nullable StoredRecord next(long position) throws IOException {
        return nextHeader() && headPosition == position ? takeBody() : null;
    }

    /**
     * Passes over the record at this position, if it stands next, in its place; otherwise nothing has moved. Whether its body is
     * sound remains open.
     */
    boolean skip(long position) throws IOException {
        if (!nextHeader() || headPosition != position || headAt + headLength > window.limit()) {
            return false;
        }
        offset = align(headAt + headLength);
        return true;
    }

    /** The next sound record with a position in the range, wherever it stands; null if there is none. */
    @Nullable StoredRecord search(long from, long to) throws IOException {
        long at = offset;
        while (searchHeader(at, from, to, Long.MAX_VALUE)) {
            StoredRecord found = takeBody();
            if (found != null) {
                return found;
            }
            at = headAt + headLength; // of what a sound header covers, nothing needs to be searched
        }
        return null;
    }

    /**
     * Goes to the first record that is not before the place; those that are come first in the segment.
     *
     * @param guess about what share of the segment is before the place, from 0 to 1: the better, the fewer reads
     */
    void seek(Before before, double guess) throws IOException {
        long low = 0;
        long high = window.limit();
        long middle = (long) (guess * high);
        long step = NEAR_BYTES;
        while (high - low > NEAR_BYTES) {
            boolean ahead =
                    searchHeader(middle, 0, Long.MAX_VALUE, high) && before.test(headPosition, headTimestampMicros);
            if (ahead) {
                low = headAt + headLength;
            } else {
                high = middle;
            }
            // away from the guess in growing steps, and once the place is between two probes, halfway
            long next = ahead ? low + step : high - step;
            step *= 2;
            middle = next > low && next < high ? next : low + (high - low) / 2;
        }
        offset = align(low);
        while (searchHeader(offset, 0, Long.MAX_VALUE, Long.MAX_VALUE)) {
            if (!before.test(headPosition, headTimestampMicros)) {
                offset = headAt - EXCERPT_HEADER_BYTES;
                return;
            }
            offset = align(headAt + headLength);
        }
    }

    /** Where the segment begins: as its start says, or else as its first record does. */
    Segment.Start findStart() throws IOException {
        boolean found = searchHeader(0, 0, Long.MAX_VALUE, Long.MAX_VALUE);
        if (!start.isKnown() && found) {
            start = new Segment.Start(headPosition, headTimestampMicros);
        }
        return start;
    }

    /** Back to where a record has ended. */
    void moveTo(long recordEnd) {
        offset = recordEnd;
    }

    /** Where the last record ended. */
    long offset() {
        return offset;
    }

    /** Reads the header that stands next, if it is sound, of a message, and in its place. */
    private boolean nextHeader() throws IOException {
        long at = offset;
        for (int i = 0; i < MOST_METADATA_IN_A_ROW; i++) {
            int index = window.index(at, EXCERPT_HEADER_BYTES);
            if (index < 0) {
                return false;
            }
            int excerpt = RecordCodec.getInt(window.array(), index);
            if (excerpt == 0 || (excerpt & NOT_COMPLETE) != 0) {
                return (excerpt & METADATA) == 0 && isLastWords(at + EXCERPT_HEADER_BYTES);
            }
            int length = excerpt & LENGTH_MASK;
            long content = at + EXCERPT_HEADER_BYTES;
            if ((excerpt & METADATA) == 0) {
                byte kind = readHeader(content);
                if (kind == NO_RECORD || headLength != length) {
                    return false;
                }
                if (kind == RecordCodec.MESSAGE) {
                    return true;
                }
            }
            at = align(content + length);
        }
        return false;
    }

    /**
     * Reads the header of a record whose excerpt has no header yet, or one that is not complete, if nothing stands behind it
     * and its generation was not closed in order: its process died before Chronicle, which copies the record first, came to the
     * header. The record's own sums tell whether it is whole; a death is no damage.
     */
    private boolean isLastWords(long content) throws IOException {
        if (readHeader(content) != RecordCodec.MESSAGE || Files.exists(Seal.file(generation))) {
            return false;
        }
        int index = window.index(align(headAt + headLength), EXCERPT_HEADER_BYTES);
        return index < 0 || RecordCodec.getInt(window.array(), index) == 0;
    }

    /** Reads the next sound header of a message in the range, wherever it stands from there to before that end. */
    private boolean searchHeader(long fromOffset, long from, long to, long endOffset) throws IOException {
        long at = align(fromOffset);
        while (at < endOffset) {
            int index = window.index(at, RecordCodec.HEADER_BYTES);
            if (index < 0) {
                return false;
            }
            int last = (int) Math.min(window.end() - RecordCodec.HEADER_BYTES, index + (endOffset - 1 - at));
            int next = nextMagic(index, last);
            at += next - index;
            if (next > last) {
                continue;
            }
            byte kind = readHeader(at);
            if (kind == RecordCodec.MESSAGE && headPosition >= from && headPosition < to) {
                return true;
            }
            at = kind == NO_RECORD ? at + EXCERPT_HEADER_BYTES : align(at + headLength);
        }
        return false;
    }

    private int nextMagic(int first, int last) {
        byte[] array = window.array();
        int index = first;
        while (index <= last
                && (array[index] != RecordCodec.FIRST_MAGIC_BYTE
                        || RecordCodec.getInt(array, index) != RecordCodec.MAGIC)) {
            index += EXCERPT_HEADER_BYTES;
        }
        return index;
    }

    /** What kind of record begins there; its header is then known. */
    private byte readHeader(long at) throws IOException {
        int index = window.index(at, RecordCodec.HEADER_BYTES);
        byte[] array = window.array();
        if (index < 0 || !codec.isHeader(array, index, generation.origin())) {
            return NO_RECORD;
        }
        headAt = at;
        headLength = RecordCodec.totalLength(array, index);
        headPosition = RecordCodec.position(array, index);
        headTimestampMicros = RecordCodec.timestampMicros(array, index);
        byte kind = RecordCodec.kind(array, index);
        if (kind == RecordCodec.START) {
            start = new Segment.Start(headPosition, headTimestampMicros);
        }
        return kind;
    }

    /** The record of the header that was read last, if its body is sound; the reader then stands behind it. */
    private @Nullable StoredRecord takeBody() throws IOException {
        if (headAt + headLength > window.limit()) {
            return null;
        }
        byte[] body = new byte[headLength - RecordCodec.HEADER_BYTES];
        boolean small = headLength <= FileWindow.LARGEST_BYTES / 4;
        int index = window.index(headAt, small ? headLength : RecordCodec.HEADER_BYTES);
        if (index < 0) {
            return null;
        }
        if (small) {
            System.arraycopy(window.array(), index + RecordCodec.HEADER_BYTES, body, 0, body.length);
        } else if (!window.read(headAt + RecordCodec.HEADER_BYTES, body)) {
            return null;
        }
        StoredRecord found = codec.decode(window.array(), index, body);
        if (found != null) {
            offset = align(headAt + headLength);
        }
        return found;
    }

    private static long align(long offset) {
        return (offset + 3) & ~3L;
    }

    @Override
    public void close() {
        window.close();
    }
}
