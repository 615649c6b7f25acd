package io.gortms.websocket.internal.dashboard;

import io.gortms.Broker;
import io.gortms.BrokerEvent;
import io.gortms.BrokerListener;
import io.gortms.EventFrame;
import io.gortms.websocket.internal.frame.Frames;
import io.gortms.websocket.internal.net.Connection;
import io.gortms.websocket.internal.net.Frame;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** The one listener of the broker for all clients of the event stream; it listens while there is one. Safe for use by any thread. */
public final class EventFeed implements BrokerListener {

    private final Broker broker;

    /** Guards who listens; held while an event is put into their buffers. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Set<Connection> listening = new LinkedHashSet<>();

    /** That of a broker. */
    public EventFeed(Broker broker) {
        this.broker = broker;
    }

    void join(Connection connection) {
        lock.lock();
        try {
            if (listening.add(connection) && listening.size() == 1) {
                broker.addListener(this);
            }
        } finally {
            lock.unlock();
        }
    }

    void leave(Connection connection) {
        lock.lock();
        try {
            if (listening.remove(connection) && listening.isEmpty()) {
                var unused = broker.removeListener(this);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onEvent(BrokerEvent event) {
        Frame frame = Frames.of(EventFrame.of(event));
        lock.lock();
        try {
            listening.forEach(connection -> connection.outbox().offer(frame));
        } finally {
            lock.unlock();
        }
    }
}
