package io.gortms;

import java.time.Duration;

/**
 * A message in the hands of one member of a group, until it is settled. Safe for use by any thread; a delivery may be
 * settled by another thread than the one that got it.
 *
 * <p>Exactly one settlement counts. A second one, or one after the lease was lost (it expired, or the group was moved,
 * deleted or closed), throws {@link DeliverySettledException} and changes nothing.
 */
public interface Delivery extends StoredMessage {

    /** Which delivery of this message to this group it is: 1 on the first. Survives restarts. */
    int attempt();

    /** How many deliveries before this one have failed. Survives restarts. */
    int failures();

    /**
     * Done: the group will not see the message again. When this returns, the settlement survives the death of the
     * process.
     *
     * @throws DeliverySettledException if this delivery is settled, or its lease was lost
     * @throws BrokerClosedException if the broker is closed
     * @throws StorageFullException if the disk is full and the space that is kept for settlements is used up. The message is
     *     settled and does not come again while the process lives; the settlement is written when there is room, and lost
     *     if the process ends before that. There is nothing to do but to make room
     */
    void ack();

    /**
     * Failed: the message comes again by the queue's retry policy; without one it is dead-lettered.
     *
     * @throws DeliverySettledException if this delivery is settled, or its lease was lost
     */
    void nack();

    /**
     * Failed: the message comes again after this delay.
     *
     * @throws DeliverySettledException if this delivery is settled, or its lease was lost
     */
    void nack(Duration delay);

    /**
     * Given back: the message comes again at its place in position order; neither a delivery nor a failure is counted.
     *
     * @throws DeliverySettledException if this delivery is settled, or its lease was lost
     */
    void release();

    /**
     * Given back, to come again after this delay; neither a delivery nor a failure is counted.
     *
     * @throws DeliverySettledException if this delivery is settled, or its lease was lost
     */
    void release(Duration delay);

    /**
     * Given up: the message goes to the dead-letter queue now.
     *
     * @param reason kept in the letter's header {@code gortms-dead-reason}
     * @throws DeliverySettledException if this delivery is settled, or its lease was lost
     */
    void reject(String reason);

    /**
     * Keeps the lease: it ends this long from now.
     *
     * @throws DeliverySettledException if this delivery is settled, or its lease was lost
     */
    void extend(Duration lease);
}
