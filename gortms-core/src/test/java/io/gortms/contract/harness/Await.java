package io.gortms.contract.harness;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for something that has to happen. Each is bounded; how long it took never decides a test. */
public final class Await {

    /** Far longer than anything waited for takes. */
    public static final Duration LIMIT = Duration.ofSeconds(20);

    private static final long LOOK_AGAIN_NANOS = 200_000;

    private Await() {}

    /** Waits until the condition holds. */
    public static void until(String what, BooleanSupplier condition) {
        long deadlineNanos = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadlineNanos > 0) {
                throw new AssertionError("waited " + LIMIT.toSeconds() + " s in vain until " + what);
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }

    /** Waits until the latch is open. */
    public static void latch(String what, CountDownLatch latch) {
        try {
            if (!latch.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("waited " + LIMIT.toSeconds() + " s in vain until " + what);
            }
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while waiting until " + what, e);
        }
    }

    /** Waits for a future's value. */
    public static <T> T value(String what, Future<T> future) throws ExecutionException {
        try {
            return future.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | InterruptedException e) {
            throw new AssertionError("waited in vain for " + what, e);
        }
    }
}
