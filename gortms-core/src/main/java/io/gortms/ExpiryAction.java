package io.gortms;

/** What becomes of a message that expires before a group has settled it. */
public enum ExpiryAction {
    /** It is gone for that group: counted, and an event. One that has failed before is dead-lettered all the same. */
    DROP,
    /** It is dead-lettered, reason {@code expired}. */
    DEAD_LETTER
}
