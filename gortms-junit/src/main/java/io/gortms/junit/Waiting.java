package io.gortms.junit;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits, in real time, for what nobody tells of. */
final class Waiting {

    private static final long LOOK_AGAIN_NANOS = 1_000_000;

    private Waiting() {}

    /** Looks until the condition holds, the time is over, or the thread is interrupted, which it stays; at least once. */
    static boolean until(Duration limit, BooleanSupplier condition) {
        long startNanos = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - startNanos >= limit.toNanos()
                    || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
        return true;
    }
}
