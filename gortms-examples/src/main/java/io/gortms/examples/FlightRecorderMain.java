package io.gortms.examples;

import io.gortms.examples.flightrecorder.FlightRecorderRun;
import io.gortms.examples.flightrecorder.Options;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Streams the events of the JVM's own Flight Recorder, or the lines of a JSON Lines file, through a durable queue to two
 * consumer groups: one keeps running aggregates, one writes an archive. {@link Options#USAGE} says how to call it.
 *
 * <p>Exits with 0 if every message is in the archive exactly once, with 1 if not or if something failed, with 2 if it was
 * called wrongly.
 */
public final class FlightRecorderMain {

    private static final long CTRL_C_PATIENCE_SECONDS = 10;

    private FlightRecorderMain() {}

    /** Runs the program. */
    public static void main(String[] args) {
        Options options;
        try {
            options = Options.parse(args);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.print(Options.USAGE);
            System.exit(2);
            return;
        }
        if (options.help()) {
            System.out.print(Options.USAGE);
            return;
        }
        FlightRecorderRun run = new FlightRecorderRun(options, System.in, System.out, System.err);
        CountDownLatch finished = new CountDownLatch(1);
        stopOnInterrupt(run, finished);
        boolean complete;
        try {
            complete = run.execute();
        } finally {
            finished.countDown();
        }
        System.exit(complete ? 0 : 1);
    }

    /**
     * Ctrl-C ends the input early, and the run is brought to its end in order. It need not be: the next run also copes
     * with one that was killed.
     */
    private static void stopOnInterrupt(FlightRecorderRun run, CountDownLatch finished) {
        Thread hook = new Thread(() -> {
            run.stop();
            try {
                finished.await(CTRL_C_PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Runtime.getRuntime().addShutdownHook(hook);
    }
}
