package io.gortms.internal.delivery;

/** A standing consumer of a group: a subscription, or a stream subscriber. */
interface Taker {

    /** What events call it. */
    String name();

    /** There may be something to take. Called by any thread, no lock of the group's held; returns quickly. */
    void wake();

    /** The group is gone, or the broker closes. Called once, no lock of the group's held. */
    void end(GroupEnd end);
}
