package io.gortms;

import java.time.Instant;

/** Something that happened in the broker. All events are immutable records. */
public sealed interface BrokerEvent {

    /** When, by the broker's clock. */
    Instant timestamp();

    /** What it happened to: {@code domain}, {@code domain.queue}, {@code domain.queue/group}; empty for the broker. */
    String resource();

    /** A domain was declared for the first time. */
    record DomainCreated(Instant timestamp, String resource) implements BrokerEvent {}

    /** A domain's options were changed. */
    record DomainChanged(Instant timestamp, String resource) implements BrokerEvent {}

    /** A domain was deleted. */
    record DomainDeleted(Instant timestamp, String resource) implements BrokerEvent {}

    /** A queue was declared for the first time. */
    record QueueCreated(Instant timestamp, String resource) implements BrokerEvent {}

    /** A queue's options were changed. */
    record QueueChanged(Instant timestamp, String resource) implements BrokerEvent {}

    /** A queue was deleted. */
    record QueueDeleted(Instant timestamp, String resource) implements BrokerEvent {}

    /** A group was declared for the first time. */
    record GroupCreated(Instant timestamp, String resource) implements BrokerEvent {}

    /** A group's options were changed. */
    record GroupChanged(Instant timestamp, String resource) implements BrokerEvent {}

    /** A group was deleted. */
    record GroupDeleted(Instant timestamp, String resource) implements BrokerEvent {}

    /**
     * A message went to the dead-letter queue.
     *
     * @param timestamp when
     * @param resource the group that gave it up
     * @param messageId the message's id
     * @param position its position in the queue it failed in
     * @param reason why
     */
    record MessageDeadLettered(Instant timestamp, String resource, String messageId, long position, String reason)
            implements BrokerEvent {}

    /**
     * Stored data was found damaged; what is before and after it is kept.
     *
     * @param timestamp when
     * @param resource the queue
     * @param damage what was found
     */
    record DataDamaged(Instant timestamp, String resource, RecoveryReport.Damage damage) implements BrokerEvent {}

    /**
     * The disk has no room for what a queue has to write: publishes are refused until there is more than {@link
     * BrokerBuilder#minimumFreeDisk(long)}; or, if the space that is kept for settlements is used up too, settlements are
     * kept in memory until there is room. Once each time it begins.
     *
     * @param timestamp when
     * @param resource the queue that noticed
     * @param freeBytes what is left
     */
    record DiskLow(Instant timestamp, String resource, long freeBytes) implements BrokerEvent {}

    /**
     * The broker has opened its data directory.
     *
     * @param timestamp when
     * @param resource empty
     * @param report what was found
     */
    record Recovered(Instant timestamp, String resource, RecoveryReport report) implements BrokerEvent {}
}
