package io.gortms;

import org.jspecify.annotations.Nullable;

/**
 * State and counters of a queue; counters since the broker was opened.
 *
 * @param firstPosition the oldest position kept
 * @param endPosition the position the next message gets
 * @param published messages stored
 * @param groups how many groups there are
 * @param sizeBytes what the messages take, on the disk or on the heap
 * @param heldBy the group that keeps the oldest messages from being reclaimed, or null if none does
 */
public record QueueStats(
        long firstPosition,
        long endPosition,
        long published,
        int groups,
        long sizeBytes,
        @Nullable String heldBy) {}
