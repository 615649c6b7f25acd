package io.gortms.benchmarks;

import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * How long messages were on their way, one after another: one thread begins and waits for the end, another ends. What was
 * measured in an iteration is asked for by {@link LatencyProfiler}, which JMH makes by itself: hence static.
 */
final class Latencies {

    private static final Histogram NANOS = new Histogram(3);

    private static volatile boolean under;
    private static long begunNanos;

    private Latencies() {}

    /** The message is about to leave. */
    static void begin() {
        begunNanos = System.nanoTime();
        under = true;
    }

    /** The message had arrived at this time, and is done with. */
    static void end(long arrivedNanos) {
        if (under) {
            NANOS.recordValue(arrivedNanos - begunNanos);
            under = false;
        }
    }

    /** Sleeps until the message is done with, and at least so long. */
    static void awaitEnd(long pauseNanos) {
        do {
            LockSupport.parkNanos(pauseNanos);
        } while (under);
    }

    /** What was measured since the last {@link #reset}, between two iterations. */
    static Histogram measured() {
        return NANOS;
    }

    static void reset() {
        NANOS.reset();
    }
}
