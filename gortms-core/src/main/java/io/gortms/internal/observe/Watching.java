package io.gortms.internal.observe;

import io.gortms.Observation;
import io.gortms.Observer;
import io.gortms.StoredMessage;
import io.gortms.internal.message.RecordMessage;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One observer, with what waits for it. One task at a time tells it, on the executor. */
final class Watching implements Observation {

    private static final Logger LOG = LoggerFactory.getLogger(Watching.class);

    /** How many messages it is told of before others have their turn. */
    private static final int AT_A_TIME = 256;

    private final String resource;
    private final Observer observer;
    private final long startPosition;
    private final Executor executor;
    private final Runnable onHungry;
    private final Consumer<Watching> onClose;

    /** Guards everything below; held for a few instructions, never while the observer is called. */
    private final ReentrantLock lock = new ReentrantLock();

    private final ArrayDeque<RecordMessage> waiting = new ArrayDeque<>();
    private long waitingBytes;

    private long expected;

    private long untold;
    private long dropped;
    private boolean telling;
    private boolean ended;
    private volatile boolean closed;

    /** @param onHungry called when it has taken something, and has room for much */
    Watching(
            String resource,
            Observer observer,
            long startPosition,
            Executor executor,
            Runnable onHungry,
            Consumer<Watching> onClose) {
        this.resource = resource;
        this.observer = observer;
        this.startPosition = startPosition;
        this.expected = startPosition;
        this.executor = executor;
        this.onHungry = onHungry;
        this.onClose = onClose;
    }

    @Override
    public long startPosition() {
        return startPosition;
    }

    @Override
    public long dropped() {
        lock.lock();
        try {
            return dropped;
        } finally {
            lock.unlock();
        }
    }

    /** The first position that it was neither given, nor counts as missed. */
    long expected() {
        lock.lock();
        try {
            return expected;
        } finally {
            lock.unlock();
        }
    }

    /** Whether half of its buffer and more is empty. */
    boolean isHungry() {
        lock.lock();
        try {
            return isHungryLocked();
        } finally {
            lock.unlock();
        }
    }

    private boolean isHungryLocked() {
        return waiting.size() < Observer.BUFFERED_MESSAGES / 2 && waitingBytes < Observer.BUFFERED_BYTES / 2;
    }

    /** A message for it; what it was not given before this one, it has missed. */
    void offer(RecordMessage message) {
        lock.lock();
        try {
            if (message.position() < expected || closed) {
                return;
            }
            missed(message.position() - expected);
            expected = message.position() + 1;
            waiting.add(message);
            waitingBytes += message.stored().sizeBytes();
            while (waiting.size() > Observer.BUFFERED_MESSAGES
                    || (waitingBytes > Observer.BUFFERED_BYTES && waiting.size() > 1)) {
                waitingBytes -= waiting.remove().stored().sizeBytes();
                missed(1);
            }
            tellLocked();
        } finally {
            lock.unlock();
        }
    }

    private void missed(long count) {
        untold += count;
        dropped += count;
    }

    /** Everything below this position that can be read was offered. */
    void readUpTo(long end) {
        lock.lock();
        try {
            if (expected < end) {
                missed(end - expected);
                expected = end;
                tellLocked();
            }
        } finally {
            lock.unlock();
        }
    }

    private void tellLocked() {
        if (!telling) {
            telling = true;
            executor.execute(this::tell);
        }
    }

    private void tell() {
        for (int told = 0; told < AT_A_TIME; told++) {
            long missed;
            StoredMessage message;
            boolean last;
            boolean hungry;
            lock.lock();
            try {
                if (!ended) { // an interrupt is of the call in which it came, but for that of the closing broker
                    var unused = Thread.interrupted();
                }
                missed = untold;
                untold = 0;
                RecordMessage next = waiting.poll();
                message = next;
                waitingBytes -= next == null ? 0 : next.stored().sizeBytes();
                last = next == null && ended;
                if (closed || (missed == 0 && next == null && !last)) {
                    telling = false;
                    return;
                }
                ended &= !last;
                hungry = isHungryLocked();
            } finally {
                lock.unlock();
            }
            if (hungry) {
                onHungry.run();
            }
            if (missed > 0) {
                call(() -> observer.onDropped(missed));
            }
            if (message != null) {
                call(() -> observer.onMessage(message));
            }
            if (last) {
                call(observer::onEnd);
            }
        }
        executor.execute(this::tell);
    }

    private interface Call {
        void run() throws Exception;
    }

    private void call(Call call) {
        if (closed) {
            return;
        }
        try {
            call.run();
        } catch (Throwable e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            LOG.warn("{}: an observer failed, and goes on", resource, e);
        }
    }

    /** Nothing follows. */
    void end() {
        lock.lock();
        try {
            ended = true;
            tellLocked();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            waiting.clear(); // the application may keep this object for long
            waitingBytes = 0;
        } finally {
            lock.unlock();
        }
        onClose.accept(this);
    }
}
