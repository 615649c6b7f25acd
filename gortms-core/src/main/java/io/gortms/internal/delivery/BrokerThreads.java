package io.gortms.internal.delivery;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of one broker, all daemons, all gone when idle: handlers run on one pool (or the application's executor),
 * disk work on another, settlements that wait for company are written by a third, and observers are told by those of {@link
 * ObserverThreads}. They belong to the thread group of
 * whoever made this.
 */
public final class BrokerThreads implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerThreads.class);
    private static final long IDLE_SECONDS = 10;
    private static final Duration OBSERVERS_PATIENCE = Duration.ofSeconds(2);

    private final Executor handlers;
    private final @Nullable ExecutorService ownHandlers;
    private final ThreadPoolExecutor io;
    private final ObserverThreads observers;
    private final ScheduledThreadPoolExecutor soon;

    public BrokerThreads(@Nullable Executor handlers) {
        this(handlers, BrokerThreads::daemons);
    }

    /** @param makers makes the threads of a pool, with names that begin like this */
    BrokerThreads(@Nullable Executor handlers, Function<String, ThreadFactory> makers) {
        ExecutorService own = handlers == null ? pool(makers.apply("gortms-handler-")) : null;
        this.ownHandlers = own;
        this.handlers = own == null ? Objects.requireNonNull(handlers) : own;
        this.io = pool(makers.apply("gortms-io-"));
        this.observers = new ObserverThreads(pool(makers.apply("gortms-observer-")), this::soon);
        this.soon = new ScheduledThreadPoolExecutor(1, makers.apply("gortms-flusher-"), (task, pool) -> {});
        soon.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        soon.allowCoreThreadTimeOut(true);
        soon.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    private static ThreadPoolExecutor pool(ThreadFactory maker) {
        return new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), maker);
    }

    private static ThreadFactory daemons(String prefix) {
        AtomicInteger count = new AtomicInteger();
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        return task -> {
            Thread thread = new Thread(group, task, prefix + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Where handlers and stream signals run. */
    public Executor handlers() {
        return handlers;
    }

    /** Where disk work runs that nobody waits for. After the close it runs nothing. */
    public Executor io() {
        return task -> {
            try {
                io.execute(task);
            } catch (RejectedExecutionException e) {
                LOG.debug("not run, the broker is closed: {}", task);
            }
        };
    }

    /** Where observers are told of messages, who may take as long as they like. After the close it begins nothing. */
    public Executor observers() {
        return observers;
    }

    /** Whether this thread tells an observer of this broker. */
    public boolean isInObserver() {
        return observers.isOneOfThem();
    }

    /** Runs a short task after this real time; after the close it runs nothing. */
    public void soon(Runnable task, Duration delay) {
        try {
            var unused = soon.schedule(() -> runGuarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (OutOfMemoryError e) { // a publisher whose message is stored is not to fail; the task is in the queue
            LOG.warn("no thread can be made for short tasks; it is tried again with the next", e);
        }
    }

    private static void runGuarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOG.error("{} failed", task, e);
        }
    }

    /** Ends the pools: disk work first, since it hands the last signals of streams to the handlers' pool. What runs finishes. */
    @Override
    public void close() {
        soon.shutdownNow();
        io.shutdown();
        try {
            awaitObservers();
            if (!io.awaitTermination(IDLE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("disk work is still going on after {} s", IDLE_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (ownHandlers != null) {
            ownHandlers.shutdown();
        }
    }

    /** Whoever does not return soon is interrupted; one who closes the broker is not waited for. */
    private void awaitObservers() throws InterruptedException {
        boolean isObserver = isInObserver();
        if (!observers.close(isObserver ? Duration.ZERO : OBSERVERS_PATIENCE) && !isObserver) {
            LOG.warn("an observer does not return, and is interrupted as the broker closes");
            observers.interrupt();
        }
    }
}
