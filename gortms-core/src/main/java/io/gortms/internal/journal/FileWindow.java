package io.gortms.internal.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a segment's file in memory, read ahead: small at first, larger while reading goes on. Never holds what the
 * appender has not declared complete, so what it holds stays true. For one thread at a time.
 */
final class FileWindow implements AutoCloseable {

    private static final int SMALLEST_BYTES = 4 * 1024;
    static final int LARGEST_BYTES = 64 * 1024;
    private static final int GROWTH = 4;

    private final Segment segment;
    private final @Nullable FileChannel channel;
    private long limit;
    private byte[] array = new byte[0];
    private ByteBuffer buffer = ByteBuffer.wrap(array);
    private long arrayAt;
    private int arrayLength;
    private int fillBytes = SMALLEST_BYTES / GROWTH;

    /** Of a file that is not there, a window on nothing: that is damage like any other. */
    FileWindow(Segment segment, Disk disk) throws IOException {
        this.segment = segment;
        this.channel = open(segment, disk);
        this.limit = channel == null ? 0 : Math.max(segment.writtenBytes(), 0);
        if (channel != null && segment.writtenBytes() < 0) {
            this.limit = channel.size();
        }
    }

    private static @Nullable FileChannel open(Segment segment, Disk disk) throws IOException {
        try {
            return disk.openToRead(segment.file());
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** How far the file may be read now. */
    long limit() {
        if (channel != null) {
            limit = Math.max(limit, segment.writtenBytes());
        }
        return limit;
    }

    /** Where in {@link #array()} this offset stands, with so many bytes behind it; -1 if the file has not so many. */
    int index(long offset, int bytes) throws IOException {
        long index = offset - arrayAt;
        if (index >= 0 && index + bytes <= arrayLength) {
            return (int) index;
        }
        return offset + bytes <= limit || offset + bytes <= limit() ? fill(offset, bytes) : -1;
    }

    /** Valid until the next call of {@link #index}. */
    byte[] array() {
        return array;
    }

    /** The end of what is valid in {@link #array()}. */
    int end() {
        return arrayLength;
    }

    /** Fills the target from there, past what is held; false if the file has not so much. */
    boolean read(long offset, byte[] target) throws IOException {
        return offset + target.length <= limit() && read(offset, ByteBuffer.wrap(target), target.length);
    }

    private int fill(long offset, int bytes) throws IOException {
        boolean ahead = offset >= arrayAt && offset <= arrayAt + arrayLength;
        fillBytes = ahead ? Math.min(fillBytes * GROWTH, LARGEST_BYTES) : SMALLEST_BYTES;
        int length = (int) Math.min(Math.max(fillBytes, bytes), limit - offset);
        if (array.length < length) {
            array = new byte[Math.max(fillBytes, bytes)];
            buffer = ByteBuffer.wrap(array);
        }
        arrayLength = 0;
        buffer.clear();
        if (!read(offset, buffer, length)) {
            return fillUpToNewEnd(offset, bytes);
        }
        arrayAt = offset;
        arrayLength = length;
        return 0;
    }

    /** The end of a file that a dead process left is cut off at the next append, perhaps while the file is being read. */
    private int fillUpToNewEnd(long offset, int bytes) throws IOException {
        FileChannel file = channel;
        long size = file == null ? 0 : file.size();
        if (size >= limit || offset + bytes > size) {
            return -1;
        }
        limit = size;
        return fill(offset, bytes);
    }

    /** In pieces: the JDK keeps a buffer as large as the largest read for each thread. */
    private boolean read(long offset, ByteBuffer target, int bytes) throws IOException {
        FileChannel file = channel;
        if (file == null) {
            return false;
        }
        int done = 0;
        while (done < bytes) {
            target.limit(target.position() + Math.min(bytes - done, LARGEST_BYTES));
            int read = file.read(target, offset + done);
            if (read < 0) {
                return false; // has become shorter than it was
            }
            done += read;
        }
        return true;
    }

    @Override
    public void close() {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                // nothing was written through it: nothing is lost
            }
        }
    }
}
