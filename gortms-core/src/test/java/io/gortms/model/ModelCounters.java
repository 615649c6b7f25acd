package io.gortms.model;

/** What is counted of a group since the broker was opened. */
final class ModelCounters {
    long delivered;
    long redelivered;
    long acked;
    long nacked;
    long released;
    long deadLettered;
    long skipped;
    long expired;
    long dropped;

    /** How many were expired already when the group was moved to them: counted again, or not. */
    long mayHaveExpired;
}
