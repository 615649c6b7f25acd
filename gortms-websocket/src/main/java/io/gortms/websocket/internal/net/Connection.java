package io.gortms.websocket.internal.net;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A client's connection. Safe for use by any thread; what it does to the socket is done on the thread of the sockets. */
public final class Connection {

    /** How it is to end. */
    record Ending(int code, String reason, boolean afterMessages) {}

    private final String id = UUID.randomUUID().toString();
    private final InetSocketAddress remote;
    private final IoLoop loop;
    private final Outbox outbox;
    private final Inbound inbound;
    private final AtomicBoolean demanded = new AtomicBoolean();
    private final AtomicReference<@Nullable Ending> ending = new AtomicReference<>();

    /** Guards that nobody is let in who is gone. */
    private final ReentrantLock lock = new ReentrantLock();

    private volatile @Nullable Session session;
    private boolean gone;

    Connection(InetSocketAddress remote, IoLoop loop) {
        this.remote = remote;
        this.loop = loop;
        NetSettings settings = loop.settings();
        this.outbox = new Outbox(
                settings.bufferMessages(), settings.bufferBytes(), loop.droppedFrame(), this::demand, loop::hurry);
        this.inbound = new Inbound(loop.calls(), this::demand);
    }

    /** A unique name. */
    public String id() {
        return id;
    }

    /** Where the client is. */
    public InetSocketAddress remote() {
        return remote;
    }

    /** What is sent to the client. */
    public Outbox outbox() {
        return outbox;
    }

    /** When what it and others are sent is written. */
    public Rounds rounds() {
        return loop;
    }

    /** Lets the client in, if it is still there: from now on it is read from. */
    public void accept(Session accepted) {
        lock.lock();
        try {
            if (gone) {
                return;
            }
            session = accepted;
            inbound.add(accepted::onOpen);
        } finally {
            lock.unlock();
        }
        demand();
    }

    /**
     * Goes on with a call of the session on threads that may wait, so that the calls of others have theirs. What the client sends
     * next is handled after that. To be called by the session, as the end of its call.
     */
    public void goOn(Executor threads, Runnable rest) {
        inbound.goOn(threads, rest);
    }

    /** Ends it, with what was replied but without the messages that wait. The first call decides. */
    public void close(int code, String reason) {
        end(new Ending(code, reason, false));
    }

    /** Ends it when the messages that wait are sent, or the client does not take them. The first call decides. */
    public void closeAfterMessages(int code, String reason) {
        end(new Ending(code, reason, true));
    }

    private void end(Ending how) {
        if (ending.compareAndSet(null, how)) {
            demand();
        }
    }

    /** Whether it is about to end. */
    public boolean isEnding() {
        return ending.get() != null;
    }

    @Nullable Ending ending() {
        return ending.get();
    }

    @Nullable Session session() {
        return session;
    }

    Inbound inbound() {
        return inbound;
    }

    /** The thread of the sockets is to look at it. */
    void demand() {
        if (demanded.compareAndSet(false, true)) {
            loop.demand(this);
        }
    }

    void demandSeen() {
        demanded.set(false);
    }

    /** Tells the session that it is over. */
    void gone(int code, String reason) {
        outbox.close();
        ending.compareAndSet(null, new Ending(code, reason, false));
        lock.lock();
        try {
            gone = true;
            Session told = session;
            if (told != null) {
                inbound.add(() -> told.onClosed(code, reason));
            }
        } finally {
            lock.unlock();
        }
    }

    static void closeQuietly(Closeable socket) {
        try {
            socket.close();
        } catch (IOException e) {
            IoLoop.LOG.debug("closing a socket", e);
        }
    }
}
