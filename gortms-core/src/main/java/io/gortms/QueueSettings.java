package io.gortms;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The options of a queue, frozen; see {@link QueueOptions} for what each means.
 *
 * @param persistent whether messages survive a restart
 * @param durability what a message has survived when {@code publish} returns
 * @param ttl how long a message is delivered; zero is for ever
 * @param expiry what becomes of a message that expires unsettled
 * @param retention how long settled messages stay
 * @param retainBytes most bytes of settled history; 0 is no bound
 * @param maxSize most messages waiting; 0 is no bound
 * @param overflow what becomes of a publish into a full queue
 * @param publishTimeout how long a blocked publisher waits
 * @param deduplication how long and how many ids are remembered
 * @param workerCount handler calls at the same time per subscription
 * @param maxInFlight most messages of a group under a lease
 * @param ackTimeout the lease of a delivery
 * @param maxMessageBytes largest payload, in bytes
 * @param retry how failed messages come again
 * @param circuitBreaker when the groups stop handing out, or null for never
 * @param deliveryLimit most deliveries of one message to one group; 0 is no limit
 */
public record QueueSettings(
        boolean persistent,
        Durability durability,
        Duration ttl,
        ExpiryAction expiry,
        Retention retention,
        long retainBytes,
        long maxSize,
        OverflowPolicy overflow,
        Duration publishTimeout,
        Deduplication deduplication,
        int workerCount,
        int maxInFlight,
        Duration ackTimeout,
        int maxMessageBytes,
        RetryPolicy retry,
        @Nullable CircuitBreakerPolicy circuitBreaker,
        int deliveryLimit) {

    /**
     * The settings that a lambda describes, for a broker that keeps everything in memory or not: that decides the defaults
     * of {@link QueueOptions#retention} and {@link QueueOptions#retainBytes}.
     *
     * @throws IllegalArgumentException if options cannot hold together
     */
    public static QueueSettings of(Consumer<QueueOptions> description, boolean brokerInMemory) {
        QueueOptions options = new QueueOptions();
        description.accept(options);
        return options.freeze(brokerInMemory);
    }

    /** The settings that a lambda describes, for a broker on disk. */
    public static QueueSettings of(Consumer<QueueOptions> description) {
        return of(description, false);
    }

    /** All options at their defaults, for a broker on disk. */
    public static QueueSettings defaults() {
        return defaults(false);
    }

    /** All options at their defaults, for a broker that keeps everything in memory or not. */
    public static QueueSettings defaults(boolean brokerInMemory) {
        return new QueueOptions().freeze(brokerInMemory);
    }
}
