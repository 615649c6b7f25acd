package io.gortms.internal.group;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Writes a group's state in pieces of about 4 KiB. A piece says what is so at the moment it is written; what changes later
 * is written after it, by itself. Called with the group's lock; not thread-safe.
 */
final class ChunkEncoder {

    private static final int CHUNK_BYTES = 4096;
    private static final int HEAD_BYTES = 24;
    private static final int RANGES_AT = 8;
    private static final int ENTRIES_AT = 4;

    private final ByteBuffer body = ByteBuffer.allocate(HEAD_BYTES + CHUNK_BYTES + TriedCodec.MAX_BYTES + 64)
            .order(ByteOrder.LITTLE_ENDIAN);
    private final Attempts attempts = new Attempts();

    /** The bytes of the last piece. */
    byte[] body() {
        return body.array();
    }

    /** How many there are: a multiple of 8. */
    int bodyBytes() {
        return body.position();
    }

    /**
     * The settled ranges from this position on, as many as fit.
     *
     * @return where the next piece starts, or {@link Long#MAX_VALUE} if this was the last
     */
    long ranges(GroupState state, long from) {
        AckWindow window = state.window();
        begin(state);
        body.putInt(state.isPaused() ? 1 : 0).putInt(0).putInt(0).putLong(from);
        int ranges = 0;
        long position = from;
        long start = window.nextSettled(from);
        while (start != Long.MAX_VALUE && body.position() < CHUNK_BYTES) {
            long end = window.nextUnsettled(start);
            Varints.put(body, start - position);
            Varints.put(body, end - start);
            ranges++;
            position = end;
            start = window.nextSettled(end);
        }
        body.putInt(RANGES_AT, ranges);
        pad();
        return start == Long.MAX_VALUE ? start : position;
    }

    /**
     * What is remembered of these positions, from this index on, as many as fit; those that are settled by now are left
     * out.
     *
     * @return the index where the next piece starts
     */
    int tried(GroupState state, long[] sortedPositions, int from) {
        begin(state);
        body.putInt(0);
        int entries = 0;
        long before = 0;
        int index = from;
        for (; index < sortedPositions.length && body.position() < CHUNK_BYTES; index++) {
            long position = sortedPositions[index];
            if (state.attempts().get(position, attempts)) {
                Varints.put(body, position - before);
                TriedCodec.put(body, attempts);
                before = position;
                entries++;
            }
        }
        body.putInt(ENTRIES_AT, entries);
        pad();
        return index;
    }

    private void begin(GroupState state) {
        body.clear();
        body.putInt(state.group());
    }

    private void pad() {
        while ((body.position() & 7) != 0) {
            body.put((byte) 0);
        }
    }
}
