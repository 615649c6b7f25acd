package io.gortms;

/** How a group's circuit breaker stands. */
public enum BreakerState {
    /** Messages go out. */
    CLOSED,
    /** Nothing goes out. */
    OPEN,
    /** One message at a time goes out, as a probe. */
    HALF_OPEN
}
