package io.gortms.internal.delivery;

/** What a group has done since it was opened. Written under the group's lock, read under it too. */
final class GroupCounters {

    long delivered;
    long redelivered;
    long acked;
    long nacked;
    long released;
    long deadLettered;
    long skipped;
    long expired;
    long dropped;
}
