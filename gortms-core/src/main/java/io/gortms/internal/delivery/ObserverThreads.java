package io.gortms.internal.delivery;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs what observers are told, in the order it was given, and leaves a processor to the publishers: only as many threads as
 * there are others are at work. One whose task takes long, because an observer stalls or computes, is not counted any more, and
 * another takes the next task: nobody waits long for an observer that stalls.
 */
final class ObserverThreads implements Executor {

    private static final Logger LOG = LoggerFactory.getLogger(ObserverThreads.class);
    private static final Duration LONG = Duration.ofMillis(10);
    private static final int MOST_AT_ONCE = 64;

    /** Set on the threads of this broker; another broker's are nothing to it. */
    private final ThreadLocal<Boolean> isOneOfThem = new ThreadLocal<>();

    private final int most = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
    private final ExecutorService pool;
    private final BiConsumer<Runnable, Duration> later;

    /** Guards everything below. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Deque<Runnable> waiting = new ArrayDeque<>();

    /** Those that are counted. */
    private final Set<Worker> working = new HashSet<>();

    private boolean looking;
    private boolean closed;

    /** One thread, as long as there is something to do. */
    private final class Worker implements Runnable {

        private final Runnable first;
        private long sinceNanos = System.nanoTime();

        Worker(Runnable first) {
            this.first = first;
        }

        @Override
        public void run() {
            isOneOfThem.set(true);
            for (Runnable task = first; task != null; task = next(this)) {
                try {
                    task.run();
                } catch (RuntimeException | Error e) {
                    LOG.error("{} failed", task, e);
                }
            }
        }
    }

    /**
     * The threads of a broker.
     *
     * @param pool runs each task on a thread of its own
     * @param later runs a short task after this time
     */
    ObserverThreads(ExecutorService pool, BiConsumer<Runnable, Duration> later) {
        this.pool = pool;
        this.later = later;
    }

    /** Runs a task soon, on another thread. After the close it runs only what goes on with tasks from before. */
    @Override
    public void execute(Runnable task) {
        lock.lock();
        try {
            waiting.add(task);
            startWorkers(most);
            if (!waiting.isEmpty() && !looking && !closed) {
                looking = true;
                later.accept(this::look, LONG);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Starts threads for what waits, until so many are at work. */
    private void startWorkers(int upTo) {
        while (!waiting.isEmpty() && working.size() < upTo && !closed) {
            Worker worker = new Worker(waiting.remove());
            working.add(worker);
            try {
                pool.execute(worker);
            } catch (RejectedExecutionException e) {
                working.remove(worker);
                LOG.debug("not run, the broker is closed: {}", worker.first);
            } catch (OutOfMemoryError e) { // no business of the publisher's
                working.remove(worker);
                waiting.addFirst(worker.first);
                LOG.warn("no thread can be made for observers; it is tried again", e);
                return;
            }
        }
    }

    /** Counts those no more that have been at one task for long; if it is all of them, twice as many take their place. */
    private void look() {
        lock.lock();
        try {
            looking = false;
            long nowNanos = System.nanoTime();
            int before = working.size();
            working.removeIf(worker -> nowNanos - worker.sinceNanos >= LONG.toNanos());
            startWorkers(working.isEmpty() ? Math.min(MOST_AT_ONCE, Math.max(most, 2 * before)) : most);
            if (!waiting.isEmpty() && !closed) {
                looking = true;
                later.accept(this::look, LONG);
            }
        } finally {
            lock.unlock();
        }
    }

    /** What a thread does next, or null if it ends. */
    private @Nullable Runnable next(Worker worker) {
        lock.lock();
        try {
            boolean isCounted = working.contains(worker);
            boolean isTooMany = working.size() > (isCounted ? most : most - 1);
            Runnable task = isTooMany && !closed ? null : waiting.poll();
            if (task == null) {
                working.remove(worker);
                return null;
            }
            working.add(worker);
            worker.sinceNanos = System.nanoTime();
            boolean unused = !closed && Thread.interrupted(); // an observer's own affair
            return task;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes nothing more, gives all that waits a thread of its own, and waits for the end of what runs.
     *
     * @return whether all has ended
     */
    boolean close(Duration patience) throws InterruptedException {
        lock.lock();
        try {
            startWorkers(Integer.MAX_VALUE);
            closed = true;
        } finally {
            lock.unlock();
        }
        pool.shutdown();
        return pool.awaitTermination(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Whether this thread is one of these. */
    boolean isOneOfThem() {
        return Boolean.TRUE.equals(isOneOfThem.get());
    }

    /** Interrupts what still runs. */
    void interrupt() {
        pool.shutdownNow();
    }
}
