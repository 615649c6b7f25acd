package io.gortms;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/**
 * A group of consumers that share the work of one queue: each message goes to one member at a time and comes back until
 * the group settles it. Groups are independent of each other. Safe for use by any thread, handlers included.
 *
 * <p>Three faces take from one supply, in any mixture: {@code subscribe}, {@link #poll(int, Duration)} and {@link
 * #publisher()}.
 */
public interface ConsumerGroup {

    /** The name it was declared with. */
    String name();

    /** The options in force: an immutable snapshot. */
    GroupSettings options();

    /**
     * Calls the handler for each delivery on the broker's executor: a normal return acks, an exception nacks, unless the
     * handler settled the delivery itself.
     */
    Subscription subscribe(MessageHandler handler);

    /** Like {@link #subscribe(MessageHandler)}, with options. */
    Subscription subscribe(Consumer<SubscriptionOptions> options, MessageHandler handler);

    /**
     * Calls the handler with each payload read as the type. A payload that cannot be read so is dead-lettered at once,
     * reason {@code unreadable}.
     */
    <T> Subscription subscribe(Class<T> type, PayloadHandler<T> handler);

    /** Like {@link #subscribe(Class, PayloadHandler)}, with options. */
    <T> Subscription subscribe(Class<T> type, Consumer<SubscriptionOptions> options, PayloadHandler<T> handler);

    /** Like {@link #subscribe(Class, PayloadHandler)}, with the delivery beside the payload. */
    <T> Subscription subscribe(Class<T> type, PayloadDeliveryHandler<T> handler);

    /** Like {@link #subscribe(Class, PayloadDeliveryHandler)}, with options. */
    <T> Subscription subscribe(Class<T> type, Consumer<SubscriptionOptions> options, PayloadDeliveryHandler<T> handler);

    /**
     * Takes up to {@code max} deliveries, waiting (in real time) for the first one. Each must be settled within the
     * queue's {@link QueueOptions#ackTimeout(Duration) ackTimeout}, or is delivered again.
     *
     * @param max the most deliveries to return, at least 1
     * @param wait how long to wait for the first; zero looks once
     * @return what there was; empty when the wait is over, the thread is interrupted (its flag stays set), or the broker
     *     closes
     */
    List<Delivery> poll(int max, Duration wait);

    /**
     * A Reactive Streams publisher of this group's deliveries: each subscriber gets what it requested and no more, and
     * settles each delivery within {@link QueueOptions#ackTimeout(Duration) ackTimeout}. Subscribers share the work of
     * the group. What was handed over before a {@code cancel()} stays leased and may still be settled. Signals come from the broker's executor, one at a time for each subscriber. {@code onComplete} comes
     * when the broker closes; {@code onError} when the group, queue or domain is deleted.
     */
    Flow.Publisher<Delivery> publisher();

    /**
     * Moves the group. Open deliveries are revoked; failures, retries and settlements at and after the target are
     * forgotten; everything below counts as settled.
     */
    SeekResult seek(StartPosition target);

    /** The next position that the group has not settled contiguously. */
    long position();

    /** Messages this group has still to settle: unread and unsettled. */
    long lag();

    /** Messages in flight and waiting for a retry. */
    long pending();

    /** State and counters: an immutable snapshot. Asking opens the queue if it is not open. */
    GroupStats stats();

    /**
     * What happened lately in this group: an immutable snapshot, oldest first, without gaps, as {@link Broker#series}. Kept
     * by the second for ten minutes and by the minute for a day, since the queue was opened. Asking does not open the queue.
     *
     * @param period how far back, at most a day
     * @param granularity what one point stands for: whole minutes; over at most ten minutes also whole seconds
     * @throws IllegalArgumentException if there is nothing kept for this period or granularity
     */
    List<SeriesPoint> series(Duration period, Duration granularity);

    /** Stops handing out messages, durably, until {@link #resume()}. Deliveries that are out may be settled. */
    void pause();

    /** Undoes {@link #pause()}. */
    void resume();

    /** Whether the group is paused. */
    boolean isPaused();

    /**
     * Waits (in real time) until everything that was readable at the time of the call is settled.
     *
     * @return whether it is; false when the wait is over or the thread is interrupted (its flag stays set)
     */
    boolean awaitSettled(Duration wait);
}
