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

    /** So many may wait; the client is not read from until there are fewer. */
    static final int MOST = 16;

    private static final Logger LOG = LoggerFactory.getLogger(Inbound.class);

    private final Executor executor;
    private final Runnable onRoom;

    /** Guards everything below; held for a few instructions only. */
    private final ReentrantLock lock = new ReentrantLock();

    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private boolean running;

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
    void add(Runnable task) {
        lock.lock();
        try {
            waiting.add(task);
            if (running) {
                return;
            }
            running = true;
        } finally {
            lock.unlock();
        }
        submit();
    }

    boolean isCongested() {
        lock.lock();
        try {
            return waiting.size() >= MOST;
        } finally {
            lock.unlock();
        }
    }

    /** One task at a time, so that many clients share few threads fairly. */
    private void run() {
        Runnable task = poll();
        if (task == null) {
            return;
        }
        try {
            task.run();
        } catch (Throwable e) {
            LOG.warn("what a client has sent could not be handled", e);
        }
        submit();
    }

    private @Nullable Runnable poll() {
        Runnable task;
        boolean hasRoomNow;
        lock.lock();
        try {
            hasRoomNow = waiting.size() == MOST;
            task = waiting.poll();
            if (task == null) {
                running = false;
            }
        } finally {
            lock.unlock();
        }
        if (hasRoomNow) {
            onRoom.run();
        }
        return task;
    }

    private void submit() {
        try {
            executor.execute(this::run);
        } catch (RejectedExecutionException e) { // the server is closed
            LOG.debug("nothing of what clients have sent is handled any more", e);
        }
    }
}
