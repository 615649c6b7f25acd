package io.gortms.internal.group;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A piece of a file at a time. What the disk cannot read is zeros, page by page. Not thread-safe. */
final class LedgerWindow {

    private static final int WINDOW_BYTES = 4 * LedgerFormat.MAX_ENTRY_BYTES;

    private final RandomAccessFile file;
    private final long sizeBytes;
    private final ByteBuffer window;
    private long start;
    private long firstUnreadable = -1;

    LedgerWindow(RandomAccessFile file) throws IOException {
        this.file = file;
        this.sizeBytes = file.length();
        this.window =
                ByteBuffer.allocate((int) Math.min(sizeBytes, WINDOW_BYTES)).order(ByteOrder.LITTLE_ENDIAN);
        fill(0);
    }

    long sizeBytes() {
        return sizeBytes;
    }

    /** Where the disk refused first, or -1. */
    long firstUnreadable() {
        return firstUnreadable;
    }

    /** The eight bytes at this offset, which is in the file. */
    long longAt(long offset) {
        require(offset, Long.BYTES);
        return window.getLong((int) (offset - start));
    }

    /** These bytes, which are in the file and at most one entry long. Valid until the next call. */
    ByteBuffer bytesAt(long offset, int count) {
        require(offset, count);
        return window.slice((int) (offset - start), count).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void require(long offset, int count) {
        if (offset < start || offset + count > start + window.limit()) {
            fill(offset);
        }
    }

    private void fill(long offset) {
        start = offset;
        window.clear().limit((int) Math.min(window.capacity(), sizeBytes - offset));
        while (window.hasRemaining()) {
            long at = start + window.position();
            try {
                file.seek(at);
                int count = file.read(window.array(), window.position(), window.remaining());
                window.position(window.position() + Math.max(0, count));
                zeros(count < 0 ? window.remaining() : 0);
            } catch (IOException e) {
                if (firstUnreadable < 0) {
                    firstUnreadable = at;
                }
                zeros((int) Math.min(window.remaining(), LedgerFormat.PAGE_BYTES - at % LedgerFormat.PAGE_BYTES));
            }
        }
        window.position(0);
    }

    private void zeros(int count) {
        window.put(new byte[count]);
    }
}
