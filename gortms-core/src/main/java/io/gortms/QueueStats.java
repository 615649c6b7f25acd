package io.gortms;

/**
 * State and counters of a queue; counters since the broker was opened.
 *
 * @param firstPosition the oldest position kept
 * @param endPosition the position the next message gets
 * @param published messages stored
 * @param groups how many groups there are
 */
public record QueueStats(long firstPosition, long endPosition, long published, int groups) {}
