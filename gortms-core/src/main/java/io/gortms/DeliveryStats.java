package io.gortms;

import java.time.Duration;

/**
 * What several groups have to do and have done: those of a queue, a domain or the broker together. Counters are of the groups
 * that exist now, since their queues were opened. Immutable.
 *
 * @param lag messages still to settle, counted once for each group
 * @param inFlight messages under a lease
 * @param retrying messages waiting for a retry
 * @param consumers open subscriptions and stream subscribers
 * @param delivered deliveries handed out
 * @param redelivered deliveries that were not a message's first
 * @param acked deliveries acknowledged
 * @param nacked deliveries that failed: exceptions, nacks, expired leases
 * @param released deliveries given back
 * @param deadLettered messages given up
 * @param skipped messages passed over by a seek
 * @param expired messages that expired unsettled and were dropped
 * @param dropped messages that went to make room
 * @param oldestUnsettledAge how old the oldest message is that some group has not settled; zero if there is none
 * @param deliveredPerSecond deliveries handed out a second, on the average of the last ten seconds
 * @param consumedPerSecond deliveries acknowledged a second, on the average of the last ten seconds
 * @param latency from publishing to acknowledgement
 */
public record DeliveryStats(
        long lag,
        long inFlight,
        long retrying,
        int consumers,
        long delivered,
        long redelivered,
        long acked,
        long nacked,
        long released,
        long deadLettered,
        long skipped,
        long expired,
        long dropped,
        Duration oldestUnsettledAge,
        double deliveredPerSecond,
        double consumedPerSecond,
        LatencyStats latency) {}
