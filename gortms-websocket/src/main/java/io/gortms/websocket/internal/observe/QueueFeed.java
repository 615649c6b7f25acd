package io.gortms.websocket.internal.observe;

import io.gortms.MessageQueue;
import io.gortms.Observation;
import io.gortms.Observer;
import io.gortms.StoredMessage;
import io.gortms.websocket.internal.frame.MessageFrame;
import io.gortms.websocket.internal.net.Connection;
import io.gortms.websocket.internal.net.Frame;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The one observer of a queue for all clients that watch it: each message is encoded once. */
final class QueueFeed implements Observer {

    private final String queueName;
    private final Runnable onEnd;

    /** Guards everything below; held while a message is encoded and put into the buffers of all who watch. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Set<LiveMessages> watching = new LinkedHashSet<>();
    private @Nullable Observation observation;
    private @Nullable Consumer<Connection> ending;

    /** The first position that nobody was given yet; -1 before it is known. */
    private long next = -1;

    /** A feed that has not begun; who ends it is told. */
    QueueFeed(String queueName, Runnable onEnd) {
        this.queueName = queueName;
        this.onEnd = onEnd;
    }

    /** Begins. Messages may come before this returns. */
    void start(MessageQueue queue) {
        Observation started = queue.observe(this);
        lock.lock();
        try {
            observation = started;
            next = Math.max(next, started.startPosition());
        } finally {
            lock.unlock();
        }
    }

    /**
     * Adds somebody who has everything below this position, if that is all that was given out. Who is not added has to read
     * on, up to {@link #next()}. Who has left already, or comes after the end, need not.
     *
     * @param onJoined runs before any message is given
     */
    boolean join(long position, LiveMessages joining, Runnable onJoined) {
        lock.lock();
        try {
            if (joining.hasLeft()) {
                return true;
            }
            if (ending != null) {
                ending.accept(joining.connection());
                return true;
            }
            if (position < next) {
                return false;
            }
            onJoined.run();
            watching.add(joining);
            return true;
        } finally {
            lock.unlock();
        }
    }

    void leave(LiveMessages leaving) {
        lock.lock();
        try {
            leaving.leave();
            watching.remove(leaving);
        } finally {
            lock.unlock();
        }
    }

    /** Messages from this position on will be given. */
    long next() {
        lock.lock();
        try {
            return next;
        } finally {
            lock.unlock();
        }
    }

    /** What it misses itself is seen by the positions. */
    @Override
    public void onMessage(StoredMessage message) {
        lock.lock();
        try {
            next = message.position() + 1;
            if (watching.isEmpty()) {
                return;
            }
            Frame frame = MessageFrame.of(queueName, message);
            for (LiveMessages one : watching) {
                one.onLive(message.position(), frame);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onEnd() {
        onEnd.run();
    }

    /** Ends it; nobody is told. */
    void close() {
        Observation ended;
        lock.lock();
        try {
            ended = observation;
            watching.clear();
        } finally {
            lock.unlock();
        }
        if (ended != null) {
            ended.close();
        }
    }

    /** Ends all who watch, and all who join later, in this way. */
    void end(Consumer<Connection> how) {
        lock.lock();
        try {
            ending = how;
            watching.forEach(one -> how.accept(one.connection()));
            watching.clear();
        } finally {
            lock.unlock();
        }
    }
}
