package io.gortms.internal.group;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The growing end of a ledger. Nothing is created before the first entry; that begins a file, with the state that was read
 * at open.
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
    private final LedgerFiles files;
    private List<Chunk> first;
    private long lastNumber;
    private boolean closed;
    private long checkpointBytes;
    private int dueAtBytes;
    private long checkpointLeftBytes;

    /** How many changes were refused, at all and before the newest checkpoint began; and how many a checkpoint has written. */
    private volatile long refused;

    private long refusedAtBegin;
    private volatile long madeUp;
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
        this.files = new LedgerFiles(recovered.files());
    }

    /** The files, for whoever holds the lock. */
    LedgerFiles files() {
        return files;
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

    /** How many changes were refused so far. */
    long refused() {
        return refused;
    }

    /** Whether the first so many refused changes are written now. */
    boolean hasMadeUp(long count) {
        return madeUp >= count;
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
        LedgerFile file = closed ? null : files.current();
        if (file == null && !closed && startUnlessFailing()) {
            file = files.current();
        }
        if (file == null || (!file.hasRoom(bodyBytes, keepBytes) && !grow(file, bodyBytes + keepBytes))) {
            return refuse();
        }
        try {
            file.append(type, body, bodyBytes);
        } catch (InternalError e) {
            if (!file.hasFailed()) {
                LOG.warn("{} cannot be written", file.path(), e);
                file.markFailed();
            }
            return refuse();
        }
        if (file.usedBytes() >= dueAtBytes) {
            due = true;
        }
        return true;
    }

    private boolean refuse() {
        if (!closed) {
            long before = refused;
            refused = before + 1;
            due = true;
        }
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
            if (longer >= atLeast && (files.hasOlder() || directory.ensureSpareUnlessBusy(longer))) {
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
            return files.current() != null || startWith(first);
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
        due = files.hasOlder() || !prepareSpare(bytes);
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
        files.begin(file);
        first = List.of();
        dueAtBytes = Integer.MAX_VALUE;
        checkpointLeftBytes = bytes + bytes / 8 + SLACK_BYTES / 2;
        refusedAtBegin = refused;
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
            if (files.isComplete()) {
                madeUp = refusedAtBegin;
            }
        } finally {
            lock.unlock();
        }
    }

    private void complete(LedgerFile file, long bytes, long cutAt) {
        checkpointBytes = bytes;
        checkpointLeftBytes = 0;
        if (appendEnd(LedgerFormat.END, cutAt)) {
            files.completed();
        }
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
            LedgerFile file = files.current();
            return !hasMadeUp(refused)
                    || (file != null && (!files.isComplete() || file.usedBytes() >= dueAtBytes || file.hasFailed()));
        } finally {
            lock.unlock();
        }
    }

    /** How long the spare file should be now; 0 if none is needed, because older files will be spare. */
    int wantedSpareBytes() {
        lock.lock();
        try {
            return files.current() == null || files.hasOlder() ? 0 : sizing.fileBytes(checkpointBytes);
        } finally {
            lock.unlock();
        }
    }

    /** Looks anew whether anything waits for a checkpoint. */
    void lookForWork() {
        lock.lock();
        try {
            boolean untidy = files.current() != null && (files.hasOlder() || directory.spareBytes() == 0);
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

    /** Marks the end. Nothing is written afterwards. */
    void close() {
        lock.lock();
        try {
            LedgerFile file = files.current();
            if (file != null) {
                file.markEnd();
            }
            closed = true;
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
