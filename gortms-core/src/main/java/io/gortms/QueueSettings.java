package io.gortms;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * The options of a queue, frozen; see {@link QueueOptions} for what each means.
 *
 * @param persistent whether messages survive a restart
 * @param durability what a message has survived when {@code publish} returns
 * @param workerCount handler calls at the same time per subscription
 * @param maxInFlight most messages of a group under a lease
 * @param ackTimeout the lease of a delivery
 * @param maxMessageBytes largest payload, in bytes
 * @param retry how failed messages come again
 * @param deliveryLimit most deliveries of one message to one group; 0 is no limit
 */
public record QueueSettings(
        boolean persistent,
        Durability durability,
        int workerCount,
        int maxInFlight,
        Duration ackTimeout,
        int maxMessageBytes,
        RetryPolicy retry,
        int deliveryLimit) {

    /**
     * The settings that a lambda describes: what it does not name is at its default.
     *
     * @throws IllegalArgumentException if options cannot hold together
     */
    public static QueueSettings of(Consumer<QueueOptions> description) {
        QueueOptions options = new QueueOptions();
        description.accept(options);
        return options.freeze();
    }

    /** All options at their defaults. */
    public static QueueSettings defaults() {
        return new QueueOptions().freeze();
    }
}
