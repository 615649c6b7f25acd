package io.gortms;

/**
 * Is told of events. Called on one thread of the broker's, in the order of the events, while no lock is held: it may call
 * the broker. One that throws is logged and goes on being called; one that is slow delays other listeners only, and beyond
 * 10,000 waiting events the oldest are dropped and counted.
 */
@FunctionalInterface
public interface BrokerListener {

    /** Is told of one event. */
    void onEvent(BrokerEvent event);
}
