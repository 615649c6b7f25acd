package io.gortms.internal.group;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * One file of a ledger while it is written: mapped, its blocks allocated. Guarded by the ledger's lock, but for {@link
 * #force} and {@link #hasFailed}, which any thread may call. The bytes are drawn in {@link LedgerFormat}.
 */
final class LedgerFile {

    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int CAPACITY_OFFSET = 40;
    private static final int END_OFFSET = 48;

    private final Path path;
    private final long number;
    private final int tag;
    private final long key;
    private final CRC32C crc = new CRC32C();
    private MappedByteBuffer map;
    private int capacityBytes;
    private int usedBytes = LedgerFormat.HEADER_BYTES;
    private boolean dirty = true;
    private volatile boolean failed;

    /** The file has its header and is this long. */
    LedgerFile(Path path, long uid, long number, int tag, int capacityBytes) throws IOException {
        this.path = path;
        this.number = number;
        this.tag = tag;
        this.key = LedgerFormat.key(uid, number, tag);
        this.capacityBytes = capacityBytes;
        this.map = map(path, capacityBytes);
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

    private static long capacityWord(int capacityBytes) {
        return checkedWord(capacityBytes / LedgerFormat.PAGE_BYTES);
    }

    /** A word that tells when it is damaged. */
    private static long checkedWord(int value) {
        return (value & 0xFFFF_FFFFL) | (long) ~value << 32;
    }

    private static boolean isCheckedWord(long word) {
        return (int) word == ~(int) (word >>> 32);
    }

    /** How long the file says it is, or -1 if that cannot be read. */
    static long statedCapacityBytes(ByteBuffer header) {
        long word = header.getLong(CAPACITY_OFFSET);
        return isCheckedWord(word) ? (word & 0xFFFF_FFFFL) * LedgerFormat.PAGE_BYTES : -1;
    }

    /** Where the entries end if the file was closed; 0 if it was not; -1 if that cannot be read. */
    static long statedEndBytes(ByteBuffer header) {
        long word = header.getLong(END_OFFSET);
        return word == 0 ? 0 : isCheckedWord(word) ? word & 0xFFFF_FFFFL : -1;
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
        dirty = true;
        to.putLong(offset + length, 0);
        to.put(offset + LedgerFormat.ENTRY_HEADER_BYTES, body, 0, bodyBytes);
        to.putLong(offset + Long.BYTES, LedgerFormat.secondWord(tag, check));
        LONG.setRelease(to, offset, firstWord);
        usedBytes = offset + length;
    }

    /** Notes that these were the last entries. */
    void markEnd() {
        dirty = true;
        LONG.setRelease(map, END_OFFSET, checkedWord(usedBytes));
    }

    /** The file has been made this long, its blocks allocated. */
    void extended(int newCapacityBytes) throws IOException {
        MappedByteBuffer before = map;
        map = map(path, newCapacityBytes);
        capacityBytes = newCapacityBytes;
        Mappings.unmap(before);
        LONG.setRelease(map, CAPACITY_OFFSET, capacityWord(newCapacityBytes));
    }

    private static MappedByteBuffer map(Path path, int bytes) throws IOException {
        MappedByteBuffer mapped = FileWork.run(
                path,
                channel -> channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes),
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        mapped.order(ByteOrder.LITTLE_ENDIAN);
        return mapped;
    }

    boolean isDirty() {
        return dirty;
    }

    /** What is written from now on makes it dirty again; for whoever calls {@link #force} next. */
    void clearDirty() {
        dirty = false;
    }

    /** The disk has refused to take it. */
    void markFailed() {
        failed = true;
    }

    /** Whether the disk has ever refused to take it. */
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
        try {
            FileWork.run(
                    path,
                    channel -> {
                        channel.force(false);
                        return path;
                    },
                    StandardOpenOption.WRITE);
        } catch (IOException e) {
            markFailed();
            throw e;
        }
    }

    void close() {
        Mappings.unmap(map);
    }
}
