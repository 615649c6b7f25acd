package io.gortms;

/**
 * State and counters of a domain; counters since the broker was opened, of what exists now. Taking it opens no queue: a queue
 * that nobody has used yet counts with what was known of it when it was last open, and has no counters.
 *
 * @param queues how many queues, dead-letter queues included
 * @param openQueues how many of them are open, so that their figures are of now
 * @param messages messages that wait, as {@link QueueStats#messages()} counts them
 * @param published messages stored
 * @param publishedPerSecond messages stored a second, on the average of the last ten seconds
 * @param sizeBytes what the messages take, on the disk or on the heap
 * @param deliveries what the groups of the open queues do
 */
public record DomainStats(
        int queues,
        int openQueues,
        long messages,
        long published,
        double publishedPerSecond,
        long sizeBytes,
        DeliveryStats deliveries) {}
