package io.gortms.internal.group;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes checkpoints, forces and closes: all that goes on beside settling. Safe for use by any thread. */
final class Checkpointer {

    private static final Logger LOG = LoggerFactory.getLogger(Checkpointer.class);
    private static final long RETRY_NANOS = 100_000_000L;

    private final LedgerDirectory directory;
    private final LedgerLog log;
    private final Collection<AttachedGroup> groups;

    /** One at a time does what is done here. Taken first: inside it the locks of groups and the ledger's own. */
    private final ReentrantLock maintenance = new ReentrantLock();

    private volatile long notBeforeNanos = System.nanoTime();

    /** Whether the newest checkpoint found no room. */
    private volatile boolean full;

    /** Checkpoints of these groups, which may change all the time. */
    Checkpointer(LedgerDirectory directory, LedgerLog log, Collection<AttachedGroup> groups) {
        this.directory = directory;
        this.log = log;
        this.groups = groups;
    }

    /** Whether there is something to do; asked again at once, it says no, so that one of many who ask does it. */
    boolean isDue() {
        if (!log.isDue()) {
            return false;
        }
        long nowNanos = System.nanoTime();
        if (nowNanos - notBeforeNanos < 0) {
            return false;
        }
        notBeforeNanos = nowNanos + RETRY_NANOS;
        return true;
    }

    /** Does what is due; answers whether nothing is left to do. */
    boolean run() {
        maintenance.lock();
        try {
            if (!log.isClosed()) {
                // what is superfluous makes room for the next; that it is not on the disk must not keep us from it
                boolean tidy = retireOlder();
                if (log.wantsCheckpoint()) {
                    boolean written = checkpoint();
                    noteRoom(written);
                    tidy = written && retireOlder();
                }
                notBeforeNanos = System.nanoTime() + (keepReserve() && tidy ? 0 : RETRY_NANOS);
                log.lookForWork();
            }
            return !log.isDue();
        } finally {
            maintenance.unlock();
        }
    }

    private void noteRoom(boolean found) {
        if (found && full) {
            LOG.info("{}: what was in memory only has been written", directory.path());
            full = false;
        } else if (!found && !full && hasUnwritten()) {
            LOG.warn("{}: the disk is full; settlements are in memory only until there is room", directory.path());
            full = true;
        }
    }

    private boolean hasUnwritten() {
        return !log.hasMadeUp(log.refused());
    }

    /** Whether changes are in memory only, and the newest checkpoint found no room for them. */
    boolean isFull() {
        return full;
    }

    /** Sees to it that what was refused before is written; false if there is no room. */
    boolean writeRefused() {
        long before = log.refused();
        if (!log.hasMadeUp(before)) {
            run();
        }
        return log.hasMadeUp(before);
    }

    /** The size is found by a pass that writes nothing, so that a checkpoint that is begun has room to be completed. */
    private boolean checkpoint() {
        long[] bytes = new long[1];
        new CheckpointPass((type, body, bodyBytes) -> {
                    bytes[0] += LedgerFormat.ENTRY_HEADER_BYTES + bodyBytes;
                    return true;
                })
                .run(groups);
        if (!log.start() || !log.prepareSpare(bytes[0])) {
            return false;
        }
        LedgerFile next;
        try {
            next = log.beginNext(bytes[0]);
        } catch (IOException e) {
            LOG.warn("{}: no file can be begun", directory.path(), e);
            return false;
        }
        if (new CheckpointPass(log::appendChunk).run(groups)) {
            log.completeNext(next, bytes[0]);
            return true;
        }
        log.abandonNext();
        return false;
    }

    /** Frees the files that a complete checkpoint has made superfluous; that it is complete is on the disk first. */
    private boolean retireOlder() {
        try {
            forceAndRetire();
            return true;
        } catch (IOException e) {
            LOG.warn("{}: old files must stay, it is tried again", directory.path(), e);
            return false;
        }
    }

    private void forceAndRetire() throws IOException {
        List<Path> superfluous;
        log.lock();
        try {
            superfluous = log.files().superfluous();
        } finally {
            log.unlock();
        }
        if (!superfluous.isEmpty()) {
            forceFiles();
        }
        for (Path path : superfluous) {
            directory.retire(path);
            log.lock();
            try {
                log.files().retired(path);
            } finally {
                log.unlock();
            }
        }
    }

    /** Keeps a spare file, of the right length if there is room; false if there is none at all. */
    private boolean keepReserve() {
        int bytes = log.wantedSpareBytes();
        if (bytes == 0) {
            return true;
        }
        try {
            if (directory.spareBytes() > 4L * bytes) {
                directory.shrinkSpare(bytes);
            }
        } catch (IOException e) {
            LOG.debug("{}: the spare file stays long", directory.path(), e);
        }
        return directory.ensureSpare(bytes) || directory.spareBytes() > 0;
    }

    private void forceFiles() throws IOException {
        List<LedgerFile> dirty;
        log.lock();
        try {
            dirty = log.files().takeDirty();
        } finally {
            log.unlock();
        }
        for (LedgerFile file : dirty) {
            file.force();
        }
        directory.force();
    }

    boolean isDirty() {
        log.lock();
        try {
            return log.files().isDirty();
        } finally {
            log.unlock();
        }
    }

    void force() throws IOException {
        maintenance.lock();
        try {
            forceFiles();
        } catch (IOException e) {
            log.lookForWork();
            throw e;
        } finally {
            maintenance.unlock();
        }
    }

    void close() throws IOException {
        maintenance.lock();
        try {
            if (!log.isClosed()) {
                writeWhatIsLeft();
                log.close();
                try {
                    forceFiles();
                    forceAndRetire();
                } finally {
                    closeFiles();
                }
            }
        } finally {
            maintenance.unlock();
        }
    }

    /** What had no room may have some now; it is the last opportunity. */
    private void writeWhatIsLeft() {
        if (hasUnwritten()) {
            retireOlder();
            if (!checkpoint()) {
                LOG.warn("{}: the disk is full; what is in memory only is lost", directory.path());
            }
        }
    }

    private void closeFiles() {
        log.lock();
        try {
            log.files().close();
        } finally {
            log.unlock();
        }
    }

    /** Makes what was cut at open final: no older file can bring it back. */
    void startAndForce() throws IOException {
        try {
            if (!log.start()) {
                throw new IOException("no file could be begun");
            }
            forceAndRetire();
            log.lookForWork();
        } catch (IOException e) {
            log.close();
            closeFiles();
            throw e;
        }
    }
}
