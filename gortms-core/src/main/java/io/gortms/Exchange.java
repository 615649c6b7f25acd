package io.gortms;

import java.util.List;
import java.util.Map;

/**
 * Distributes what is published to it among the queues that are bound to it, as AMQP users know it. Durable. Obtained from
 * {@link Domain#declareExchange}; safe for use by any thread. Each change is at work when the call returns.
 */
public interface Exchange {

    /** The name it was declared with. */
    String name();

    /** How it chooses. */
    ExchangeType type();

    /**
     * Binds a queue; binding it twice in the same way changes nothing.
     *
     * @param key the binding key: see {@link ExchangeType}; {@link ExchangeType#FANOUT} takes any and looks at none
     * @throws QueueNotFoundException if the queue does not exist
     * @throws IllegalArgumentException if the exchange goes by headers, or the key is longer than 255 characters, or the
     *     queue is a dead-letter queue
     * @return this exchange
     */
    Exchange bind(String key, String queue);

    /**
     * Binds a queue to messages that have all these headers, with these values.
     *
     * @throws QueueNotFoundException if the queue does not exist
     * @throws IllegalArgumentException if the exchange does not go by headers
     * @return this exchange
     */
    Exchange bindAll(Map<String, String> headers, String queue);

    /** Like {@link #bindAll}, to messages that have any of these headers, with this value. */
    Exchange bindAny(Map<String, String> headers, String queue);

    /**
     * Takes the bindings of the queue with this key away; of an exchange that goes by headers, all of the queue's.
     *
     * @return this exchange
     */
    Exchange unbind(String key, String queue);

    /** All bindings, in the order they were made; a snapshot. */
    List<Binding> bindings();
}
