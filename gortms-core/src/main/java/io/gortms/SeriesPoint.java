package io.gortms;

import java.time.Instant;

/**
 * What happened in one stretch of time.
 *
 * @param timestamp when the stretch began
 * @param published messages stored; of a group, those stored in its queue
 * @param delivered deliveries handed out
 * @param consumed deliveries acknowledged
 */
public record SeriesPoint(Instant timestamp, long published, long delivered, long consumed) {}
