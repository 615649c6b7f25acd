package io.gortms;

/**
 * Counters of a broker since it was opened.
 *
 * @param domains how many domains there are
 * @param queues how many queues, dead-letter queues included
 * @param published messages stored
 * @param delivered deliveries handed out
 * @param acked deliveries acknowledged
 * @param deadLettered messages given up
 * @param listenerEventsDropped events that slow listeners did not get
 */
public record BrokerStats(
        int domains,
        int queues,
        long published,
        long delivered,
        long acked,
        long deadLettered,
        long listenerEventsDropped) {}
