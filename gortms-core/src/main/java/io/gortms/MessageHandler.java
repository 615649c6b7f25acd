package io.gortms;

/** Handles deliveries; called by up to {@code workerCount} threads of the broker's executor at the same time. */
@FunctionalInterface
public interface MessageHandler {

    /**
     * Handles one delivery. A normal return acks it, an exception (an {@link Error} too) nacks it.
     *
     * @throws Exception to nack the delivery
     */
    void handle(Delivery delivery) throws Exception;
}
