package io.gortms.internal.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds where a journal ends. A generation that was closed in order says so itself; of any other the last segment is read
 * from its beginning to its end, and its last sound record is the last of the journal. For one thread at a time.
 */
final class Recovery {

    /** Where a journal ends; the timestamp is {@link Long#MIN_VALUE} if there has never been a record. */
    record End(long position, long timestampMicros) {

        static final End EMPTY = new End(0, Long.MIN_VALUE);
    }

    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
    private static final int COPY_BYTES = 64 * 1024;

    private final Disk disk;
    private final DamageLog damage;
    private final List<Generation> generations;
    private final Segments segments;

    /** The segment that was read to its end, and where that is. */
    private @Nullable Segment tail;

    private long tailBytes;

    Recovery(Disk disk, DamageLog damage, List<Generation> generations, Segments segments) {
        this.disk = disk;
        this.damage = damage;
        this.generations = generations;
        this.segments = segments;
    }

    /** The end of the newest generation that has one. */
    End findEnd() throws IOException {
        for (int i = generations.size() - 1; i >= 0; i--) {
            Generation generation = generations.get(i);
            Seal seal = Seal.read(generation);
            if (seal != null) {
                return new End(seal.endPosition(), seal.lastTimestampMicros());
            }
            Path sealFile = Seal.file(generation);
            if (Files.exists(sealFile)) {
                damage.unusable(sealFile, "the seal is damaged; the end was found by reading the last segment");
            }
            End end = findEnd(generation);
            if (end != null) {
                return end;
            }
        }
        return End.EMPTY;
    }

    private @Nullable End findEnd(Generation generation) throws IOException {
        List<Segment> all = segments.list();
        for (int i = all.size() - 1; i >= 0; i--) {
            Segment segment = all.get(i);
            if (segment.generation().number() == generation.number() && !segment.isDropped()) {
                End end = readToEnd(segment);
                if (end != null) {
                    return end;
                }
            }
        }
        return null;
    }

    private @Nullable End readToEnd(Segment segment) throws IOException {
        Segment.Start start = segment.start(disk);
        if (!start.isKnown()) {
            return null;
        }
        End end = skipToEnd(segment, start);
        return end == null ? readToEnd(segment, start) : end;
    }

    /**
     * From header to header, as nearly all of those who died left nothing damaged: null if one is missing on the way, or the body of
     * the last record is not sound. Damage in other bodies is found, and reported, by whoever reads them.
     */
    private @Nullable End skipToEnd(Segment segment, Segment.Start start) throws IOException {
        try (SegmentReader reader = new SegmentReader(segment, disk)) {
            long position = start.position();
            long lastOffset = reader.offset();
            for (long before = lastOffset; reader.skip(position); before = reader.offset()) {
                lastOffset = before;
                position++;
            }
            if (position == start.position() || reader.search(position, Long.MAX_VALUE) != null) {
                return null;
            }
            reader.moveTo(lastOffset);
            StoredRecord last = reader.next(position - 1);
            if (last == null) {
                return null;
            }
            tail = segment;
            tailBytes = reader.offset();
            return new End(position, last.timestampMicros());
        }
    }

    private End readToEnd(Segment segment, Segment.Start start) throws IOException {
        long position = start.position();
        long timestampMicros = start.timestampMicros();
        try (SegmentReader reader = new SegmentReader(segment, disk)) {
            while (true) {
                StoredRecord found = reader.next(position);
                if (found == null) {
                    found = reader.search(position, Long.MAX_VALUE);
                    if (found == null) {
                        tail = segment;
                        tailBytes = reader.offset();
                        return new End(position, timestampMicros);
                    }
                    damage.lost(segment.file(), position, found.position());
                }
                position = found.position() + 1;
                timestampMicros = found.timestampMicros();
            }
        }
    }

    /**
     * Makes durable what was found and may never have been behind a barrier: it is about to be seen. The bytes are written
     * again, as after a barrier that failed another one alone would succeed without writing anything.
     */
    void forceTail() throws IOException {
        Segment segment = tail;
        if (segment == null) {
            return;
        }
        try (FileChannel file = disk.openToWrite(segment.file())) {
            ByteBuffer buffer = ByteBuffer.allocate(COPY_BYTES);
            for (long at = 0; at < tailBytes; at += COPY_BYTES) {
                buffer.clear().limit((int) Math.min(COPY_BYTES, tailBytes - at));
                while (buffer.hasRemaining() && file.read(buffer, at + buffer.position()) >= 0) {
                    // until the buffer is full or the file ends
                }
                buffer.flip();
                while (buffer.hasRemaining()) {
                    file.write(buffer, at + buffer.position());
                }
            }
            disk.force(file);
        }
        disk.forceDirectory(segment.generation().directory());
        segment.generation().forceNames(disk);
    }

    /** Clears away what a process that died has left: room ahead of the end, Chronicle's table, a generation of nothing. */
    void tidy() {
        try {
            Segment segment = tail;
            if (segment != null) {
                try (FileChannel file = disk.openToWrite(segment.file())) {
                    file.truncate(OpenSegment.fileBytes(tailBytes));
                }
            }
            if (!generations.isEmpty()) {
                tidy(generations.get(generations.size() - 1));
            }
        } catch (IOException e) {
            LOG.debug("could not clear away what an earlier process has left", e);
        }
    }

    private void tidy(Generation newest) throws IOException {
        boolean empty = segments.list().stream()
                .noneMatch(segment -> segment.generation().number() == newest.number());
        if (empty && !Files.exists(Seal.file(newest))) {
            Retention.deleteAll(newest.directory());
        } else {
            Files.deleteIfExists(newest.directory().resolve(ChronicleAppender.TABLE));
        }
    }
}
