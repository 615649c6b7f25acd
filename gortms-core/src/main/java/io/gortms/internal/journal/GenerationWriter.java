package io.gortms.internal.journal;

import io.gortms.StorageFullException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Appends records to the segments of one generation; used under the append lock. */
final class GenerationWriter {

    private static final Logger LOG = LoggerFactory.getLogger(GenerationWriter.class);

    private static final byte[] NO_BODY = {};
    private static final int FIRST_SEGMENT = 1;

    private final JournalConfig config;
    private final Generation generation;
    private final Segments segments;
    private final Barrier barrier;
    private final ChronicleAppender appender;
    private final RecordCodec codec = new RecordCodec();
    private final byte[] header = new byte[RecordCodec.HEADER_BYTES];

    private @Nullable OpenSegment current;
    private @Nullable OpenSegment prepared;
    private long roomBytes;
    private long keepUntilMicros = Long.MIN_VALUE;

    private GenerationWriter(
            JournalConfig config,
            Generation generation,
            Segments segments,
            Barrier barrier,
            ChronicleAppender appender) {
        this.config = config;
        this.generation = generation;
        this.segments = segments;
        this.barrier = barrier;
        this.appender = appender;
    }

    /** Makes the directory of a new generation, or nothing if there is no room for it. */
    static GenerationWriter create(
            JournalConfig config, Generation generation, int largestRecordBytes, Segments segments, Barrier barrier) {
        Path directory = generation.directory();
        try {
            checkRoom(config, existingParent(directory), ChronicleAppender.TABLE_BYTES);
            Files.createDirectories(directory);
            try (FileChannel table = config.disk().create(directory.resolve(ChronicleAppender.TABLE))) {
                config.disk().allocate(table, 0, ChronicleAppender.TABLE_BYTES);
            }
            if (config.survivesPowerLoss()) {
                generation.forceNames(config.disk());
            }
            ChronicleAppender appender = ChronicleAppender.open(directory, largestRecordBytes);
            return new GenerationWriter(config, generation, segments, barrier, appender);
        } catch (IOException e) {
            discard(directory);
            throw DiskReserve.failure(config, existingParent(directory), ChronicleAppender.TABLE_BYTES, e);
        } catch (Throwable e) {
            discard(directory);
            throw e;
        }
    }

    Generation generation() {
        return generation;
    }

    int largestRecordBytes() {
        return appender.largestRecordBytes();
    }

    /** What is left of the room that was asked for last. */
    long roomBytes() {
        return roomBytes;
    }

    /** Makes sure that records of this size in all can be appended, in a new segment if need be. */
    void ensureRoom(long bytes) {
        roomBytes = bytes;
        OpenSegment next = prepared;
        if (next != null) {
            next.ensureRoom(bytes);
            return;
        }
        OpenSegment segment = current;
        if (segment != null && segment.writtenBytes() + bytes <= config.segmentBytes()) {
            segment.ensureRoom(bytes);
        } else {
            prepareNext(bytes);
        }
    }

    /** Appends records, and makes them known to readers of the segment when all are complete; they are in one segment. */
    void append(List<RecordDraft> drafts, long firstPosition, long timestampMicros) {
        OpenSegment segment = segmentFor(firstPosition, timestampMicros);
        long position = firstPosition;
        for (int i = 0; i < drafts.size(); i++) { // without an iterator: mostly there is one
            RecordDraft draft = drafts.get(i);
            codec.encodeHeader(header, draft, position, timestampMicros, generation.origin());
            appender.append(header, RecordCodec.HEADER_BYTES, draft.body);
            roomBytes -= draft.encodedSize() + ChronicleAppender.EXCERPT_BYTES;
            position++;
        }
        segment.written(appender.writtenBytes());
    }

    private OpenSegment segmentFor(long position, long timestampMicros) {
        OpenSegment segment = current;
        if (prepared == null && segment != null && isTooOld(segment, timestampMicros)) {
            prepareYounger(timestampMicros);
        }
        OpenSegment next = prepared;
        if (next == null && segment != null) {
            return segment;
        }
        if (next == null) {
            throw new IllegalStateException("checkRoom comes before append");
        }
        return start(next, position, timestampMicros);
    }

    private boolean isTooOld(OpenSegment segment, long timestampMicros) {
        return timestampMicros >= keepUntilMicros
                && timestampMicros - segment.startTimestampMicros() >= config.segmentAgeMicros();
    }

    /** Age alone is no reason to refuse a record: the room that was found for it is in the old segment. */
    private void prepareYounger(long timestampMicros) {
        try {
            prepareNext(roomBytes);
        } catch (StorageFullException e) {
            keepUntilMicros = timestampMicros + config.segmentAgeMicros() / 8;
        }
    }

    /** Everything that can go wrong with a new segment goes wrong here, while the old one can still be appended to. */
    private void prepareNext(long bytes) {
        OpenSegment segment = current;
        int number = segment == null ? FIRST_SEGMENT : segment.number() + 1;
        OpenSegment next = OpenSegment.create(config, generation, number, bytes);
        try {
            if (config.survivesPowerLoss()) {
                config.disk().forceDirectory(generation.directory());
            }
            barrier.rollTo(next.channel());
        } catch (IOException e) {
            next.discard();
            throw DiskReserve.failure(config, generation.directory(), 0, e);
        } catch (RuntimeException e) {
            next.discard();
            throw e;
        }
        prepared = next;
    }

    private OpenSegment start(OpenSegment next, long position, long timestampMicros) {
        appender.rollTo(next.number());
        codec.encodeStart(header, position, timestampMicros, generation.origin());
        appender.append(header, RecordCodec.HEADER_BYTES, NO_BODY);
        OpenSegment previous = current;
        current = next;
        prepared = null;
        segments.add(next.start(generation, position, timestampMicros));
        if (previous != null) {
            previous.close();
        }
        return next;
    }

    /**
     * Ends the generation and notes its end, if that is known; of a generation of nothing nothing is left.
     *
     * @return whether the next opening finds that end, even if an append has failed on its way
     */
    boolean close(@Nullable Seal seal) {
        boolean cut = false;
        try {
            appender.close();
        } finally {
            cut = closeSegments();
        }
        if (current == null) {
            discard(generation.directory());
            return true;
        }
        try {
            Files.deleteIfExists(generation.directory().resolve(ChronicleAppender.TABLE));
            if (seal != null) {
                seal.write(generation, config.disk(), config.survivesPowerLoss());
                return true;
            }
        } catch (IOException e) {
            LOG.warn("the end of {} could not be noted; the next opening will look for it", generation.directory(), e);
        }
        return cut;
    }

    /** The number of the last segment that was appended to, or 0. */
    int lastSegment() {
        OpenSegment segment = current;
        return segment == null ? 0 : segment.number();
    }

    private boolean closeSegments() {
        boolean cut = current == null || current.close();
        if (prepared != null) {
            prepared.discard();
        }
        return cut;
    }

    private static void checkRoom(JournalConfig config, Path directory, long bytes) {
        long usable = config.disk().usableBytes(directory);
        if (usable < config.minimumFreeBytes() + bytes) {
            throw new StorageFullException(config.resource(), usable, config.minimumFreeBytes(), null);
        }
    }

    private static Path existingParent(Path directory) {
        Path existing = directory.toAbsolutePath();
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        return existing;
    }

    /** What an attempt has left: a table and an empty directory. */
    private static void discard(Path directory) {
        try {
            Files.deleteIfExists(directory.resolve(ChronicleAppender.TABLE));
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            // an empty generation is in nobody's way
        }
    }
}
