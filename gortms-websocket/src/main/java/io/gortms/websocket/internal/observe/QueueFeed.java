package io.gortms.websocket.internal.observe;

import io.gortms.MessageQueue;
import io.gortms.Observation;
import io.gortms.Observer;
import io.gortms.StoredMessage;
import io.gortms.websocket.internal.frame.MessageFrame;
import io.gortms.websocket.internal.net.Connection;
import io.gortms.websocket.internal.net.Frame;
import io.gortms.websocket.internal.net.Rounds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one observer of a queue for all clients that watch it: each message is encoded once. The first one goes to everybody at once;
 * those that come while it is written are given together, in the next round. While there are as many as a round takes, the feed
 * itself is slow: the broker then reads no more for it than its own buffer holds, and what is missed is seen by the positions.
 */
final class QueueFeed implements Observer {

    /** How long a round is waited for: none comes any more when the server is closed. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** What is given to all in the next round. */
    private record Live(long position, Frame frame) {}

    private final String queueName;
    private final Rounds rounds;
    private final Runnable onEnd;

    /** Guards everything below; held while messages are put into the buffers of all who watch. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition room = lock.newCondition();
    private final List<Live> batch = new ArrayList<>();
    private long batchBytes;

    /** Whether a round is under way. */
    private boolean writing;

    private final Set<LiveMessages> watching = new LinkedHashSet<>();
    private @Nullable Observation observation;
    private @Nullable Consumer<Connection> ending;

    /** The first position that nobody was given yet; -1 before it is known. */
    private long next = -1;

    /** A feed that has not begun; who ends it is told. */
    QueueFeed(String queueName, Rounds rounds, Runnable onEnd) {
        this.queueName = queueName;
        this.rounds = rounds;
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
        if (!isWatched(message)) {
            return;
        }
        Frame frame = MessageFrame.of(queueName, message);
        lock.lock();
        try {
            awaitRoom();
            next = message.position() + 1;
            batch.add(new Live(message.position(), frame));
            batchBytes += frame.sizeBytes();
            if (!writing) {
                give();
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean isWatched(StoredMessage message) {
        lock.lock();
        try {
            if (watching.isEmpty()) {
                next = message.position() + 1;
                return false;
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void awaitRoom() {
        long left = PATIENCE.toNanos();
        while (writing && (batch.size() >= rounds.messages() || batchBytes >= rounds.bytes())) {
            try {
                left = room.awaitNanos(left);
            } catch (InterruptedException e) { // the broker is closed
                Thread.currentThread().interrupt();
                left = 0;
            }
            if (left <= 0) {
                give();
                return;
            }
        }
    }

    /** Puts what there is into the buffers of all who watch. */
    private void give() {
        for (LiveMessages one : watching) {
            for (Live live : batch) {
                one.onLive(live.position(), live.frame());
            }
        }
        forget();
        if (!writing) {
            writing = true;
            rounds.atNext(this::written);
        }
    }

    private void forget() {
        batch.clear();
        batchBytes = 0;
        room.signalAll();
    }

    private void written() {
        lock.lock();
        try {
            writing = false;
            if (!batch.isEmpty()) {
                give();
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
            forget();
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
            give();
            ending = how;
            watching.forEach(one -> how.accept(one.connection()));
            watching.clear();
        } finally {
            lock.unlock();
        }
    }
}
