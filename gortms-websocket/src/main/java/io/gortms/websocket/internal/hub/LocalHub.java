package io.gortms.websocket.internal.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gortms.websocket.Hub;
import io.gortms.websocket.HubClient;
import io.gortms.websocket.internal.net.Connection;
import io.gortms.websocket.internal.net.Frame;
import io.gortms.websocket.internal.net.Session;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The hub of a server. */
public final class LocalHub implements Hub {

    private static final Logger LOG = LoggerFactory.getLogger(LocalHub.class);

    private final ObjectMapper mapper;

    /** Guards who is connected; held while a frame is put into buffers, so that all have the same order. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Set<HubSession> sessions = new LinkedHashSet<>();
    private final List<Consumer<HubClient>> onConnect = new CopyOnWriteArrayList<>();
    private final List<Consumer<HubClient>> onDisconnect = new CopyOnWriteArrayList<>();
    private final List<BiConsumer<HubClient, String>> onMessage = new CopyOnWriteArrayList<>();

    /** A hub that writes JSON with this mapper. */
    public LocalHub(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    /**
     * A session that has not begun.
     *
     * @param name who it is, or null
     * @param callbacks calls the application
     */
    public Session session(Connection connection, @Nullable String name, Executor callbacks) {
        return new HubSession(this, connection, name, callbacks);
    }

    @Override
    public void broadcastJson(Object value) {
        Frame frame = frame(value);
        lock.lock();
        try {
            sessions.forEach(session -> session.offer(frame));
        } finally {
            lock.unlock();
        }
    }

    void send(HubSession session, Object value) {
        Frame frame = frame(value);
        lock.lock();
        try {
            session.offer(frame);
        } finally {
            lock.unlock();
        }
    }

    private Frame frame(Object value) {
        Objects.requireNonNull(value, "value");
        try {
            return Frame.ofUtf8(mapper.writeValueAsBytes(value));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "a " + value.getClass().getName() + " cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }

    @Override
    public List<HubClient> clients() {
        lock.lock();
        try {
            return List.copyOf(sessions);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onConnect(Consumer<HubClient> callback) {
        onConnect.add(Objects.requireNonNull(callback, "callback"));
    }

    @Override
    public void onDisconnect(Consumer<HubClient> callback) {
        onDisconnect.add(Objects.requireNonNull(callback, "callback"));
    }

    @Override
    public void onMessage(BiConsumer<HubClient, String> handler) {
        onMessage.add(Objects.requireNonNull(handler, "handler"));
    }

    void enter(HubSession session) {
        lock.lock();
        try {
            sessions.add(session);
        } finally {
            lock.unlock();
        }
    }

    void leave(HubSession session) {
        lock.lock();
        try {
            sessions.remove(session);
        } finally {
            lock.unlock();
        }
    }

    void connected(HubSession session) {
        onConnect.forEach(callback -> call(() -> callback.accept(session)));
    }

    void disconnected(HubSession session) {
        onDisconnect.forEach(callback -> call(() -> callback.accept(session)));
    }

    void received(HubSession session, String text) {
        onMessage.forEach(handler -> call(() -> handler.accept(session, text)));
    }

    private static void call(Runnable callback) {
        try {
            callback.run();
        } catch (Throwable e) {
            LOG.warn("a callback of the hub failed", e);
        }
    }
}
