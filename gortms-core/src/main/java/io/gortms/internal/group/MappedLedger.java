package io.gortms.internal.group;

import io.gortms.StorageException;
import io.gortms.internal.journal.DamageListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A ledger in mapped files of its own, drawn in {@link LedgerFormat}.
 *
 * <p>Files begin with a checkpoint of all groups and go on with what changes. When one has grown well beyond its
 * checkpoint, {@link #checkpoint} begins the next, in the spare file, and the old one becomes the spare. Both are always
 * allocated to their full length, three to eight times the last checkpoint and 64 KiB at least, so that settling goes on when
 * the disk is full: for ever, as long as a checkpoint of the state fits. A settled range above the cursor takes 2 to 6 bytes in
 * it, a message that was tried 3 to 40; so 64 KiB hold some 12,000 of the one, or 1,200 of the other. Beyond that changes
 * are refused, and kept in memory until there is room.
 *
 * <p>A file that is damaged loses what was damaged, which makes messages come again; it never settles what was not settled.
 */
public final class MappedLedger implements GroupLedger {

    private final LedgerDirectory directory;
    private final LedgerLog log;
    private final Checkpointer checkpointer;
    private final long journalEnd;
    private final Map<Integer, AttachedGroup> groups = new ConcurrentHashMap<>();

    private MappedLedger(LedgerDirectory directory, LedgerRecovery recovered, long journalEnd) {
        this.directory = directory;
        this.journalEnd = journalEnd;
        recovered.states().forEach((group, state) -> groups.put(group, new AttachedGroup(state)));
        List<LedgerLog.Chunk> first = new ArrayList<>();
        new CheckpointPass(
                        (type, body, bodyBytes) -> first.add(new LedgerLog.Chunk(type, Arrays.copyOf(body, bodyBytes))))
                .run(groups.values());
        this.log = new LedgerLog(directory, recovered, journalEnd, first);
        this.checkpointer = new Checkpointer(directory, log, groups.values());
    }

    /**
     * Opens the ledger in this directory, which need not exist: it is made when something is written.
     *
     * <p>What it says of positions at and beyond the journal's end is forgotten; if there is such a thing, that is final,
     * and on the disk, when this returns. So nothing may have been appended to the journal before.
     *
     * @param queueUid tells the queue from all others, those under its name before it included
     * @param journalEnd the verified end of the queue's journal
     * @param damage is told of what cannot be read
     * @throws StorageException if the directory cannot be read or a newer version has written it, or what must be forgotten
     *     cannot be
     */
    public static MappedLedger open(Path directory, long queueUid, long journalEnd, DamageListener damage) {
        LedgerDirectory files = new LedgerDirectory(directory, queueUid);
        LedgerRecovery recovered = LedgerRecovery.read(files, journalEnd, damage);
        MappedLedger ledger = new MappedLedger(files, recovered, journalEnd);
        if (recovered.cut()) {
            ledger.makeCutFinal();
        }
        return ledger;
    }

    private void makeCutFinal() {
        try {
            checkpointer.startAndForce();
        } catch (IOException e) {
            throw new StorageException(
                    directory.path() + " knows of messages that are not in the journal, and cannot be written to forget"
                            + " them; make room on the disk and open again",
                    e);
        }
    }

    @Override
    public Set<Integer> groups() {
        return Set.copyOf(groups.keySet());
    }

    @Override
    public GroupState attach(int group, ReentrantLock lock) {
        return groups.computeIfAbsent(group, number -> new AttachedGroup(new GroupState(number)))
                .attach(lock);
    }

    /** A delivery that was in a handler when the process died is counted, if its group is known. */
    void countInHand(int group, long position) {
        AttachedGroup found = groups.get(group);
        if (found != null && position < journalEnd) {
            found.withState(state -> {
                state.handedOut(position);
                return state.window().isSettled(position) || handedOut(group, new long[] {position}, 1);
            });
        }
    }

    @Override
    public boolean settled(int group, long from, long to) {
        if (from >= to) {
            return true;
        }
        log.lock();
        try {
            log.encoder().range(group, from, to);
            return log.append(LedgerFormat.SETTLED);
        } finally {
            log.unlock();
        }
    }

    @Override
    public boolean settled(int group, long[] positions, int count) {
        log.lock();
        try {
            EntryEncoder encoder = log.encoder();
            encoder.sort(positions, count);
            boolean written = true;
            while (encoder.nextRanges(group, count)) {
                written &= log.append(LedgerFormat.SETTLED);
            }
            return written;
        } finally {
            log.unlock();
        }
    }

    @Override
    public boolean handedOut(int group, long[] positions, int count) {
        log.lock();
        try {
            boolean written = true;
            for (int from = 0; from < count; from += EntryEncoder.MAX_POSITIONS) {
                log.encoder().positions(group, positions, from, Math.min(count, from + EntryEncoder.MAX_POSITIONS));
                written &= log.append(LedgerFormat.HANDED_OUT);
            }
            return written;
        } finally {
            log.unlock();
        }
    }

    @Override
    public boolean attempts(int group, long position, Attempts attempts) {
        log.lock();
        try {
            log.encoder().attempts(group, position, attempts);
            return log.append(LedgerFormat.ATTEMPTS);
        } finally {
            log.unlock();
        }
    }

    @Override
    public void moved(int group, long target) {
        log.lock();
        try {
            log.encoder().moved(group, target);
            require(log.appendTwice(LedgerFormat.MOVED), "the new position of a group");
        } finally {
            log.unlock();
        }
    }

    @Override
    public void paused(int group, boolean paused) {
        log.lock();
        try {
            log.encoder().word(group, paused ? 1 : 0);
            require(log.appendTwice(LedgerFormat.PAUSED), "pausing or resuming a group");
        } finally {
            log.unlock();
        }
    }

    @Override
    public void forgotten(int group) {
        AttachedGroup known = groups.get(group);
        if (known != null) {
            // under the group's lock, so that no piece of a checkpoint that is under way brings it back
            known.withState(state -> {
                writeForgotten(group);
                known.forget();
                return groups.remove(group, known);
            });
        }
    }

    private void writeForgotten(int group) {
        log.lock();
        try {
            log.encoder().word(group, 0);
            require(log.appendTwice(LedgerFormat.FORGOTTEN), "deleting a group");
        } finally {
            log.unlock();
        }
    }

    private void require(boolean written, String what) {
        if (!written) {
            throw new StorageException(
                    directory.path() + " has no room left for " + what + "; nothing was changed; make room on the disk"
                            + " and try again",
                    null);
        }
    }

    @Override
    public boolean isDirty() {
        return checkpointer.isDirty();
    }

    @Override
    public void force() {
        try {
            checkpointer.force();
        } catch (IOException e) {
            throw notForced(e);
        }
    }

    @Override
    public boolean checkpointDue() {
        return checkpointer.isDue();
    }

    @Override
    public boolean checkpoint() {
        return checkpointer.run();
    }

    @Override
    public boolean isFull() {
        return checkpointer.isFull();
    }

    @Override
    public boolean writeRefused() {
        return checkpointer.writeRefused();
    }

    @Override
    public long freeBytes() {
        return directory.path().toFile().getUsableSpace();
    }

    @Override
    public void close() {
        try {
            checkpointer.close();
        } catch (IOException e) {
            throw notForced(e);
        }
    }

    private StorageException notForced(IOException cause) {
        return new StorageException(
                "the disk refused to store " + directory.path()
                        + "; settlements may be repeated if the machine dies now",
                cause);
    }
}
