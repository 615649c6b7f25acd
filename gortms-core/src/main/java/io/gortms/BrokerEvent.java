package io.gortms;

import java.time.Instant;

/** Something that happened in the broker. All events are immutable records. */
public sealed interface BrokerEvent {

    /**
     * Which event of this broker object it is: they count 1, 2, 3, … in the order in which listeners are told. One that is
     * missing was dropped, because too many waited.
     */
    long sequence();

    /** When, by the broker's clock. */
    Instant timestamp();

    /** What it happened to: {@code domain}, {@code domain.queue}, {@code domain.queue/group}; empty for the broker. */
    String resource();

    /** A domain was declared for the first time. */
    record DomainCreated(long sequence, Instant timestamp, String resource) implements BrokerEvent {}

    /** A domain's options were changed. */
    record DomainChanged(long sequence, Instant timestamp, String resource) implements BrokerEvent {}

    /** A domain was deleted. */
    record DomainDeleted(long sequence, Instant timestamp, String resource) implements BrokerEvent {}

    /** A queue was declared for the first time. */
    record QueueCreated(long sequence, Instant timestamp, String resource) implements BrokerEvent {}

    /** A queue's options were changed. */
    record QueueChanged(long sequence, Instant timestamp, String resource) implements BrokerEvent {}

    /** A queue was deleted. */
    record QueueDeleted(long sequence, Instant timestamp, String resource) implements BrokerEvent {}

    /** A group was declared for the first time. */
    record GroupCreated(long sequence, Instant timestamp, String resource) implements BrokerEvent {}

    /** A group's options were changed. */
    record GroupChanged(long sequence, Instant timestamp, String resource) implements BrokerEvent {}

    /** A group was deleted. */
    record GroupDeleted(long sequence, Instant timestamp, String resource) implements BrokerEvent {}

    /** A routing rule was made; the resource is where it begins. */
    record RouteCreated(long sequence, Instant timestamp, String resource, String destination) implements BrokerEvent {}

    /** A routing rule was removed, by itself or with one of its queues. */
    record RouteDeleted(long sequence, Instant timestamp, String resource, String destination) implements BrokerEvent {}

    /** An exchange was declared for the first time; the resource is its domain. */
    record ExchangeCreated(long sequence, Instant timestamp, String resource, String exchange) implements BrokerEvent {}

    /** An exchange was deleted. */
    record ExchangeDeleted(long sequence, Instant timestamp, String resource, String exchange) implements BrokerEvent {}

    /** A queue was bound to an exchange; the resource is their domain. */
    record QueueBound(long sequence, Instant timestamp, String resource, String exchange, String queue)
            implements BrokerEvent {}

    /** A queue's bindings to an exchange were taken away, or went with the queue. */
    record QueueUnbound(long sequence, Instant timestamp, String resource, String exchange, String queue)
            implements BrokerEvent {}

    /**
     * A message went to the dead-letter queue.
     *
     * @param sequence which event of the broker
     * @param timestamp when
     * @param resource the group that gave it up
     * @param messageId the message's id
     * @param position its position in the queue it failed in
     * @param reason why
     */
    record MessageDeadLettered(
            long sequence, Instant timestamp, String resource, String messageId, long position, String reason)
            implements BrokerEvent {}

    /**
     * A message expired before the group had settled it, and is not delivered to it any more.
     *
     * @param sequence which event of the broker
     * @param timestamp when
     * @param resource the group
     * @param messageId the message's id
     * @param position its position in the queue
     */
    record MessageExpired(long sequence, Instant timestamp, String resource, String messageId, long position)
            implements BrokerEvent {}

    /**
     * A message that no group may get any more went to make room: see {@link OverflowPolicy#DROP_OLDEST}.
     *
     * @param sequence which event of the broker
     * @param timestamp when
     * @param resource the queue
     * @param messageId the message's id
     * @param position its position in the queue
     */
    record MessageDropped(long sequence, Instant timestamp, String resource, String messageId, long position)
            implements BrokerEvent {}

    /**
     * The circuit breaker of a group changed its state.
     *
     * @param sequence which event of the broker
     * @param timestamp when
     * @param resource the group
     * @param from the state before
     * @param to the state now
     */
    record BreakerChanged(long sequence, Instant timestamp, String resource, BreakerState from, BreakerState to)
            implements BrokerEvent {}

    /**
     * So many messages wait behind the keys of unsettled ones that the group reads no further for now.
     *
     * @param sequence which event of the broker
     * @param timestamp when
     * @param resource the group
     * @param parked how many messages wait
     */
    record KeysCongested(long sequence, Instant timestamp, String resource, int parked) implements BrokerEvent {}

    /**
     * How full a queue with a {@link QueueOptions#maxSize(long) maxSize} is has come into another level; once for each change.
     * It is looked at each second while something happens in the queue, and when the queue is full.
     *
     * @param sequence which event of the broker
     * @param timestamp when
     * @param resource the queue
     * @param level the level it is in now
     * @param percent how much of {@code maxSize} the waiting messages take
     * @param messages how many wait
     * @param maxSize how many may
     */
    record QueueCapacity(
            long sequence,
            Instant timestamp,
            String resource,
            CapacityLevel level,
            double percent,
            long messages,
            long maxSize)
            implements BrokerEvent {}

    /**
     * A subscription or a stream subscriber has joined a group.
     *
     * @param sequence which event of the broker
     * @param timestamp when
     * @param resource the group
     * @param consumer the subscription's name; of a stream subscriber {@code stream-1} and so on
     */
    record ConsumerConnected(long sequence, Instant timestamp, String resource, String consumer)
            implements BrokerEvent {}

    /**
     * A subscription or a stream subscriber has left a group. If the group goes, or the broker closes, its consumers go
     * without an event of their own.
     *
     * @param sequence which event of the broker
     * @param timestamp when
     * @param resource the group
     * @param consumer the name it had
     */
    record ConsumerLost(long sequence, Instant timestamp, String resource, String consumer) implements BrokerEvent {}

    /** A group was idle for longer than its ttl, and was deleted. */
    record GroupExpired(long sequence, Instant timestamp, String resource) implements BrokerEvent {}

    /**
     * A group has not settled anything for a day, and keeps messages on the disk that nobody else needs.
     *
     * @param sequence which event of the broker
     * @param timestamp when
     * @param resource the group
     * @param position the oldest position it has not settled
     * @param heldBytes about what it keeps from being reclaimed
     */
    record GroupHoldsDisk(long sequence, Instant timestamp, String resource, long position, long heldBytes)
            implements BrokerEvent {}

    /**
     * More ids came in the deduplication window than are remembered: the oldest are forgotten early, and a second publish of
     * one of them is stored.
     *
     * @param sequence which event of the broker
     * @param timestamp when
     * @param resource the queue
     * @param forgotten how many were forgotten early since the queue was opened
     */
    record IdsForgotten(long sequence, Instant timestamp, String resource, long forgotten) implements BrokerEvent {}

    /**
     * Stored data was found damaged; what is before and after it is kept.
     *
     * @param sequence which event of the broker
     * @param timestamp when
     * @param resource the queue
     * @param damage what was found
     */
    record DataDamaged(long sequence, Instant timestamp, String resource, RecoveryReport.Damage damage)
            implements BrokerEvent {}

    /**
     * The disk has no room for what a queue has to write: publishes are refused until there is more than {@link
     * BrokerBuilder#minimumFreeDisk(long)}; or, if the space that is kept for settlements is used up too, settlements are
     * kept in memory until there is room. Once each time it begins.
     *
     * @param sequence which event of the broker
     * @param timestamp when
     * @param resource the queue that noticed
     * @param freeBytes what is left
     */
    record DiskLow(long sequence, Instant timestamp, String resource, long freeBytes) implements BrokerEvent {}

    /**
     * The broker has opened its data directory.
     *
     * @param sequence which event of the broker
     * @param timestamp when
     * @param resource empty
     * @param report what was found
     */
    record Recovered(long sequence, Instant timestamp, String resource, RecoveryReport report) implements BrokerEvent {}
}
