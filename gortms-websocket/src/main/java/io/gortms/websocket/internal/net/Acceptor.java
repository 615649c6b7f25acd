package io.gortms.websocket.internal.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The socket that listens, and who may come in by it. Belongs to the thread of the sockets, but for {@link #close()}. */
final class Acceptor {

    /** What the kernel keeps for a client that does not read; left to itself it is some megabytes. */
    private static final int SEND_BYTES = 256 << 10;

    private final IoLoop loop;
    private final ServerSocketChannel listening;
    private final SelectionKey key;
    private final IoLoop.@Nullable EngineFactory tls;
    private final Executor work;
    private final Admission admission;

    Acceptor(
            IoLoop loop,
            ServerSocketChannel listening,
            Selector selector,
            IoLoop.@Nullable EngineFactory tls,
            Executor work)
            throws IOException {
        this.loop = loop;
        this.listening = listening;
        this.tls = tls;
        this.work = work;
        this.admission =
                new Admission(loop.settings().maxConnections(), loop.settings().maxConnectionsPerAddress());
        listening.configureBlocking(false);
        this.key = listening.register(selector, SelectionKey.OP_ACCEPT);
    }

    /** Whether the selector is asked to tell of new connections. */
    boolean isAccepting() {
        return key.isValid() && key.interestOps() != 0;
    }

    /** Accepts again after an error. */
    void resume() {
        if (key.isValid()) {
            key.interestOps(SelectionKey.OP_ACCEPT);
        }
    }

    /** Takes all that have connected. */
    void accept(Consumer<Wire> into) {
        while (true) {
            SocketChannel channel;
            try {
                channel = listening.accept();
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                IoLoop.LOG.warn("{}: no connection can be accepted for a moment", loop.address(), e);
                key.interestOps(0); // until the next tick, or it would fail again at once
                return;
            }
            if (channel == null) {
                return;
            }
            try {
                open(channel, into);
            } catch (IOException | RuntimeException e) {
                IoLoop.LOG.debug("a connection broke as it was accepted", e);
                Connection.closeQuietly(channel);
            }
        }
    }

    private void open(SocketChannel channel, Consumer<Wire> into) throws IOException {
        InetSocketAddress remote = (InetSocketAddress) channel.getRemoteAddress();
        if (!admission.tryEnter(remote.getAddress())) {
            channel.close();
            return;
        }
        Wire wire;
        try {
            channel.configureBlocking(false);
            channel.socket().setTcpNoDelay(true);
            channel.socket().setSendBufferSize(SEND_BYTES);
            SelectionKey readKey = channel.register(key.selector(), SelectionKey.OP_READ);
            wire = new Wire(loop, readKey, transport(channel, readKey), remote);
            readKey.attach(wire);
        } catch (IOException | RuntimeException e) {
            admission.leave(remote.getAddress());
            throw e;
        }
        into.accept(wire);
    }

    private Transport transport(SocketChannel channel, SelectionKey readKey) throws IOException {
        if (tls == null) {
            return new PlainTransport(channel);
        }
        return new TlsTransport(channel, tls.create(), work, () -> {
            if (readKey.attachment() instanceof Wire wire) {
                wire.connection().demand();
            }
        });
    }

    /** Whether there are more connections than there may be. */
    boolean isOver(InetAddress address) {
        return admission.isOver(address);
    }

    /** A connection has ended. */
    void left(InetAddress address) {
        admission.leave(address);
    }

    /** Stops to listen. Any thread may call it. */
    void close() {
        Connection.closeQuietly(listening);
    }
}
