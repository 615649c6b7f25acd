package io.gortms.contract.harness;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** A call on a thread of its own: one that waits, or that goes on beside the test's thread. */
public final class Background<T> {

    private final FutureTask<T> task;
    private final Thread thread;

    private Background(Callable<T> call) {
        task = new FutureTask<>(call);
        thread = new Thread(task, "contract-background");
        thread.setDaemon(true);
        thread.start();
    }

    static <T> Background<T> start(Callable<T> call) {
        return new Background<>(call);
    }

    /** What the call returned, or throws as the cause of an {@code ExecutionException} what it threw. */
    public T result() throws ExecutionException {
        return Await.value("the call in the background", task);
    }

    /** What the call threw. */
    public Throwable failure() {
        try {
            throw new AssertionError("should have failed, but returned " + result());
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }

    /** Returns once the call waits for something (or is over). */
    public Background<T> awaitWaiting() {
        Await.until("the call in the background waits", () -> switch (thread.getState()) {
            case WAITING, TIMED_WAITING, TERMINATED -> true;
            default -> false;
        });
        return this;
    }

    /** Whether the call has not returned. */
    public boolean isRunning() {
        return !task.isDone();
    }

    /** Interrupts the thread that calls. */
    public void interrupt() {
        thread.interrupt();
    }

    /** Ends what a failed scenario has left. */
    void abandon() {
        task.cancel(true);
    }
}
