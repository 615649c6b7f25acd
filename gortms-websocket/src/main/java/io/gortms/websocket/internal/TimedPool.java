package io.gortms.websocket.internal;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Threads whose tasks are interrupted when they take too long. The JDK's HTTP server reads a request, and writes the answer, on the
 * thread of its task and waits for as long as the client likes; an interrupt closes the client's socket.
 */
final class TimedPool extends ThreadPoolExecutor {

    /** What a thread is at. */
    private static final class Turn {

        private final Thread thread;
        private boolean over;

        Turn(Thread thread) {
            this.thread = thread;
        }

        /** Nobody else's task is interrupted. */
        synchronized void interrupt() {
            if (!over) {
                thread.interrupt();
            }
        }

        synchronized void end() {
            over = true;
        }
    }

    /** What is to be done at the end of a turn. */
    private record Limit(Turn turn, Future<?> alarm) {}

    private final ScheduledExecutorService timer;
    private final Duration atMost;
    private final Map<Thread, Limit> limits = new ConcurrentHashMap<>();

    TimedPool(int threads, Duration idle, ThreadFactory factory, ScheduledExecutorService timer, Duration atMost) {
        super(threads, threads, idle.toMillis(), TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(), factory);
        allowCoreThreadTimeOut(true);
        this.timer = timer;
        this.atMost = atMost;
    }

    @Override
    protected void beforeExecute(Thread thread, Runnable task) {
        Turn turn = new Turn(thread);
        limits.put(thread, new Limit(turn, timer.schedule(turn::interrupt, atMost.toMillis(), TimeUnit.MILLISECONDS)));
    }

    @Override
    protected void afterExecute(Runnable task, @Nullable Throwable error) {
        Limit limit = limits.remove(Thread.currentThread());
        if (limit != null) {
            limit.turn().end();
            var unused = limit.alarm().cancel(false);
        }
    }
}
