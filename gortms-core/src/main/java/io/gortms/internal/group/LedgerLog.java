package io.gortms.internal.group;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The growing end of a ledger: the file that entries go to, and the older ones that are needed until a checkpoint in it is
 * complete. Nothing is created before the first entry; that begins a file, with the state that was read at open.
 *
 * <p>Entries are refused when the file is full and cannot be made longer. The last of its room is kept: for the rest of a
 * checkpoint that is being written, and behind that for what must not be lost.
 *
 * <p>What says so is called with {@link #lock}; the rest by one thread at a time, without it.
 */
final class LedgerLog {

    /** A piece of the checkpoint that the first file begins with. */
    static final class Chunk {
        private final int type;
        private final byte[] body;

        Chunk(int type, byte[] body) {
            this.type = type;
            this.body = body;
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(LedgerLog.class);
    private static final int KEPT_BYTES = 4096;
    private static final int SLACK_BYTES = 8192;
    private static final long RETRY_NANOS = 100_000_000L;

    private final LedgerDirectory directory;
    private final long journalEnd;

    /** The ledger's lock: guards all below. Taken inside a group's lock; inside it only the lock of the spare file. */
    private final ReentrantLock lock = new ReentrantLock();

    private final LedgerSizing sizing = new LedgerSizing();
    private final EntryEncoder encoder = new EntryEncoder();
    private final List<Path> older = new ArrayList<>();
    private final List<LedgerFile> olderOpen = new ArrayList<>();
    private List<Chunk> first;
    private @Nullable LedgerFile current;
    private long lastNumber;
    private boolean complete;
    private boolean closed;
    private long checkpointBytes;
    private int dueAtBytes;
    private long checkpointLeftBytes;
    private long unwritten;
    private long unwrittenAtBegin;
    private long retryAtNanos = System.nanoTime();
    private volatile boolean due;

    /**
     * The end of a ledger that was read and not written yet.
     *
     * @param journalEnd where the state was cut
     * @param first the state, for the first file
     */
    LedgerLog(LedgerDirectory directory, LedgerRecovery recovered, long journalEnd, List<Chunk> first) {
        this.directory = directory;
        this.journalEnd = journalEnd;
        this.first = first;
        this.lastNumber = recovered.lastNumber();
        this.older.addAll(recovered.files());
    }

    void lock() {
        lock.lock();
    }

    void unlock() {
        lock.unlock();
    }

    /** Whether anything waits for a checkpoint. */
    boolean isDue() {
        return due;
    }

    /** Makes what is appended next; with the lock. */
    EntryEncoder encoder() {
        return encoder;
    }

    /** Writes what the encoder holds; false if there is no room. With the lock. */
    boolean append(int type) {
        return append(type, encoder.body(), encoder.bodyBytes(), KEPT_BYTES + checkpointLeftBytes);
    }

    /** Writes what the encoder holds, twice, into room that is kept for it; false if that is used up. With the lock. */
    boolean appendTwice(int type) {
        boolean written = append(type, encoder.body(), encoder.bodyBytes(), 0);
        if (written) {
            append(type, encoder.body(), encoder.bodyBytes(), 0);
        }
        return written;
    }

    private boolean append(int type, byte[] body, int bodyBytes, long keepBytes) {
        if (closed || (current == null && !startUnlessFailing())) {
            return refuse();
        }
        LedgerFile file = current;
        if (file == null || (!file.hasRoom(bodyBytes, keepBytes) && !grow(file, bodyBytes + keepBytes))) {
            return refuse();
        }
        try {
            file.append(type, body, bodyBytes);
        } catch (InternalError e) {
            LOG.warn("{} cannot be written", file.path(), e);
            return refuse();
        }
        if (file.usedBytes() >= dueAtBytes) {
            due = true;
        }
        return true;
    }

    private boolean refuse() {
        if (unwritten++ == 0 && !closed) {
            LOG.warn("{}: the disk is full; settlements are in memory only until there is room", directory.path());
        }
        due = true;
        return false;
    }

    /** Makes the file longer, unless that has failed a moment ago. */
    private boolean grow(LedgerFile file, long bytes) {
        long nowNanos = System.nanoTime();
        if (nowNanos - retryAtNanos < 0) {
            return false;
        }
        long atLeast = file.usedBytes() + bytes + LedgerDirectory.STEP_BYTES;
        int longer = LedgerSizing.roundUp(Math.max(atLeast, file.capacityBytes() * 3L / 2));
        try {
            // the spare file first: a state that fills this one must fit into that one when the disk is full
            if (longer >= atLeast && (!older.isEmpty() || directory.ensureSpareUnlessBusy(longer))) {
                directory.extend(file, longer);
                return true;
            }
        } catch (IOException e) {
            LOG.debug("{} cannot be made longer", file.path(), e);
        }
        retryAtNanos = nowNanos + RETRY_NANOS;
        return false;
    }

    /** Begins the first file, unless that is done or has failed a moment ago; false if there is none. */
    private boolean startUnlessFailing() {
        if (System.nanoTime() - retryAtNanos < 0) {
            return false;
        }
        if (start()) {
            return true;
        }
        retryAtNanos = System.nanoTime() + RETRY_NANOS;
        return false;
    }

    /** Begins the first file, with the state that was read at open, unless that is done; false if that cannot be. */
    boolean start() {
        lock.lock();
        try {
            return current != null || startWith(first);
        } catch (IOException e) {
            LOG.warn("{}: no file can be begun", directory.path(), e);
            return false;
        } finally {
            lock.unlock();
        }
    }

    private boolean startWith(List<Chunk> chunks) throws IOException {
        long bytes = 0;
        for (Chunk chunk : chunks) {
            bytes += LedgerFormat.ENTRY_HEADER_BYTES + chunk.body.length;
        }
        if (!prepareSpare(bytes)) {
            return false;
        }
        LedgerFile file = directory.begin(++lastNumber);
        begin(file, bytes, journalEnd);
        for (Chunk chunk : chunks) {
            appendChunk(chunk.type, chunk.body, chunk.body.length);
        }
        complete(file, bytes, journalEnd);
        due = !older.isEmpty() || !prepareSpare(bytes);
        return true;
    }

    /** Sees to it that the spare file can take a checkpoint of this size, and more if there is room. */
    boolean prepareSpare(long bytes) {
        long least = LedgerFormat.HEADER_BYTES + bytes + bytes / 8 + KEPT_BYTES + SLACK_BYTES;
        return directory.ensureSpare(sizing.fileBytes(bytes))
                || (least <= LedgerDirectory.MAX_FILE_BYTES && directory.ensureSpare(LedgerSizing.roundUp(least)));
    }

    /** Entries go to this file from now on, which begins with a checkpoint of about this size; with the lock. */
    private void begin(LedgerFile file, long bytes, long cutAt) {
        LedgerFile before = current;
        if (before != null) {
            older.add(before.path());
            olderOpen.add(before);
        }
        current = file;
        first = List.of();
        complete = false;
        dueAtBytes = Integer.MAX_VALUE;
        checkpointLeftBytes = bytes + bytes / 8 + SLACK_BYTES / 2;
        unwrittenAtBegin = unwritten;
        appendEnd(LedgerFormat.BEGIN, cutAt);
    }

    /** Begins the next file, which the spare file becomes. */
    LedgerFile beginNext(long bytes) throws IOException {
        long number;
        lock.lock();
        try {
            number = ++lastNumber;
        } finally {
            lock.unlock();
        }
        LedgerFile file = directory.begin(number);
        lock.lock();
        try {
            begin(file, bytes, LedgerFormat.NOT_CUT);
        } finally {
            lock.unlock();
        }
        return file;
    }

    /** Writes a piece of the checkpoint; false if there is no room. */
    boolean appendChunk(int type, byte[] body, int bodyBytes) {
        lock.lock();
        try {
            checkpointLeftBytes = Math.max(0, checkpointLeftBytes - bodyBytes - LedgerFormat.ENTRY_HEADER_BYTES);
            return append(type, body, bodyBytes, KEPT_BYTES);
        } finally {
            lock.unlock();
        }
    }

    /** The checkpoint, which took this much, is complete. */
    void completeNext(LedgerFile file, long bytes) {
        lock.lock();
        try {
            sizing.completed(System.nanoTime(), file.capacityBytes());
            complete(file, bytes, LedgerFormat.NOT_CUT);
            if (complete && unwritten > 0 && unwritten == unwrittenAtBegin) {
                LOG.info("{}: what was in memory only has been written", directory.path());
                unwritten = 0;
            }
        } finally {
            lock.unlock();
        }
    }

    private void complete(LedgerFile file, long bytes, long cutAt) {
        checkpointBytes = bytes;
        checkpointLeftBytes = 0;
        complete = appendEnd(LedgerFormat.END, cutAt);
        // half of what is left, if the file could not be made as long as it should be
        dueAtBytes = Math.min(sizing.dueBytes(bytes), (file.usedBytes() + file.capacityBytes()) / 2);
    }

    /** The checkpoint does not fit: the file goes on without it. */
    void abandonNext() {
        lock.lock();
        try {
            checkpointLeftBytes = 0;
        } finally {
            lock.unlock();
        }
    }

    /** Whether a checkpoint would help: the file is full of history, or something could not be written. */
    boolean wantsCheckpoint() {
        lock.lock();
        try {
            LedgerFile file = current;
            return unwritten > 0 || (file != null && (!complete || file.usedBytes() >= dueAtBytes || file.hasFailed()));
        } finally {
            lock.unlock();
        }
    }

    /** Frees the files that a complete checkpoint has made superfluous; that it is complete is on the disk first. */
    void retireOlder() throws IOException {
        lock.lock();
        try {
            if (!complete || older.isEmpty()) {
                return;
            }
        } finally {
            lock.unlock();
        }
        force();
        for (LedgerFile file : olderOpen) {
            file.close();
        }
        olderOpen.clear();
        while (!older.isEmpty()) {
            directory.retire(older.get(0));
            lock.lock();
            try {
                older.remove(0);
            } finally {
                lock.unlock();
            }
        }
    }

    /** Whether anything waits to be forced. */
    boolean isDirty() {
        lock.lock();
        try {
            return needed().stream().anyMatch(LedgerFile::isDirty);
        } finally {
            lock.unlock();
        }
    }

    /** Forces all entries that are not superfluous. */
    void force() throws IOException {
        List<LedgerFile> files;
        lock.lock();
        try {
            files = needed();
            files.removeIf(file -> !file.isDirty() && !file.hasFailed());
            files.forEach(LedgerFile::clearDirty);
        } finally {
            lock.unlock();
        }
        for (LedgerFile file : files) {
            file.force();
        }
        directory.force();
    }

    private List<LedgerFile> needed() {
        List<LedgerFile> files = complete ? new ArrayList<>() : new ArrayList<>(olderOpen);
        if (current != null) {
            files.add(current);
        }
        return files;
    }

    /** Marks the end. Nothing is written afterwards. */
    void close() {
        lock.lock();
        try {
            if (current != null && !closed) {
                current.markEnd();
            }
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    /** Closes the files, after {@link #close()}. */
    void closeFiles() {
        LedgerFile file;
        lock.lock();
        try {
            file = current;
            current = null;
        } finally {
            lock.unlock();
        }
        for (LedgerFile open : olderOpen) {
            open.close();
        }
        olderOpen.clear();
        if (file != null) {
            file.close();
        }
    }

    /** Keeps a spare file, of the right length if there is room; false if there is none at all. */
    boolean keepReserve() throws IOException {
        long bytes;
        lock.lock();
        try {
            if (current == null || !older.isEmpty()) {
                return true;
            }
            bytes = sizing.fileBytes(checkpointBytes);
        } finally {
            lock.unlock();
        }
        if (directory.spareBytes() > 4 * bytes) {
            directory.shrinkSpare((int) bytes);
        }
        return directory.ensureSpare((int) bytes) || directory.spareBytes() > 0;
    }

    /** Looks anew whether anything waits for a checkpoint. */
    void lookForWork() {
        lock.lock();
        try {
            boolean untidy = current != null && (!older.isEmpty() || directory.spareBytes() == 0);
            due = !closed && (untidy || wantsCheckpoint());
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    private boolean appendEnd(int type, long cutAt) {
        byte[] body = new byte[Long.BYTES];
        ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN).putLong(0, cutAt);
        return append(type, body, body.length, 0);
    }
}
