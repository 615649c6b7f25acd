package io.gortms.internal.stats;

import io.gortms.DeliveryStats;
import io.gortms.GroupStats;
import java.time.Duration;

/** Puts together what several groups do. For one thread. */
public final class DeliveryTotals {

    private final Latencies latencies = new Latencies();
    private long lag;
    private long inFlight;
    private long retrying;
    private int consumers;
    private long delivered;
    private long redelivered;
    private long acked;
    private long nacked;
    private long released;
    private long deadLettered;
    private long skipped;
    private long expired;
    private long dropped;
    private double deliveredPerSecond;
    private double consumedPerSecond;
    private Duration oldest = Duration.ZERO;

    /** For adding what the groups have measured. */
    public Latencies latencies() {
        return latencies;
    }

    /** Adds a group, but for what it has measured and how old its oldest message is. */
    public void add(GroupStats group) {
        lag += group.lag();
        inFlight += group.inFlight();
        retrying += group.retrying();
        consumers += group.consumers();
        delivered += group.delivered();
        redelivered += group.redelivered();
        acked += group.acked();
        nacked += group.nacked();
        released += group.released();
        deadLettered += group.deadLettered();
        skipped += group.skipped();
        expired += group.expired();
        dropped += group.dropped();
        deliveredPerSecond += group.deliveredPerSecond();
        consumedPerSecond += group.consumedPerSecond();
    }

    /** Adds what is to be settled in a queue that is not open. */
    public void addLag(long more) {
        lag += more;
    }

    /** Some group has not settled a message of this age. */
    public void addAge(Duration age) {
        oldest = age.compareTo(oldest) > 0 ? age : oldest;
    }

    public DeliveryStats toStats() {
        return new DeliveryStats(
                lag,
                inFlight,
                retrying,
                consumers,
                delivered,
                redelivered,
                acked,
                nacked,
                released,
                deadLettered,
                skipped,
                expired,
                dropped,
                oldest,
                deliveredPerSecond,
                consumedPerSecond,
                latencies.toStats());
    }
}
