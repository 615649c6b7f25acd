package io.gortms.internal.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of a segment while it is appended to: made and filled with zeros before Chronicle maps it. Used under the append
 * lock.
 */
final class OpenSegment {

    private static final Logger LOG = LoggerFactory.getLogger(OpenSegment.class);
    private static final int END_MARK_BYTES = 16;

    private final Path file;
    private final int number;
    private final FileChannel channel;
    private final Disk disk;
    private final DiskReserve reserve;
    private @Nullable Segment segment;
    private long startTimestampMicros;
    private long writtenBytes;

    private OpenSegment(Path file, int number, FileChannel channel, Disk disk, DiskReserve reserve) {
        this.file = file;
        this.number = number;
        this.channel = channel;
        this.disk = disk;
        this.reserve = reserve;
    }

    /** Makes the file, with room for records of this size in all; or nothing, if there is none. */
    static OpenSegment create(JournalConfig config, Generation generation, int number, long bytes) {
        Path file = generation.segment(number);
        FileChannel channel;
        try {
            channel = config.disk().create(file);
        } catch (IOException e) {
            throw DiskReserve.failure(config, generation.directory(), bytes, e);
        }
        OpenSegment created = new OpenSegment(
                file, number, channel, config.disk(), new DiskReserve(config, generation.directory(), channel));
        try {
            created.ensureRoom(bytes + ChronicleAppender.PREAMBLE_BYTES);
        } catch (RuntimeException e) {
            created.discard();
            throw e;
        }
        return created;
    }

    /** The length of a file that is written so far: behind the records stands the mark of a segment's end. */
    static long fileBytes(long writtenBytes) {
        return writtenBytes + END_MARK_BYTES;
    }

    int number() {
        return number;
    }

    FileChannel channel() {
        return channel;
    }

    long writtenBytes() {
        return writtenBytes;
    }

    long startTimestampMicros() {
        return startTimestampMicros;
    }

    void ensureRoom(long bytes) {
        long preamble = writtenBytes == 0 ? ChronicleAppender.PREAMBLE_BYTES : 0;
        reserve.ensure(writtenBytes + preamble + bytes + ChronicleAppender.MARGIN_BYTES);
    }

    /** From now on it is a segment that can be read. */
    Segment start(Generation generation, long position, long timestampMicros) {
        startTimestampMicros = timestampMicros;
        Segment started = Segment.open(generation, number, new Segment.Start(position, timestampMicros));
        segment = started;
        return started;
    }

    void written(long bytes) {
        writtenBytes = bytes;
        if (segment != null) {
            segment.written(bytes);
        }
    }

    /**
     * Cuts off what was allocated and not needed, or not {@linkplain #written completed}, once Chronicle has let go of the file;
     * false if that cannot be.
     */
    boolean close() {
        try (channel) {
            disk.truncate(channel, fileBytes(writtenBytes));
            return true;
        } catch (IOException e) {
            LOG.warn("{} keeps room that it does not need", file, e);
            return false;
        }
    }

    /** Of no use after all. */
    void discard() {
        try {
            channel.close();
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // a file of zeros is in nobody's way
        }
    }
}
