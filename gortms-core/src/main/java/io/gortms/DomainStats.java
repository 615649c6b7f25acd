package io.gortms;

/**
 * Counters of a domain since the broker was opened.
 *
 * @param queues how many queues, dead-letter queues included
 * @param published messages stored
 * @param delivered deliveries handed out
 * @param acked deliveries acknowledged
 * @param deadLettered messages given up
 */
public record DomainStats(int queues, long published, long delivered, long acked, long deadLettered) {}
