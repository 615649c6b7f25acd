package io.gortms.webhooks.internal.delivery;

import io.gortms.Delivery;
import io.gortms.webhooks.internal.store.AttemptKey;

/**
 * A webhook in hand.
 *
 * @param delivery of the queue, to be settled
 * @param target where it goes
 */
record Job(Delivery delivery, Target target) {

    /** Which attempt the next one is: those that were interrupted by the end of a process are not counted. */
    int attempt() {
        return delivery.failures() + 1;
    }

    AttemptKey key() {
        return new AttemptKey(target.number(), delivery.position(), attempt());
    }
}
