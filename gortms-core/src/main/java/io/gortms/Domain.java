package io.gortms;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A namespace of queues. Obtained from {@link Broker#declareDomain(String)}; safe for use by any thread.
 *
 * <p>A handle of a deleted domain stays callable: every call then throws {@link DomainNotFoundException}.
 */
public interface Domain {

    /** The group that {@link #consume(String, MessageHandler)} declares. */
    String DEFAULT_GROUP = "default";

    /** The name it was declared with. */
    String name();

    /** The options in force: an immutable snapshot. */
    DomainSettings options();

    /**
     * Creates the queue with default options, or returns the existing one untouched.
     *
     * @throws IllegalArgumentException if the name is not allowed, or differs from an existing one only by case
     */
    MessageQueue declareQueue(String name);

    /**
     * Creates the queue, or changes the existing one to exactly these options, at once and for waiting messages too:
     * what the lambda does not name is at its default.
     *
     * @throws IllegalArgumentException if the name is not allowed, differs from an existing one only by case, or options
     *     cannot hold together
     * @throws ConfigurationConflictException if {@link QueueOptions#persistent(boolean) persistent} differs from the
     *     existing queue's
     */
    MessageQueue declareQueue(String name, Consumer<QueueOptions> options);

    /**
     * Finds an existing queue; dead-letter queues ({@code orders.dlq}) are found too.
     *
     * @throws QueueNotFoundException if there is none of this name; its message lists the nearest existing names
     */
    MessageQueue queue(String name);

    /** All queues, dead-letter queues included, sorted by name; a snapshot. */
    List<MessageQueue> queues();

    /**
     * Deletes the queue with its groups, messages and dead letters. Waiting publishers, pollers and subscriptions end
     * with {@link QueueNotFoundException}; running handlers finish and their settlements are ignored.
     *
     * @throws QueueNotFoundException if there is none of this name
     */
    void deleteQueue(String name);

    /**
     * Begins a routing rule: {@code domain.route("orders").to("large-orders").when(Predicates.gt("amount", 1000))}. What is
     * published to the queue is copied to each destination whose condition is true of it, and from there on by the rules of
     * the destination; a message is never copied to a queue it was in already. A copy has the id, key, headers and times of
     * its message, and a position of its own; it is a duplicate of nothing.
     *
     * <p>Room in all destinations is made sure of first, then the copies are stored, and the message itself last: a crash
     * leaves extra copies, never missing ones. Dead letters and redriven messages are not routed.
     *
     * @throws QueueNotFoundException if the queue does not exist
     * @throws IllegalArgumentException if it is a dead-letter queue
     */
    RouteSource route(String queue);

    /** All routing rules, by source and destination; a snapshot. */
    List<Route> routes();

    /**
     * Removes a rule.
     *
     * @throws RouteNotFoundException if there is none
     */
    void unroute(String from, String to);

    /**
     * Says where copies of a payload would go if it were published to the queue now, by the evaluator that publishing uses.
     * Nothing is stored, and schemas and bounds are not looked at.
     *
     * @throws QueueNotFoundException if the queue does not exist
     * @throws IncompleteDeclarationException if a rule that would be looked at has lost its condition in code
     */
    RoutingExplanation explainRouting(String queue, Object payload);

    /**
     * Creates the exchange, or returns the existing one.
     *
     * @throws IllegalArgumentException if the name is not allowed, or differs from an existing one only by case
     * @throws ConfigurationConflictException if it exists with another type
     */
    Exchange declareExchange(String name, ExchangeType type);

    /**
     * Finds an existing exchange.
     *
     * @throws ExchangeNotFoundException if there is none of this name
     */
    Exchange exchange(String name);

    /** All exchanges, sorted by name; a snapshot. */
    List<Exchange> exchanges();

    /**
     * Deletes an exchange with its bindings; the queues stay.
     *
     * @throws ExchangeNotFoundException if there is none of this name
     */
    void deleteExchange(String name);

    /**
     * Publishes to each queue that the exchange chooses, to all of them or none; each once, however often it is bound. In
     * each the message goes on by the routing rules that begin there.
     *
     * @param exchange its name; empty for the default exchange, whose routing key is the name of a queue
     * @param routingKey at most 255 characters; see {@link ExchangeType}
     * @param payload as of {@link MessageQueue#publish(Object)}, whose exceptions apply
     * @throws ExchangeNotFoundException if there is no such exchange
     * @throws UnroutableMessageException if it chooses no queue; nothing is stored
     * @return a receipt for each queue that was chosen, by its name
     */
    Map<String, PublishReceipt> publish(String exchange, String routingKey, Object payload);

    /**
     * Declares the queue and its group {@value #DEFAULT_GROUP}, both with default options if they do not exist yet and
     * untouched if they do, and subscribes: the same as {@link #declareQueue(String)}, {@link
     * MessageQueue#declareGroup(String)} and {@link ConsumerGroup#subscribe(MessageHandler)}, one after the other. Each call
     * is a subscription of its own; those of one queue share its messages.
     *
     * @throws IllegalArgumentException if the name is not allowed, or differs from an existing one only by case
     */
    default Subscription consume(String queue, MessageHandler handler) {
        Objects.requireNonNull(handler, "handler");
        return declareQueue(queue).declareGroup(DEFAULT_GROUP).subscribe(handler);
    }

    /**
     * The same, with a handler of payloads; one that cannot be read as the type is rejected.
     *
     * @throws IllegalArgumentException if the name is not allowed, or differs from an existing one only by case
     */
    default <T> Subscription consume(String queue, Class<T> type, PayloadHandler<T> handler) {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(handler, "handler");
        return declareQueue(queue).declareGroup(DEFAULT_GROUP).subscribe(type, handler);
    }

    /** State and counters of this domain's queues: an immutable snapshot. It opens no queue. */
    DomainStats stats();
}
