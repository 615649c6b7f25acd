package io.gortms.internal.journal;

import io.gortms.Durability;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The log of one queue: records at dense positions 0, 1, 2, …
 *
 * <p>{@link #checkRoom}, {@link #append}, {@link #origin} and {@link #close} are called under the queue's append lock;
 * everything else by any thread.
 */
public interface Journal extends AutoCloseable {

    /**
     * Makes sure that this much can be appended, before anything is.
     *
     * @param records how many
     * @param bytes their encoded size in all
     * @throws io.gortms.StorageFullException if there is no room; nothing has changed
     * @throws io.gortms.DurabilityUnknownException if a barrier has failed before
     */
    void checkRoom(int records, long bytes);

    /**
     * Appends records at consecutive positions, all of them or none, as far as a process that lives can see and a process that
     * opens the journal later finds; only one that dies meanwhile may leave the first few. What they need has been found by
     * one {@link #checkRoom}.
     *
     * @param drafts at least one
     * @param timestampMicros since the epoch; never less than the record's before them
     * @return the first one's position
     * @throws io.gortms.StorageException if the disk fails; nothing is stored, and the next {@link #checkRoom} begins anew
     * @throws io.gortms.DurabilityUnknownException if the disk fails so that nobody knows whether the first few are found by
     *     the next opening; nothing more is appended until then
     */
    long append(List<RecordDraft> drafts, long timestampMicros);

    /**
     * Changes what appends survive, from the next one on. What is readable stays readable. Under the append lock.
     *
     * @throws io.gortms.BrokerException if the disk fails; nothing has changed
     */
    void setDurability(Durability durability);

    /** What {@link StoredRecord#messageId(long, long)} derives the id of the record that was appended last from. */
    long origin();

    /** Whether a barrier has failed: nothing more is appended until the journal is opened again. */
    boolean hasFailed();

    /** The position the next record gets. */
    long end();

    /** Records below this may be seen: the end, or the last barrier if appends wait for barriers. */
    long readable();

    /** The timestamp of the newest record, or {@link Long#MIN_VALUE} if there is none. */
    long lastTimestampMicros();

    /** The oldest position that is kept; the end if there is none. */
    long firstPosition();

    /** The first position whose timestamp is at or after this one; the end if there is none. */
    long firstPositionSince(long timestampMicros);

    /**
     * Returns when the record at this position is as durable as the journal promises; callers share barriers.
     *
     * @throws io.gortms.DurabilityUnknownException if the barrier failed
     */
    void awaitDurable(long position);

    /** Like {@link #awaitDurable}, completed by a thread of the broker's; complete at once if there is nothing to wait for. */
    CompletableFuture<Void> whenDurable(long position);

    /** A reader for one thread at a time, at the oldest position. */
    JournalReader openReader();

    /**
     * Frees what is before this position, as far as it can be freed: a journal on disk deletes whole files only, never the
     * newest. What is gone is skipped by readers and is no damage. Called by one thread at a time, as {@link #deleteWithin}.
     *
     * @return the bytes that were freed
     * @throws io.gortms.StorageException if something cannot be deleted
     */
    long deleteBefore(long position);

    /**
     * Frees what is in this range, while what is before it is kept; the rest as {@link #deleteBefore}.
     *
     * @param to behind the last one
     */
    long deleteWithin(long from, long to);

    /** Whether deleting could free anything at all; cheap enough to ask after each message. */
    boolean canFree();

    /** Whether single records can be freed; otherwise whole {@linkplain #extents() extents}, and not the last. */
    default boolean freesSingleRecords() {
        return false;
    }

    /** What the records of a range take, if {@linkplain #freesSingleRecords() single ones} can be freed. */
    long sizeBytes(long from, long to);

    /** What is kept together, oldest first, without gaps between; freed ones in the middle too. */
    List<Extent> extents();

    /** What the records take, in bytes: on the disk, or about that on the heap. */
    long sizeBytes();

    /** Flushes and closes; the end is noted for the next opening. Readers are closed by whoever opened them. */
    @Override
    void close();
}
