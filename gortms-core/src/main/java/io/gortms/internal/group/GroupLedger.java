package io.gortms.internal.group;

import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The durable memory of all groups of one queue. Groups are numbers, never used again in a queue.
 *
 * <p>Thread rule: what names a group is called with that group's lock, the one given to {@link #attach}; the ledger has a
 * short lock of its own inside. {@link #checkpoint}, {@link #writeRefused}, {@link #force} and
 * {@link #close} are called with no group's lock held.
 *
 * <p>The state is changed and the change is written in one hold of the group's lock, in any order, with one exception:
 * settlements may be written later, together, as long as they are written or dropped before {@link #moved} and {@link
 * #forgotten}. What a method has returned {@code true} for has survived the death of the process. {@code false}: the
 * disk is full and the space that is always kept is used up; the change is in memory only, and the next checkpoint that
 * finds room makes it durable.
 */
public interface GroupLedger extends AutoCloseable {

    /**
     * The groups that the ledger knows: what has been written for, or attached, and was not forgotten. One that was deleted
     * just before the process died may be among them after opening: {@link #forgotten} is called again then.
     */
    Set<Integer> groups();

    /**
     * The state of a group, as it was read or new, from now on guarded by this lock. Once for each group, before anything
     * is written for it.
     */
    GroupState attach(int group, ReentrantLock lock);

    /** Positions from {@code from} up to but not including {@code to} are settled. */
    boolean settled(int group, long from, long to);

    /** The first {@code count} of these positions, in any order, are settled. */
    boolean settled(int group, long[] positions, int count);

    /** The first {@code count} of these positions were delivered once more. */
    boolean handedOut(int group, long[] positions, int count);

    /** What is remembered of an unsettled position from now on. */
    boolean attempts(int group, long position, Attempts attempts);

    /**
     * The group goes to the target: everything below counts as settled, everything at and after it is forgotten. A new
     * group's start is written so too. Call it before the state is changed.
     *
     * @throws io.gortms.StorageException if it cannot be written; nothing is changed then
     */
    void moved(int group, long target);

    /**
     * The group is paused, or not any more.
     *
     * @throws io.gortms.StorageException if it cannot be written
     */
    void paused(int group, boolean paused);

    /**
     * The group is deleted: nothing is kept of it, and nothing more may be written for it. With or without the group's
     * lock; a group that is not {@linkplain #groups() known} is none.
     *
     * @throws io.gortms.StorageException if it cannot be written
     */
    void forgotten(int group);

    /** Whether something was written since the last {@link #force}. */
    boolean isDirty();

    /**
     * What was written before this call survives the death of the machine when it returns.
     *
     * @throws io.gortms.StorageException if the disk refuses; a checkpoint is due then, which writes everything anew
     */
    void force();

    /**
     * Whether {@link #checkpoint} should be called now: cheap enough to ask after each settlement. Once it has said yes it
     * says no for a tenth of a second, or until the checkpoint is written, so that one of many who ask calls it.
     */
    boolean checkpointDue();

    /**
     * Writes the whole state anew in little pieces while settling goes on, and frees the space of the history before it.
     * For a background thread; takes each group's lock many times, shortly. Never throws for a full disk: it tries again
     * when it is called again.
     *
     * @return whether nothing is left to do; otherwise it is to be called again in a while, also when nothing is settled
     */
    boolean checkpoint();

    /** Whether changes are in memory only, and the newest checkpoint found no room for them. */
    boolean isFull();

    /**
     * Tries to write what had no room, for whoever has to know: changes may have come faster than a checkpoint could make room
     * for them.
     *
     * @return whether all that was refused before this call has survived the death of the process now
     */
    boolean writeRefused();

    /** Bytes that are free where the ledger is. */
    long freeBytes();

    /** Writes what is in memory only, if there is room now, forces and closes. What is written afterwards is not kept. */
    @Override
    void close();
}
