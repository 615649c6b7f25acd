package io.gortms.websocket.internal.net;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one client has sent, handled in order, one at a time, on an executor. */
final class Inbound {

    /** So many may wait, and so many characters; the client is not read from until there are fewer. */
    static final int MOST = 16;

    static final int MOST_CHARACTERS = 64 << 10;

    /** Something to do, and how large it is. */
    private record Task(Runnable work, int characters) {}

    private static final Logger LOG = LoggerFactory.getLogger(Inbound.class);

    private final Executor executor;
    private final Runnable onRoom;

    /** Guards everything below; held for a few instructions only. */
    private final ReentrantLock lock = new ReentrantLock();

    private final ArrayDeque<Task> waiting = new ArrayDeque<>();
    private int characters;
    private boolean running;

    /** What the task at work leaves to threads that may wait. Used by whoever runs the task. */
    private @Nullable Runnable rest;

    private @Nullable Executor patient;

    /**
     * An empty one.
     *
     * @param onRoom called when there is room again
     */
    Inbound(Executor executor, Runnable onRoom) {
        this.executor = executor;
        this.onRoom = onRoom;
    }

    /** Lets this be done after all that waits. Never refuses: whoever brings much looks at {@link #isCongested()}. */
    void add(Runnable work) {
        add(work, 0);
    }

    /** The same, of something that keeps so many characters on the heap. */
    void add(Runnable work, int size) {
        lock.lock();
        try {
            waiting.add(new Task(work, size));
            characters += size;
            if (running) {
                return;
            }
            running = true;
        } finally {
            lock.unlock();
        }
        if (!submit()) {
            drain();
        }
    }

    /** Lets the task that calls this go on with that, on threads that may wait, before the next one has its turn. */
    void goOn(Executor threads, Runnable work) {
        patient = threads;
        rest = work;
    }

    boolean isCongested() {
        lock.lock();
        try {
            return isFull();
        } finally {
            lock.unlock();
        }
    }

    private boolean isFull() {
        return waiting.size() >= MOST || characters >= MOST_CHARACTERS;
    }

    /** One task at a time, so that many clients share few threads fairly. */
    private void run() {
        if (runNext() && !handOver() && !submit()) {
            drain();
        }
    }

    /** Returns whether the task at work goes on elsewhere. */
    private boolean handOver() {
        Runnable work = rest;
        Executor threads = patient;
        rest = null;
        patient = null;
        if (work == null || threads == null) {
            return false;
        }
        Runnable both = () -> {
            call(work);
            if (!submit()) {
                drain();
            }
        };
        try {
            threads.execute(both);
        } catch (RejectedExecutionException e) {
            both.run();
        }
        return true;
    }

    /** When the server is closed nothing is handed over any more, and the sessions still have to be told that they are over. */
    private void drain() {
        while (runNext()) {
            if (handOver()) {
                return;
            }
        }
    }

    /** Returns whether there was something to do. */
    private boolean runNext() {
        Task task = poll();
        if (task == null) {
            return false;
        }
        call(task.work());
        return true;
    }

    private static void call(Runnable work) {
        try {
            work.run();
        } catch (Throwable e) {
            LOG.warn("what a client has sent could not be handled", e);
        }
    }

    private @Nullable Task poll() {
        Task task;
        boolean hasRoomNow;
        lock.lock();
        try {
            boolean wasFull = isFull();
            task = waiting.poll();
            if (task == null) {
                running = false;
            } else {
                characters -= task.characters();
            }
            hasRoomNow = wasFull && !isFull();
        } finally {
            lock.unlock();
        }
        if (hasRoomNow) {
            onRoom.run();
        }
        return task;
    }

    /** Returns whether it will be run: not any more when the server is closed. */
    private boolean submit() {
        try {
            executor.execute(this::run);
            return true;
        } catch (RejectedExecutionException e) {
            LOG.debug("the server is closed; what is left of a client is handled at once", e);
            return false;
        }
    }
}
