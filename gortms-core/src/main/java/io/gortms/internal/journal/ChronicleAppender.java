package io.gortms.internal.journal;

import java.nio.file.Path;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.Wire;

/**
 * Chronicle Queue, of which only appending is used: the one class that knows it. It appends to one directory, which holds
 * nothing of an earlier process. For one thread at a time.
 *
 * <p>Its roll cycle is an hour of a clock of ours that shows the segment's number, so that it rolls when we say so.
 */
final class ChronicleAppender implements AutoCloseable {

    /** Chronicle's own table in the directory. */
    static final String TABLE = "metadata.cq4t";

    /** How much of the table Chronicle writes to, and some more: its file is larger, with a hole at the end. */
    static final int TABLE_BYTES = 16 * 1024;

    /** How much Chronicle puts before the first record, and some more. */
    static final int PREAMBLE_BYTES = 4 * 1024;

    /** How much Chronicle writes behind a record (the end of a segment, an index), and what it looks at; and some more. */
    static final int MARGIN_BYTES = 8 * 1024;

    /** What a record takes besides its own bytes. */
    static final int EXCERPT_BYTES = 8;

    /** Chronicle is the only writer and holds its lock by itself: waiting for it means that something is broken. */
    private static final long TIMEOUT_MILLIS = 1_000;

    /** The index that Chronicle keeps is not used, and made as small as it can be: 64 entries, one a million records. */
    private static final int INDEX_COUNT = 8;

    private static final int INDEX_SPACING = 1 << 20;
    private static final int LARGEST_RECORD_SHARE = 4;

    private static final int SCRATCH_BYTES = 4 * 1024;
    private static final int LARGEST_KEPT_SCRATCH_BYTES = 1 << 20;

    private final SingleChronicleQueue queue;
    private final ExcerptAppender appender;
    private final int largestRecordBytes;
    private Bytes<Void> scratch = newScratch();
    private int segment;

    /**
     * An appender to this directory, which has a zero-filled table and no segments. Chronicle takes a file lock meanwhile,
     * which a thread that is interrupted does not get: the interrupt is kept for later.
     */
    static ChronicleAppender open(Path directory, int largestRecordBytes) {
        JvmAccess.prepareChronicle(directory);
        boolean interrupted = Thread.interrupted();
        try {
            return new ChronicleAppender(directory, largestRecordBytes);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private ChronicleAppender(Path directory, int largestRecordBytes) {
        this.largestRecordBytes = largestRecordBytes;
        long blockBytes = LARGEST_RECORD_SHARE * ((long) largestRecordBytes + MARGIN_BYTES);
        queue = SingleChronicleQueueBuilder.binary(directory.toFile())
                .rollCycle(RollCycles.FAST_HOURLY)
                .timeProvider(() -> (long) segment * SegmentNames.MILLIS_PER_NUMBER)
                .blockSize(blockBytes)
                .indexCount(INDEX_COUNT)
                .indexSpacing(INDEX_SPACING)
                .timeoutMS(TIMEOUT_MILLIS)
                .build();
        appender = queue.createAppender();
        appender.singleThreadedCheckDisabled(true);
    }

    /** Chronicle cannot append a larger one. */
    int largestRecordBytes() {
        return largestRecordBytes;
    }

    /** What is appended from now on goes to the segment of this number, whose file is there, filled with zeros. */
    void rollTo(int number) {
        segment = number;
    }

    /** Appends a record of a header and a body; the whole of it is put together before Chronicle is called. */
    void append(byte[] header, int headerBytes, byte[] body) {
        Bytes<Void> bytes = scratch;
        bytes.clear();
        bytes.write(header, 0, headerBytes);
        bytes.write(body, 0, body.length);
        appender.writeBytes(bytes);
        if (bytes.realCapacity() > LARGEST_KEPT_SCRATCH_BYTES) {
            bytes.releaseLast();
            scratch = newScratch();
        }
    }

    /** How far the segment is written. */
    long writtenBytes() {
        Wire wire = appender.wire();
        return wire == null ? 0 : wire.bytes().writePosition();
    }

    /** Queues are appended to by many threads, one after another: Chronicle's check for that is off. */
    private static Bytes<Void> newScratch() {
        Bytes<Void> bytes = Bytes.allocateElasticDirect(SCRATCH_BYTES);
        bytes.singleThreadedCheckDisabled(true);
        return bytes;
    }

    @Override
    public void close() {
        try (queue) {
            appender.close();
        } finally {
            scratch.releaseLast();
        }
    }
}
