package io.gortms;

/**
 * Where a {@link ConsumerGroup#seek(StartPosition) seek} went.
 *
 * @param requested what was asked for
 * @param actual the position the group is at now
 * @param firstKept the oldest position that was kept at that moment
 */
public record SeekResult(StartPosition requested, long actual, long firstKept) {}
