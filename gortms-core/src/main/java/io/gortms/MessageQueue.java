package io.gortms;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A queue: a log of messages at dense positions 0, 1, 2, … that any number of consumer groups read independently. Safe
 * for use by any thread, handlers included.
 *
 * <p>What is published: a {@link Message} as it is; a {@code byte[]} as raw bytes; anything else as JSON by the broker's
 * object mapper. A {@code String} thus becomes a JSON string; JSON text is published with {@link Message#json(String)}.
 */
public interface MessageQueue {

    /** The name it was declared with. */
    String name();

    /** The options in force: an immutable snapshot. */
    QueueSettings options();

    /**
     * Stores a message. When this returns, the message survives what the queue's {@link Durability} names, and is
     * delivered to every group until that group settles it. Into a queue that is full it waits for room, if the queue's
     * {@link QueueOptions#overflow} says so.
     *
     * @throws NullPointerException if the payload is null
     * @throws InvalidPayloadException if the payload cannot be written as JSON, or is not JSON; nothing is stored
     * @throws MessageTooLargeException if payload or headers exceed their limits; nothing is stored
     * @throws SchemaViolationException if the payload is not what the domain's schema says; nothing is stored
     * @throws IncompleteDeclarationException if the domain was declared with code that has to be given again since the
     *     restart; nothing is stored
     * @throws StorageFullException if the disk has no room; nothing is stored
     * @throws DurabilityUnknownException if the disk barrier failed: the message may appear after reopening
     * @throws QueueFullException if there is no room, the wait for it is over or interrupted; nothing is stored
     * @throws BrokerClosedException if the broker is closed; nothing is stored
     * @throws QueueNotFoundException if the queue has been deleted; nothing is stored
     */
    PublishReceipt publish(Object payload);

    /**
     * Like {@link #publish(Object)}, but does not wait for the disk barrier of a {@link Durability#POWER_LOSS} queue.
     * Serialises, checks and waits for room on the caller's thread, and for the barriers of copies that {@linkplain
     * Domain#route(String) routing rules} ask for. Every failure is in the future, which is completed on a thread of
     * the broker's: dependents that block belong on an executor of their own.
     */
    CompletableFuture<PublishReceipt> publishAsync(Object payload);

    /**
     * Stores all messages at contiguous positions, behind one disk barrier, or none of them. A process killed in the
     * middle may leave a prefix. A message whose id was published before is left out, if the queue looks for that.
     *
     * @throws QueueFullException as of {@link #publish(Object)}; at once if they are more than {@link QueueOptions#maxSize}
     * @return a receipt for each, in the order of iteration
     */
    List<PublishReceipt> publishAll(Collection<?> payloads);

    /**
     * Creates the group with default options, or returns the existing one untouched.
     *
     * @throws IllegalArgumentException if the name is not allowed, or differs from an existing one only by case
     */
    ConsumerGroup declareGroup(String name);

    /**
     * Creates the group, or changes the existing one to exactly these options; {@link
     * GroupOptions#startFrom(StartPosition) startFrom} acts only when the group is made.
     */
    ConsumerGroup declareGroup(String name, Consumer<GroupOptions> options);

    /**
     * Finds an existing group.
     *
     * @throws GroupNotFoundException if there is none of this name; its message lists the nearest existing names
     */
    ConsumerGroup group(String name);

    /** All groups, sorted by name; a snapshot. */
    List<ConsumerGroup> groups();

    /**
     * Deletes the group and what it knows. Its waiting polls end with {@link GroupNotFoundException}, running handlers
     * finish and their settlements are ignored.
     */
    void deleteGroup(String name);

    /**
     * Reads messages without a group: nothing is leased, counted or settled.
     *
     * @param position the first position wanted; below the oldest kept message it is taken as that one's
     * @param max the most messages to return, at least 1
     * @return messages in position order; empty at the end. A damaged record is left out
     */
    List<StoredMessage> read(long position, int max);

    /**
     * Shows every message to an observer, from now on, as it is published: no group, no lease, nothing settled. It delays neither
     * publishers nor groups. It is for the life of this broker object only. What {@link #publishAsync} has stored, and its future
     * does not say yet, need not be shown any more when the broker closes or the queue is deleted.
     *
     * @return closes the observation, and knows where it began
     */
    Observation observe(Observer observer);

    /**
     * The messages that groups of this queue have given up.
     *
     * @throws NoDeadLettersException if this is a dead-letter queue itself
     */
    DeadLetters deadLetters();

    /** State and counters: an immutable snapshot. Asking opens the queue if it is not open. */
    QueueStats stats();

    /**
     * What happened lately in this queue: an immutable snapshot, oldest first, without gaps, as {@link Broker#series}. Kept
     * by the second for ten minutes and by the minute for a day, since the queue was opened. Asking does not open the queue.
     *
     * @param period how far back, at most a day
     * @param granularity what one point stands for: whole minutes; over at most ten minutes also whole seconds
     * @throws IllegalArgumentException if there is nothing kept for this period or granularity
     */
    List<SeriesPoint> series(Duration period, Duration granularity);
}
