package io.gortms.internal.time;

/** A unit of the broker that has something to do when its time comes. */
public abstract class Due {

    /** When the timer will call; guarded by the timer's lock. */
    long plannedMicros = BrokerClock.NEVER;

    /**
     * Does what is due.
     *
     * @return when to call next, or {@link BrokerClock#NEVER}; an earlier {@link DueTimer#plan} made meanwhile stands
     */
    protected abstract long runDue(long nowMicros);
}
