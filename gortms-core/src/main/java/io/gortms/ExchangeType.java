package io.gortms;

/** How an {@link Exchange} chooses among its bindings; as in AMQP 0-9-1, section 3.1.3. */
public enum ExchangeType {
    /** The routing key is the binding key. */
    DIRECT,
    /** Every bound queue. */
    FANOUT,
    /**
     * The routing key matches the binding key, both being words separated by dots: {@code *} in the binding key stands for
     * exactly one word, {@code #} for any number of them, none included.
     */
    TOPIC,
    /** The message's headers match those of the binding: all of them, or any. */
    HEADERS
}
