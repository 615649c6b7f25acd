package io.gortms.internal.group;

import io.gortms.StorageException;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Slots in a small mapped file, which is made when the first worker comes and grows by pages. Little-endian:
 *
 * <pre>
 * page   0  magic "GORTMSHN"     8  version (4)   12  zero (4)
 *       16  255 slots            0  group (4)      4  zero (4)     8  position + 1, or 0
 * </pre>
 *
 * <p>At open each position that a slot holds counts as delivered once more in the ledger; only then the pages become zeros,
 * as they do at close: a page without its magic number is free. The file stays, so that its room is there when the disk is
 * full. If the process dies between counting and clearing it is counted twice, never lost. If the machine dies it may be lost.
 */
public final class MappedInHand implements InHand {

    private static final Logger LOG = LoggerFactory.getLogger(MappedInHand.class);
    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long MAGIC = 0x4E48534D54524F47L;
    private static final int VERSION = 1;
    private static final int PAGE_BYTES = 4096;
    private static final int HEAD_BYTES = 16;
    private static final int SLOT_BYTES = 16;
    private static final int SLOTS = (PAGE_BYTES - HEAD_BYTES) / SLOT_BYTES;

    private final Path path;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile ByteBuffer[] pages = {};
    private boolean[] taken = {};
    private boolean closed;

    private MappedInHand(Path path) {
        this.path = path;
    }

    /**
     * Opens the file, which need not exist, and counts in the ledger what was in a handler when the process died.
     *
     * @param ledger the queue's, none of whose groups is attached yet
     * @throws StorageException if the file is there and cannot be read or cleared
     */
    public static MappedInHand open(Path path, MappedLedger ledger) {
        try {
            if (Files.exists(path) && count(path, ledger)) {
                clear(path);
            }
        } catch (IOException e) {
            throw new StorageException(path + " cannot be read and cleared; make it writable for this process", e);
        }
        return new MappedInHand(path);
    }

    /** Whether there is a page that is not free. */
    private static boolean count(Path path, MappedLedger ledger) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
        boolean found = false;
        for (int page = 0; page + PAGE_BYTES <= bytes.capacity(); page += PAGE_BYTES) {
            if (bytes.getLong(page) == MAGIC && bytes.getInt(page + Long.BYTES) == VERSION) {
                found = true;
                for (int slot = page + HEAD_BYTES; slot < page + PAGE_BYTES; slot += SLOT_BYTES) {
                    long position = bytes.getLong(slot + Long.BYTES) - 1;
                    if (position >= 0) {
                        ledger.countInHand(bytes.getInt(slot), position);
                    }
                }
            }
        }
        return found;
    }

    private static void clear(Path path) throws IOException {
        FileWork.run(
                path,
                channel -> {
                    long size = channel.size();
                    for (long start = 0; start < size; start += PAGE_BYTES) {
                        write(channel, ByteBuffer.allocate((int) Math.min(PAGE_BYTES, size - start)), start);
                    }
                    return path;
                },
                StandardOpenOption.WRITE);
    }

    private static void write(FileChannel channel, ByteBuffer bytes, long start) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes, start + bytes.position());
        }
    }

    @Override
    public int acquire(int group) {
        lock.lock();
        try {
            int slot = 0;
            while (slot < taken.length && taken[slot]) {
                slot++;
            }
            if (closed || (slot == taken.length && !addPage())) {
                return -1;
            }
            taken[slot] = true;
            pages[slot / SLOTS].putInt(offset(slot), group);
            return slot;
        } finally {
            lock.unlock();
        }
    }

    private boolean addPage() {
        long start = (long) pages.length * PAGE_BYTES;
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            MappedByteBuffer page = FileWork.run(
                    path,
                    channel -> newPage(channel, start),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            ByteBuffer[] more = Arrays.copyOf(pages, pages.length + 1);
            more[pages.length] = page;
            pages = more;
            taken = Arrays.copyOf(taken, taken.length + SLOTS);
            return true;
        } catch (IOException e) {
            LOG.warn("{} cannot be made longer: if the process dies, some deliveries are not counted", path, e);
            return false;
        }
    }

    private static MappedByteBuffer newPage(FileChannel channel, long start) throws IOException {
        ByteBuffer empty = ByteBuffer.allocate(PAGE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        empty.putLong(0, MAGIC).putInt(Long.BYTES, VERSION);
        write(channel, empty, start);
        MappedByteBuffer page = channel.map(FileChannel.MapMode.READ_WRITE, start, PAGE_BYTES);
        page.order(ByteOrder.LITTLE_ENDIAN);
        return page;
    }

    @Override
    public void set(int slot, long position) {
        store(slot, position + 1);
    }

    @Override
    public void clear(int slot) {
        store(slot, 0);
    }

    private void store(int slot, long value) {
        if (slot >= 0) {
            LONG.setRelease(pages[slot / SLOTS], offset(slot) + Long.BYTES, value);
        }
    }

    @Override
    public void release(int slot) {
        if (slot >= 0) {
            clear(slot);
            lock.lock();
            try {
                taken[slot] = false;
            } finally {
                lock.unlock();
            }
        }
    }

    /**
     * What workers that are late store goes to nobody: the file may belong to the next opening already. Without such workers
     * the mappings end here; otherwise the garbage collector ends them.
     */
    @Override
    public void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            ByteBuffer[] mapped = pages;
            pages = IntStream.range(0, mapped.length)
                    .mapToObj(page -> ByteBuffer.allocateDirect(PAGE_BYTES))
                    .toArray(ByteBuffer[]::new);
            if (nothingTaken()) {
                for (ByteBuffer page : mapped) {
                    Mappings.unmap((MappedByteBuffer) page);
                }
            }
            if (Files.exists(path)) {
                clear(path);
            }
        } catch (IOException e) {
            LOG.warn("{} cannot be cleared: what it holds counts as delivered once more", path, e);
        } finally {
            lock.unlock();
        }
    }

    private boolean nothingTaken() {
        for (boolean one : taken) {
            if (one) {
                return false;
            }
        }
        return true;
    }

    private static int offset(int slot) {
        return HEAD_BYTES + slot % SLOTS * SLOT_BYTES;
    }
}
