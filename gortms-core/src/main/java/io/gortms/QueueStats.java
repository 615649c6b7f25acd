package io.gortms;

import org.jspecify.annotations.Nullable;

/**
 * State and counters of a queue; counters since the queue was opened.
 *
 * @param firstPosition the oldest position kept
 * @param endPosition the position the next message gets
 * @param published messages stored
 * @param groups how many groups there are
 * @param sizeBytes what the messages take, on the disk or on the heap
 * @param heldBy the group that keeps the oldest messages from being reclaimed, or null if none does
 * @param messages messages that wait: the largest lag of any group; with no group, those that have not expired
 * @param publishedPerSecond messages stored a second, on the average of the last ten seconds
 * @param deliveries what the groups do
 */
public record QueueStats(
        long firstPosition,
        long endPosition,
        long published,
        int groups,
        long sizeBytes,
        @Nullable String heldBy,
        long messages,
        double publishedPerSecond,
        DeliveryStats deliveries) {}
