package io.gortms;

/**
 * Handles payloads; called by up to {@code workerCount} threads of the broker's executor at the same time.
 *
 * @param <T> what the payload is read as
 */
@FunctionalInterface
public interface PayloadHandler<T> {

    /**
     * Handles one payload. A normal return acks its delivery, an exception (an {@link Error} too) nacks it.
     *
     * @throws Exception to nack the delivery
     */
    void handle(T payload) throws Exception;
}
