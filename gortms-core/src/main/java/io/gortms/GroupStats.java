package io.gortms;

import java.time.Duration;

/**
 * State and counters of a group; counters since its queue was opened.
 *
 * @param position the next position not settled contiguously
 * @param lag messages still to settle
 * @param inFlight messages under a lease
 * @param retrying messages waiting for a retry
 * @param paused whether the group is paused
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
 * @param damaged messages passed over because their record could not be read
 * @param breaker the state of the circuit breaker; closed without one
 * @param oldestUnsettledAge how old the oldest message is that the group has not settled; zero if there is none. Counted from
 *     publishing, from when it was due if it was delayed
 * @param deliveredPerSecond deliveries handed out a second, on the average of the last ten seconds
 * @param consumedPerSecond deliveries acknowledged a second, on the average of the last ten seconds
 * @param latency from publishing to acknowledgement
 */
public record GroupStats(
        long position,
        long lag,
        int inFlight,
        long retrying,
        boolean paused,
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
        long damaged,
        BreakerState breaker,
        Duration oldestUnsettledAge,
        double deliveredPerSecond,
        double consumedPerSecond,
        LatencyStats latency) {}
