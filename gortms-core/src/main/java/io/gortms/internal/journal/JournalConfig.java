package io.gortms.internal.journal;

import io.gortms.Durability;
import java.util.concurrent.Executor;

/**
 * How a journal on disk behaves.
 *
 * @param resource the queue, as {@code domain.queue}, for exceptions
 * @param durability what an append has survived when its barrier is behind it
 * @param maxMessageBytes the largest payload
 * @param segmentBytes a segment is not appended to beyond this, unless a single batch is larger
 * @param segmentAgeMicros a segment is not appended to when its first record is older than this; by the records' timestamps
 * @param minimumFreeBytes appends are refused rather than leave less room than this on the disk
 * @param damageListener is told of damaged data
 * @param disk the disk
 * @param executor where barriers run that nobody waits for
 */
public record JournalConfig(
        String resource,
        Durability durability,
        int maxMessageBytes,
        long segmentBytes,
        long segmentAgeMicros,
        long minimumFreeBytes,
        DamageListener damageListener,
        Disk disk,
        Executor executor) {

    /** The usual size of a segment. */
    public static final long DEFAULT_SEGMENT_BYTES = 64L << 20;

    JournalConfig withDurability(Durability changed) {
        return new JournalConfig(
                resource,
                changed,
                maxMessageBytes,
                segmentBytes,
                segmentAgeMicros,
                minimumFreeBytes,
                damageListener,
                disk,
                executor);
    }

    boolean survivesPowerLoss() {
        return durability == Durability.POWER_LOSS;
    }
}
