package io.gortms;

/**
 * Handlers at work for a group. Safe for use by any thread, the handler included.
 */
public interface Subscription extends AutoCloseable {

    /** The name from {@link SubscriptionOptions#name(String)}, or a generated one. */
    String name();

    /** Whether it still takes messages: false once closed, or when its group, queue, domain or broker is gone. */
    boolean isActive();

    /**
     * Takes nothing more, waits for running handlers (up to the broker's {@link
     * BrokerBuilder#shutdownTimeout(java.time.Duration) shutdownTimeout}, then interrupts them) and gives back what is
     * unsettled, also what a handler fails at because of that interrupt. Idempotent. Called inside a handler of this subscription
     * it does not wait for that handler.
     */
    @Override
    void close();
}
