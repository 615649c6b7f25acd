package io.gortms.websocket.internal.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread for all sockets: accepts, reads, writes, pings, and closes what is idle. It never waits for anything but its sockets.
 *
 * <p>The library's own {@code WebSocketServer} is not used: its send queues are unbounded, it may forget that there is something to
 * write (another thread's demand is overwritten when a socket was just emptied), one slow handler keeps the few buffers that
 * it reads into and stops all connections, and it accepts handshakes of any length. Its protocol, {@code WebSocketImpl} and {@code
 * Draft_6455}, asks for writing by a callback; this loop answers it.
 *
 * <p>Who puts a frame into an {@link Outbox} wakes the loop; the loop writes until the socket takes no more, and is woken by the
 * selector when it does again. After much work it rests ({@link Pace}), unless a client would lose by that: what comes meanwhile is
 * written together.
 */
public final class IoLoop implements AutoCloseable, Rounds {

    static final Logger LOG = LoggerFactory.getLogger(IoLoop.class);

    /** Why connections end when the server is closed. */
    public static final String SHUTTING_DOWN = "Server shutting down";

    private static final long TICK_MILLIS = 250;
    private static final Duration CLOSING = Duration.ofSeconds(2);
    private static final int READ_BYTES = 64 << 10;

    /** Makes what encrypts a new connection. */
    @FunctionalInterface
    public interface EngineFactory {

        /** An engine of a server, which has not begun its handshake. */
        SSLEngine create();
    }

    private final InetSocketAddress address;
    private final Selector selector;
    private final NetSettings settings;
    private final Executor calls;
    private final Reception reception;
    private final LongFunction<Frame> droppedFrame;
    private final Acceptor acceptor;
    private final Thread thread;
    private final ConcurrentLinkedQueue<Connection> demanded = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Runnable> asked = new ConcurrentLinkedQueue<>();
    private final Pace pace;
    private final Map<Connection, Wire> wires = new HashMap<>();
    private final TokenBucket bucketOfAll;
    private final ByteBuffer readBuffer = ByteBuffer.allocate(READ_BYTES);
    private final Gather gather = new Gather();

    /** What was asked for before the last round of writing. */
    private List<Runnable> due = List.of();

    private volatile boolean closing;

    /**
     * Takes over a socket that listens.
     *
     * @param tls null for plain sockets
     * @param calls runs what clients ask for
     * @param work runs the costly steps of TLS handshakes
     * @param droppedFrame the frame that tells a slow client of so many missed messages
     */
    public IoLoop(
            ServerSocketChannel listening,
            NetSettings settings,
            @Nullable EngineFactory tls,
            Executor calls,
            Executor work,
            LongFunction<Frame> droppedFrame,
            Reception reception)
            throws IOException {
        this(
                listening,
                settings,
                tls,
                calls,
                work,
                droppedFrame,
                reception,
                new Pace(Runtime.getRuntime().availableProcessors()));
    }

    IoLoop(
            ServerSocketChannel listening,
            NetSettings settings,
            @Nullable EngineFactory tls,
            Executor calls,
            Executor work,
            LongFunction<Frame> droppedFrame,
            Reception reception,
            Pace pace)
            throws IOException {
        this.pace = pace;
        this.address = (InetSocketAddress) listening.getLocalAddress();
        this.settings = settings;
        this.calls = calls;
        this.droppedFrame = droppedFrame;
        this.reception = reception;
        this.bucketOfAll = new TokenBucket(settings.inboundPerSecondOfAll(), System.nanoTime());
        this.selector = Selector.open();
        this.acceptor = new Acceptor(this, listening, selector, tls, work);
        this.thread = new Thread(this::run, "gortms-websocket-" + address.getPort());
        this.thread.setDaemon(true);
    }

    /** Begins to accept. */
    public void start() {
        thread.start();
    }

    InetSocketAddress address() {
        return address;
    }

    NetSettings settings() {
        return settings;
    }

    Executor calls() {
        return calls;
    }

    LongFunction<Frame> droppedFrame() {
        return droppedFrame;
    }

    TokenBucket bucketOfAll() {
        return bucketOfAll;
    }

    ByteBuffer readBuffer() {
        return readBuffer;
    }

    Gather gather() {
        return gather;
    }

    /** Looks at a connection soon. */
    void demand(Connection connection) {
        demanded.add(connection);
        wake();
    }

    /** Ends a rest, or leaves out the next one. */
    void hurry() {
        LockSupport.unpark(thread);
    }

    private void wake() {
        if (Thread.currentThread() != thread) {
            selector.wakeup();
        }
    }

    @Override
    public int messages() {
        return Math.max(1, settings.bufferMessages() / 2);
    }

    @Override
    public long bytes() {
        return settings.bufferBytes() / 2;
    }

    @Override
    public void atNext(Runnable task) {
        asked.add(task);
        wake();
    }

    /** A client's handshake is answered. */
    void connected(Wire wire, Handshake handshake) {
        Connection connection = wire.connection();
        if (closing) {
            connection.close(CloseCodes.NORMAL, SHUTTING_DOWN);
        } else if (acceptor.isOver(connection.remote().getAddress())) {
            connection.close(CloseCodes.TOO_MANY, "too many connections");
        } else if (!connection.isEnding()) {
            reception.onConnect(connection, handshake);
        }
    }

    void left(Wire wire) {
        if (wires.remove(wire.connection()) != null) {
            acceptor.left(wire.connection().remote().getAddress());
        }
    }

    private void run() {
        long nextTick = System.nanoTime();
        while (selector.isOpen()) {
            try {
                long waiting = System.nanoTime();
                select();
                long working = System.nanoTime();
                work();
                long now = System.nanoTime();
                if (now - nextTick >= 0) {
                    nextTick = now + Duration.ofMillis(TICK_MILLIS).toNanos();
                    tick(now);
                }
                if (closing && endAll()) {
                    return;
                }
                rest(pace.rest(System.nanoTime() - working, working - waiting));
            } catch (ClosedSelectorException e) {
                return;
            } catch (Throwable e) {
                goOn(e);
            }
        }
    }

    /** Nothing ends this thread, on which all depend: not even that there is no memory for a line in the log. */
    private static void goOn(Throwable error) {
        try {
            LOG.warn("the thread of the sockets goes on after an error", error);
        } catch (Throwable e) {
            return; // nobody can be told
        }
    }

    private void rest(long nanos) {
        if (nanos > 0 && !closing) {
            LockSupport.parkNanos(this, nanos);
        }
    }

    private void select() throws IOException {
        if (!demanded.isEmpty() || !due.isEmpty()) {
            selector.selectNow();
        } else if (wires.isEmpty() && acceptor.isAccepting()) {
            selector.select();
        } else {
            selector.select(TICK_MILLIS);
        }
    }

    private void work() {
        List<Runnable> tasks = due;
        due = List.of();
        tasks.forEach(IoLoop::call);
        for (SelectionKey key : selector.selectedKeys()) {
            if (key.attachment() instanceof Wire wire) {
                if (key.isValid()) {
                    wire.work(key.isReadable());
                }
            } else if (!closing) {
                acceptor.accept(wire -> wires.put(wire.connection(), wire));
            }
        }
        selector.selectedKeys().clear();
        int seen = demanded.size(); // what is demanded meanwhile has its turn after the sockets
        for (int i = 0; i < seen; i++) {
            Connection connection = demanded.poll();
            if (connection == null) {
                break;
            }
            connection.demandSeen();
            Wire wire = wires.get(connection);
            if (wire != null) {
                wire.work(false);
            }
        }
        due = all(asked);
    }

    private static List<Runnable> all(ConcurrentLinkedQueue<Runnable> queue) {
        List<Runnable> all = new ArrayList<>();
        for (Runnable task = queue.poll(); task != null; task = queue.poll()) {
            all.add(task);
        }
        return all;
    }

    private static void call(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            goOn(e);
        }
    }

    private void tick(long nowNanos) {
        acceptor.resume();
        List<Wire> all = new ArrayList<>(wires.values());
        for (Wire wire : all) {
            try {
                wire.tick(nowNanos);
            } catch (RuntimeException e) {
                wire.abort(CloseCodes.ERROR, "error");
                LOG.warn(
                        "{}: the connection is closed after an error",
                        wire.connection().remote(),
                        e);
            }
        }
    }

    /** Returns whether all have gone. */
    private boolean endAll() {
        for (Connection connection : wires.keySet()) {
            connection.close(CloseCodes.NORMAL, SHUTTING_DOWN);
        }
        return wires.isEmpty();
    }

    /**
     * Stops to listen, ends all connections and waits a moment for them to take it, then ends what is left. Idempotent; the thread
     * of the sockets itself must not call it.
     */
    @Override
    public void close() {
        closing = true;
        acceptor.close();
        selector.wakeup();
        hurry();
        boolean interrupted = awaitEnd();
        Connection.closeQuietly(selector);
        if (awaitEnd() || interrupted) {
            Thread.currentThread().interrupt();
        }
        for (Wire wire : new ArrayList<>(wires.values())) {
            wire.abort(CloseCodes.NORMAL, SHUTTING_DOWN);
        }
    }

    /** Waits a moment for the thread, also where that is interrupted: the clients are to be told. Returns whether it was. */
    private boolean awaitEnd() {
        boolean interrupted = false;
        long deadline = System.nanoTime() + CLOSING.toNanos();
        for (long left = CLOSING.toNanos(); left > 0 && thread.isAlive(); left = deadline - System.nanoTime()) {
            try {
                TimeUnit.NANOSECONDS.timedJoin(thread, left);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        return interrupted;
    }
}
