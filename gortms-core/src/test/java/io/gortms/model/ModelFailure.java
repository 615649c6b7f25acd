package io.gortms.model;

import java.util.HashSet;
import java.util.Set;

/** Why a delivery failed, and what follows. */
enum ModelFailure {
    NACK,
    NACK_WITH_DELAY,
    LEASE_ENDED;

    /** Why the message is dead-lettered; empty if it comes again. More than one if more than one holds. */
    Set<String> deadReasons(ModelOptions options, Progress it) {
        Set<String> reasons = new HashSet<>();
        if (!options.retry().isNone() && it.failures > options.retry().maxRetries()) {
            reasons.add("retries-exhausted");
        }
        if (options.isSpent(it.deliveries)) {
            reasons.add("delivery-limit");
        }
        if (options.retry().isNone() && this == NACK) {
            reasons.add("failed");
        }
        return reasons;
    }
}
