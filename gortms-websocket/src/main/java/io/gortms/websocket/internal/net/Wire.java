package io.gortms.websocket.internal.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.framing.CloseFrame;
import org.java_websocket.framing.Framedata;
import org.jspecify.annotations.Nullable;

/**
 * The half of a connection that belongs to the thread of the sockets: reads, writes, and decides when to stop. The library's {@link
 * WebSocketImpl} does the protocol; what it wants to send ({@code outQueue}: handshake, pongs, the close frame) goes before the
 * {@link Outbox}, between frames.
 */
final class Wire {

    private static final int MOST_HANDSHAKE_BYTES = 16 << 10;
    private static final int READS_AT_A_TIME = 4;
    private static final int WRITTEN_AT_A_TIME = 256 << 10;
    private static final byte[] END_OF_HANDSHAKE = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final long FLUSH_NANOS = Duration.ofSeconds(2).toNanos();
    private static final long LINGER_NANOS = Duration.ofSeconds(1).toNanos();

    private final IoLoop loop;
    private final SelectionKey key;
    private final Transport transport;
    private final Connection connection;
    private final WebSocketImpl socket;
    private final TokenBucket bucket;
    private final MaskCheck masks = new MaskCheck();
    private @Nullable ByteArrayOutputStream handshake = new ByteArrayOutputStream(1024);

    /** What the socket did not take yet, of a frame that was begun. */
    private @Nullable ByteBuffer current;

    private final long startedNanos = System.nanoTime();
    private long lastReadNanos = startedNanos;
    private long lastPingNanos = startedNanos;

    /** When it is closed at last, if it is being closed. */
    private long endNanos = Long.MAX_VALUE;

    private boolean lingering;
    private boolean closed;

    Wire(IoLoop loop, SelectionKey key, Transport transport, InetSocketAddress remote) {
        this.loop = loop;
        this.key = key;
        this.transport = transport;
        this.connection = new Connection(remote, loop);
        this.bucket = new TokenBucket(loop.settings().inboundPerSecond(), startedNanos);
        this.socket = new WebSocketImpl(
                new WireListener(this), List.of(new LimitedDraft(loop.settings().maxFrameBytes())));
        this.socket.setChannel(transport);
        this.socket.setSelectionKey(key);
    }

    Connection connection() {
        return connection;
    }

    IoLoop loop() {
        return loop;
    }

    boolean isSecure() {
        return transport.isSecure();
    }

    boolean isClosed() {
        return closed;
    }

    /** Does what can be done now. */
    void work(boolean readable) {
        try {
            if (readable || transport.hasBuffered() || handshake != null) {
                read();
            }
            if (!closed) {
                write();
            }
            if (!closed) {
                key.interestOps((wantsRead() ? SelectionKey.OP_READ : 0) | (wantsWrite() ? SelectionKey.OP_WRITE : 0));
            }
        } catch (IOException | CancelledKeyException e) {
            IoLoop.LOG.debug("{}: the connection broke", connection.remote(), e);
            abort(CloseFrame.ABNORMAL_CLOSE, "the connection broke");
        } catch (RuntimeException | Error e) { // one connection's trouble, an assertion of the library's too
            abort(CloseFrame.UNEXPECTED_CONDITION, "error");
            IoLoop.LOG.warn("{}: the connection is closed after an error", connection.remote(), e);
        }
    }

    private boolean wantsRead() {
        return handshake != null
                || lingering
                || (connection.session() != null
                        && !connection.inbound().isCongested()
                        && !connection.outbox().isCongested());
    }

    private boolean wantsWrite() {
        return transport.wantsWrite()
                || (!transport.waitsForInput() && (current != null || !socket.outQueue.isEmpty()));
    }

    private void read() throws IOException {
        ByteBuffer buffer = loop.readBuffer();
        for (int reads = 0; reads < READS_AT_A_TIME && !closed && wantsRead(); reads++) {
            buffer.clear();
            int length = transport.read(buffer);
            if (length < 0) {
                endOfInput();
                return;
            }
            if (length == 0) {
                break;
            }
            lastReadNanos = System.nanoTime();
            if (!lingering && !connection.isEnding()) {
                received(buffer.flip());
            }
        }
        if (transport.hasBuffered() && !transport.wantsWrite() && wantsRead()) {
            connection.demand();
        }
    }

    private void endOfInput() {
        if (!socket.isClosed()) {
            socket.eot();
        }
        abort(CloseFrame.ABNORMAL_CLOSE, "");
    }

    private void received(ByteBuffer bytes) {
        ByteArrayOutputStream begun = handshake;
        if (begun == null) {
            decode(bytes);
            return;
        }
        byte[] more = new byte[bytes.remaining()];
        bytes.get(more);
        begun.writeBytes(more);
        byte[] all = begun.toByteArray();
        int end = indexOf(all, END_OF_HANDSHAKE);
        if (end >= 0) {
            handshake = null;
            int length = end + END_OF_HANDSHAKE.length;
            if (length < all.length) { // nobody is let in by then
                connection.close(CloseFrame.PROTOCOL_ERROR, "nothing may be sent before the handshake is answered");
            }
            socket.decode(ByteBuffer.wrap(Arrays.copyOf(all, length)));
        } else if (all.length > MOST_HANDSHAKE_BYTES) {
            abort(CloseFrame.TOOBIG, "the handshake is too large");
        }
    }

    /** As the library does it, but without an error in the log of the application for whatever strangers send. */
    private void decode(ByteBuffer bytes) {
        if (!masks.accepts(bytes.duplicate())) {
            connection.close(CloseFrame.PROTOCOL_ERROR, "the frames of a client are masked");
            return;
        }
        try {
            for (Framedata frame : frames(bytes)) {
                if (socket.isOpen() && !connection.isEnding()) {
                    socket.getDraft().processFrame(socket, frame);
                }
            }
        } catch (InvalidDataException e) {
            IoLoop.LOG.debug("{}: a frame that is none", connection.remote(), e);
            connection.close(e.getCloseCode(), String.valueOf(e.getMessage()));
        }
    }

    /** The library stumbles over some frames that are none, such as a close frame with a wrong code. */
    private List<Framedata> frames(ByteBuffer bytes) throws InvalidDataException {
        try {
            return socket.getDraft().translateFrame(bytes);
        } catch (RuntimeException e) {
            throw new InvalidDataException(CloseFrame.PROTOCOL_ERROR, e);
        }
    }

    private static int indexOf(byte[] all, byte[] wanted) {
        for (int i = 0; i <= all.length - wanted.length; i++) {
            int same = 0;
            while (same < wanted.length && all[i + same] == wanted[same]) {
                same++;
            }
            if (same == wanted.length) {
                return i;
            }
        }
        return -1;
    }

    private void write() throws IOException {
        beginEnding();
        int left = WRITTEN_AT_A_TIME;
        while (true) {
            ByteBuffer next = nextBytes();
            if (next == null) {
                break;
            }
            left -= transport.write(next);
            if (next.hasRemaining()) {
                current = keep(next);
                return;
            }
            current = null;
            if (left <= 0) { // others have their turn
                connection.demand();
                return;
            }
        }
        if (transport.flush()) {
            flushed();
        }
    }

    private @Nullable ByteBuffer nextBytes() {
        if (current != null) {
            return current;
        }
        ByteBuffer control = socket.outQueue.poll();
        if (control != null) {
            return control;
        }
        return socket.isOpen() ? loop.gather().fill(connection.outbox()) : null;
    }

    /** The buffer that frames are gathered in is everybody's. */
    private ByteBuffer keep(ByteBuffer unwritten) {
        return loop.gather().isShared(unwritten)
                ? ByteBuffer.allocate(unwritten.remaining()).put(unwritten).flip()
                : unwritten;
    }

    private void beginEnding() {
        Connection.Ending ending = connection.ending();
        if (ending != null && endNanos == Long.MAX_VALUE) {
            endNanos = System.nanoTime() + FLUSH_NANOS;
            if (!ending.afterMessages()) {
                connection.outbox().discardMessages();
            }
        }
    }

    private void flushed() throws IOException {
        Connection.Ending ending = connection.ending();
        if (socket.isFlushAndClose()) {
            if (!lingering) {
                lingering = true;
                endNanos = System.nanoTime() + LINGER_NANOS;
                transport.shutdownOutput();
            }
        } else if (ending != null && socket.isOpen()) {
            socket.close(ending.code(), CloseReason.fitting(ending.reason()));
            write();
        }
    }

    /** Looks at the times. */
    void tick(long nowNanos) {
        NetSettings settings = loop.settings();
        if (connection.inbound().isCongested()) { // what it sends is not looked at
            lastReadNanos = nowNanos;
        }
        if (endNanos != Long.MAX_VALUE && nowNanos - endNanos >= 0) {
            Connection.Ending ending = connection.ending();
            abort(ending == null ? CloseFrame.NORMAL : ending.code(), ending == null ? "" : ending.reason());
        } else if (connection.session() == null) {
            if (nowNanos - startedNanos >= settings.handshakeTimeout().toNanos()) {
                abort(CloseFrame.NEVER_CONNECTED, "the handshake took too long");
            }
        } else if (nowNanos - lastReadNanos >= settings.idleTimeout().toNanos()) {
            connection.close(CloseFrame.GOING_AWAY, "idle");
        } else if (nowNanos - lastPingNanos >= settings.pingInterval().toNanos() && socket.isOpen()) {
            lastPingNanos = nowNanos;
            if (current == null && socket.outQueue.isEmpty()) {
                socket.sendPing();
                work(false);
            }
        }
    }

    /** A message or a ping came. Returns whether it is one too much. */
    boolean isTooMuch() {
        long now = System.nanoTime();
        return !bucket.take(now) || !loop.bucketOfAll().take(now);
    }

    /** Closes it without another word. */
    void abort(int code, String reason) {
        if (closed) {
            return;
        }
        closed = true;
        key.cancel();
        Connection.closeQuietly(transport);
        Connection.Ending ending = connection.ending();
        connection.gone(ending == null ? code : ending.code(), ending == null ? reason : ending.reason());
        loop.left(this);
    }
}
