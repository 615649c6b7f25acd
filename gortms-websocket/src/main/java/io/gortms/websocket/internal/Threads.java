package io.gortms.websocket.internal;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of a server besides that of the sockets: daemons, which go when there is nothing to do.
 *
 * <p>These kinds of work do not wait for each other: {@code calls} does what clients ask for; {@code publishes} publishes for them,
 * which may wait for room in a queue, and moves dead letters; {@code callbacks} calls the application; {@code work} lets clients in,
 * encrypts for that, and reads queues for them; {@code http} answers at the console's port, each request in ten seconds, its
 * transport included.
 */
final class Threads implements AutoCloseable {

    private static final int WORKERS = 4;
    private static final int CALLERS = 16;
    private static final int WAITING = 64;
    private static final int HTTP = 16;
    private static final Duration HTTP_AT_MOST = Duration.ofSeconds(10);
    private static final long IDLE_SECONDS = 10;

    private final ThreadPoolExecutor work = pool("gortms-websocket-work", WORKERS);
    private final ThreadPoolExecutor calls = pool("gortms-websocket-call", CALLERS);
    private final ThreadPoolExecutor publishes = pool("gortms-websocket-publish", WAITING);
    private final ThreadPoolExecutor callbacks = pool("gortms-websocket-callback", WAITING);
    private final ThreadPoolExecutor http;
    private final ScheduledThreadPoolExecutor timer;

    Threads() {
        timer = new ScheduledThreadPoolExecutor(1, named("gortms-websocket-timer"));
        timer.setRemoveOnCancelPolicy(true);
        timer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
        http = new TimedPool(
                HTTP, Duration.ofSeconds(IDLE_SECONDS), named("gortms-websocket-http"), timer, HTTP_AT_MOST);
    }

    private static ThreadPoolExecutor pool(String name, int threads) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), named(name));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private static ThreadFactory named(String name) {
        AtomicInteger made = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + made.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    ThreadPoolExecutor work() {
        return work;
    }

    ThreadPoolExecutor calls() {
        return calls;
    }

    ThreadPoolExecutor publishes() {
        return publishes;
    }

    ThreadPoolExecutor callbacks() {
        return callbacks;
    }

    ThreadPoolExecutor http() {
        return http;
    }

    ScheduledThreadPoolExecutor timer() {
        return timer;
    }

    /** What waits is still done; what is at work is not waited for. */
    @Override
    public void close() {
        timer.shutdownNow();
        http.shutdownNow();
        work.shutdown();
        calls.shutdown();
        publishes.shutdown();
        callbacks.shutdown();
    }
}
