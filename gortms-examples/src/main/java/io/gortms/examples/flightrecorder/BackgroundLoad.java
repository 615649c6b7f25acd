package io.gortms.examples.flightrecorder;

import java.util.concurrent.locks.LockSupport;

/** Gives the Flight Recorder something to see: one thread that allocates, starts threads and now and then collects. */
final class BackgroundLoad implements AutoCloseable {

    private static final long PAUSE_NANOS = 5_000_000;
    private static final int ROUNDS_PER_THREAD_START = 20;
    private static final int ROUNDS_PER_COLLECTION = 400;
    private static final int KEPT_BLOCKS = 256;
    private static final int BLOCK_BYTES = 64 * 1024;

    private final Thread thread = new Thread(this::run, "background-load");
    private volatile boolean closed;

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }

    private void run() {
        byte[][] kept = new byte[KEPT_BLOCKS][];
        for (int round = 1; !closed; round++) {
            for (int i = 0; i < 8; i++) {
                kept[(round * 8 + i) % KEPT_BLOCKS] = new byte[BLOCK_BYTES];
            }
            if (round % ROUNDS_PER_THREAD_START == 0) {
                new Thread(() -> {}, "short-lived-" + round / ROUNDS_PER_THREAD_START).start();
            }
            if (round % ROUNDS_PER_COLLECTION == 0) {
                System.gc();
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
