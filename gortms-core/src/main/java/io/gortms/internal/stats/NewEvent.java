package io.gortms.internal.stats;

import io.gortms.BrokerEvent;
import java.time.Instant;

/** An event that is about to be published. */
@FunctionalInterface
public interface NewEvent {

    /** Puts it together from what is known already: called with the lock of the bus, it takes no other. */
    BrokerEvent make(long sequence, Instant timestamp);
}
