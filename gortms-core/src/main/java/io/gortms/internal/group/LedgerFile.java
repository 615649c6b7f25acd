package io.gortms.internal.group;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * One file of a ledger while it is written: mapped, its blocks allocated. Not thread-safe but for {@link #force} and {@link
 * #isDirty}. The bytes are drawn in {@link LedgerFormat}.
 */
final class LedgerFile {

    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int CAPACITY_OFFSET = 40;

    private final Path path;
    private final long number;
    private final int tag;
    private final long key;
    private final FileChannel channel;
    private final CRC32C crc = new CRC32C();
    private MappedByteBuffer map;
    private int capacityBytes;
    private int usedBytes = LedgerFormat.HEADER_BYTES;
    private volatile boolean dirty = true;
    private volatile boolean failed;

    /** The file has its header and is this long. */
    LedgerFile(Path path, long uid, long number, int tag, FileChannel channel, int capacityBytes) throws IOException {
        this.path = path;
        this.number = number;
        this.tag = tag;
        this.key = LedgerFormat.key(uid, number, tag);
        this.channel = channel;
        this.capacityBytes = capacityBytes;
        this.map = map();
    }

    /** The bytes at the start of a file that nothing was written to. */
    static ByteBuffer header(long uid, long number, int tag, int capacityBytes) {
        ByteBuffer header =
                ByteBuffer.allocate(LedgerFormat.HEADER_BYTES + Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        header.putLong(0, LedgerFormat.FILE_MAGIC);
        header.putInt(8, LedgerFormat.VERSION);
        header.putLong(16, uid);
        header.putLong(24, number);
        header.putInt(32, tag);
        header.putInt(12, headerCrc(header));
        header.putLong(CAPACITY_OFFSET, capacityWord(capacityBytes));
        return header;
    }

    static int headerCrc(ByteBuffer header) {
        CRC32C crc = new CRC32C();
        crc.update(header.duplicate().position(0).limit(12));
        crc.update(header.duplicate().position(16).limit(LedgerFormat.HEADER_CHECKED_BYTES));
        return (int) crc.getValue();
    }

    /** How long the file says it is, or 0 if that cannot be read. */
    static long statedCapacityBytes(ByteBuffer header) {
        int pages = header.getInt(CAPACITY_OFFSET);
        return pages == ~header.getInt(CAPACITY_OFFSET + 4) ? (long) pages * LedgerFormat.PAGE_BYTES : 0;
    }

    private static long capacityWord(int capacityBytes) {
        int pages = capacityBytes / LedgerFormat.PAGE_BYTES;
        return (pages & 0xFFFF_FFFFL) | (long) ~pages << 32;
    }

    Path path() {
        return path;
    }

    long number() {
        return number;
    }

    int capacityBytes() {
        return capacityBytes;
    }

    int usedBytes() {
        return usedBytes;
    }

    /** Whether an entry with this body can be written, and this much more. */
    boolean hasRoom(int bodyBytes, long moreBytes) {
        return capacityBytes - usedBytes - moreBytes >= LedgerFormat.ENTRY_HEADER_BYTES + bodyBytes + Long.BYTES;
    }

    /** Writes an entry that there is room for. It has survived the death of the process when this returns. */
    void append(int type, byte[] body, int bodyBytes) {
        MappedByteBuffer to = map;
        int offset = usedBytes;
        int length = LedgerFormat.ENTRY_HEADER_BYTES + bodyBytes;
        long firstWord = LedgerFormat.firstWord(type, length);
        crc.reset();
        crc.update(body, 0, bodyBytes);
        int check = LedgerFormat.check(key, offset, firstWord, (int) crc.getValue());
        if (!dirty) {
            dirty = true;
        }
        to.putLong(offset + length, 0);
        to.put(offset + LedgerFormat.ENTRY_HEADER_BYTES, body, 0, bodyBytes);
        to.putLong(offset + Long.BYTES, LedgerFormat.secondWord(tag, check));
        LONG.setRelease(to, offset, firstWord);
        usedBytes = offset + length;
    }

    /** The file has been made this long, its blocks allocated. */
    void extended(int newCapacityBytes) throws IOException {
        MappedByteBuffer before = map;
        int capacityBefore = capacityBytes;
        capacityBytes = newCapacityBytes;
        try {
            map = map();
        } catch (IOException e) {
            capacityBytes = capacityBefore;
            throw e;
        }
        Mappings.unmap(before);
        LONG.setRelease(map, CAPACITY_OFFSET, capacityWord(newCapacityBytes));
    }

    private MappedByteBuffer map() throws IOException {
        MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, capacityBytes);
        mapped.order(ByteOrder.LITTLE_ENDIAN);
        return mapped;
    }

    FileChannel channel() {
        return channel;
    }

    boolean isDirty() {
        return dirty;
    }

    /** Whether {@link #force} has ever failed. */
    boolean hasFailed() {
        return failed;
    }

    /**
     * Everything written before is on the disk when this returns.
     *
     * @throws IOException if that failed, now or ever before: what is on the disk is not known then
     */
    void force() throws IOException {
        if (failed) {
            throw new IOException("writing " + path + " to the disk has failed before");
        }
        if (!dirty) {
            return;
        }
        dirty = false;
        try {
            channel.force(false);
        } catch (IOException e) {
            failed = true;
            throw e;
        }
    }

    void close() throws IOException {
        Mappings.unmap(map);
        channel.close();
    }
}
