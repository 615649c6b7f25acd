package io.gortms.websocket.internal.net;

/**
 * How long a thread rests, so that it leaves the processors to the broker: on two processors it works an eleventh of the time at most,
 * on twenty half. What it waits for anyway counts as rest, so one that has little to do never rests. Used by one thread.
 */
class Pace {

    /** On one processor it rests so many times as long as it has worked. */
    private static final int ON_ONE = 20;

    private static final long LEAST_NANOS = 500_000;
    private static final long MOST_NANOS = 200_000_000;

    private final int processors;
    private long owedNanos;

    Pace(int processors) {
        this.processors = processors;
    }

    /**
     * How long to rest now; 0 if it is not worth it.
     *
     * @param workedNanos how long it has worked since the last call
     * @param waitedNanos how long it has waited
     */
    long rest(long workedNanos, long waitedNanos) {
        owedNanos = Math.max(0, owedNanos - waitedNanos) + workedNanos * ON_ONE / processors;
        if (owedNanos < LEAST_NANOS) {
            return 0;
        }
        long rest = Math.min(owedNanos, MOST_NANOS);
        owedNanos = 0;
        return rest;
    }
}
