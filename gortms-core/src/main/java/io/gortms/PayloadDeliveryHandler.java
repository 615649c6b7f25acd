package io.gortms;

/**
 * Handles payloads together with their deliveries; called by up to {@code workerCount} threads of the broker's executor
 * at the same time.
 *
 * @param <T> what the payload is read as
 */
@FunctionalInterface
public interface PayloadDeliveryHandler<T> {

    /**
     * Handles one payload. A normal return acks the delivery, an exception (an {@link Error} too) nacks it, unless it has
     * been settled here.
     *
     * @throws Exception to nack the delivery
     */
    void handle(T payload, Delivery delivery) throws Exception;
}
