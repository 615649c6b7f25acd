package io.gortms.internal.group;

import java.io.IOException;
import java.util.Collection;
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

    /** Checkpoints of these groups, which may change all the time. */
    Checkpointer(LedgerDirectory directory, LedgerLog log, Collection<AttachedGroup> groups) {
        this.directory = directory;
        this.log = log;
        this.groups = groups;
    }

    boolean isDue() {
        return log.isDue() && System.nanoTime() - notBeforeNanos >= 0;
    }

    void run() {
        maintenance.lock();
        try {
            if (log.isClosed()) {
                return;
            }
            log.retireOlder();
            if (log.wantsCheckpoint() && !checkpoint()) {
                notBeforeNanos = System.nanoTime() + RETRY_NANOS;
            }
            log.retireOlder();
            if (!log.keepReserve()) {
                notBeforeNanos = System.nanoTime() + RETRY_NANOS;
            }
        } catch (IOException e) {
            notBeforeNanos = System.nanoTime() + RETRY_NANOS;
            LOG.warn("{}: the ledger could not be tidied up; it is tried again", directory.path(), e);
        } finally {
            log.lookForWork();
            maintenance.unlock();
        }
    }

    /** The size is found by a pass that writes nothing, so that a checkpoint that is begun has room to be completed. */
    private boolean checkpoint() throws IOException {
        long[] bytes = new long[1];
        new CheckpointPass((type, body, bodyBytes) -> {
                    bytes[0] += LedgerFormat.ENTRY_HEADER_BYTES + bodyBytes;
                    return true;
                })
                .run(groups);
        if (!log.start() || !log.prepareSpare(bytes[0])) {
            return false;
        }
        LedgerFile next = log.beginNext(bytes[0]);
        if (new CheckpointPass(log::appendChunk).run(groups)) {
            log.completeNext(next, bytes[0]);
            return true;
        }
        log.abandonNext();
        return false;
    }

    void force() throws IOException {
        maintenance.lock();
        try {
            log.force();
        } finally {
            maintenance.unlock();
        }
    }

    void close() throws IOException {
        maintenance.lock();
        try {
            if (log.isClosed()) {
                return;
            }
            log.close();
            try {
                log.force();
                log.retireOlder();
            } finally {
                log.closeFiles();
            }
        } finally {
            maintenance.unlock();
        }
    }

    /** Makes what was cut at open final: no older file can bring it back. */
    void startAndForce() throws IOException {
        try {
            if (!log.start()) {
                throw new IOException("no file could be begun");
            }
            log.retireOlder();
            log.lookForWork();
        } catch (IOException e) {
            log.close();
            log.closeFiles();
            throw e;
        }
    }
}
