package io.gortms.webhooks.internal.delivery;

import io.gortms.Delivery;
import io.gortms.webhooks.internal.store.AttemptKey;
import io.gortms.webhooks.internal.store.Headers;

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

    /** From when its age counts. */
    long sinceMicros() {
        return Headers.sinceMicros(delivery);
    }

    AttemptKey key() {
        return new AttemptKey(target.number(), delivery.position(), attempt());
    }
}
