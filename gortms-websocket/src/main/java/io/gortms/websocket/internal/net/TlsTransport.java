package io.gortms.websocket.internal.net;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/**
 * A socket by TLS. The costly steps of a handshake run on an executor, and wake the thread of the sockets when they are done.
 *
 * <p>The library has one of its own, which encrypts its own output again when a socket takes less than one record.
 */
final class TlsTransport implements Transport {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /** Records of which nothing comes may follow one another without end. */
    private static final int STEPS_AT_A_TIME = 64;

    /** Whose handshakes a client may begin again and again, and have the server do the costly part; later ones know none. */
    private static final String TLS_1_2 = "TLSv1.2";

    private final SocketChannel channel;
    private final SSLEngine engine;
    private final Executor executor;
    private final Runnable wake;

    /** Encrypted, read from the socket and not decrypted yet; between calls ready to be read. */
    private ByteBuffer networkIn;

    /** Decrypted, and not asked for yet; ready to be read. */
    private ByteBuffer plainIn;

    /** Encrypted, and not taken by the socket yet; ready to be read. */
    private ByteBuffer networkOut;

    private volatile boolean tasksRunning;

    /** What was read is not a whole record, and the socket has no more now. */
    private boolean starved;

    private boolean ended;

    /** Whether the handshake is over. */
    private boolean established;

    /**
     * Begins a handshake as the server.
     *
     * @param wake called on any thread when there is something to do although nothing came from the socket
     */
    TlsTransport(SocketChannel channel, SSLEngine engine, Executor executor, Runnable wake) throws IOException {
        this.channel = channel;
        this.engine = engine;
        this.executor = executor;
        this.wake = wake;
        networkIn = empty(engine.getSession().getPacketBufferSize());
        networkOut = empty(engine.getSession().getPacketBufferSize());
        plainIn = empty(engine.getSession().getApplicationBufferSize());
        engine.beginHandshake();
    }

    private static ByteBuffer empty(int capacity) {
        return ByteBuffer.allocate(capacity).limit(0);
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        for (int steps = 0; !plainIn.hasRemaining(); steps++) {
            if (tasksRunning || steps == STEPS_AT_A_TIME) {
                return 0;
            }
            if (ended) {
                return -1;
            }
            if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
                if (!wrap(NOTHING)) {
                    return 0;
                }
            } else if (!unwrap()) {
                return ended ? -1 : 0;
            }
        }
        int length = Math.min(plainIn.remaining(), target.remaining());
        target.put(target.position(), plainIn, plainIn.position(), length);
        target.position(target.position() + length);
        plainIn.position(plainIn.position() + length);
        return length;
    }

    /** Decrypts a record. Returns whether anything came of it. */
    private boolean unwrap() throws IOException {
        plainIn.clear();
        SSLEngineResult result = engine.unwrap(networkIn, plainIn);
        plainIn.flip();
        switch (result.getStatus()) {
            case BUFFER_UNDERFLOW -> {
                return fill();
            }
            case BUFFER_OVERFLOW -> plainIn = empty(engine.getSession().getApplicationBufferSize());
            case CLOSED -> ended = true;
            case OK -> follow(result.getHandshakeStatus());
        }
        return !ended && !tasksRunning;
    }

    /** Reads from the socket. Returns whether anything came. */
    private boolean fill() throws IOException {
        if (networkIn.capacity() < engine.getSession().getPacketBufferSize()) {
            networkIn = ByteBuffer.allocate(engine.getSession().getPacketBufferSize())
                    .put(networkIn)
                    .flip();
        }
        networkIn.compact();
        int read;
        try {
            read = channel.read(networkIn);
        } finally {
            networkIn.flip();
        }
        ended |= read < 0;
        starved = read <= 0;
        return read > 0;
    }

    private void follow(HandshakeStatus status) throws IOException {
        if (status == HandshakeStatus.FINISHED) {
            established = true;
        } else if (status == HandshakeStatus.NEED_TASK) {
            if (established && engine.getSession().getProtocol().equals(TLS_1_2)) {
                throw new SSLException("a client shakes hands once");
            }
            runTasks();
        }
    }

    private void runTasks() {
        tasksRunning = true;
        executor.execute(() -> {
            try {
                for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                    task.run();
                }
            } finally {
                tasksRunning = false;
                wake.run();
            }
        });
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        int before = source.remaining();
        while (source.hasRemaining() && !waitsForInput()) {
            if (!wrap(source)) {
                break;
            }
        }
        return before - source.remaining();
    }

    @Override
    public boolean waitsForInput() {
        HandshakeStatus status = engine.getHandshakeStatus();
        return status != HandshakeStatus.NOT_HANDSHAKING
                && status != HandshakeStatus.FINISHED
                && status != HandshakeStatus.NEED_WRAP;
    }

    /** Makes a record of this and writes it, when the one before is written. Returns whether a record was made. */
    private boolean wrap(ByteBuffer source) throws IOException {
        if (!flush()) {
            return false;
        }
        networkOut.clear();
        SSLEngineResult result;
        try {
            result = engine.wrap(source, networkOut);
        } finally {
            networkOut.flip();
        }
        switch (result.getStatus()) {
            case BUFFER_OVERFLOW -> networkOut = empty(engine.getSession().getPacketBufferSize());
            case CLOSED -> {
                flush();
                throw new EOFException("the other side has ended TLS");
            }
            default -> {
                follow(result.getHandshakeStatus());
                flush();
            }
        }
        return true;
    }

    @Override
    public boolean flush() throws IOException {
        if (networkOut.hasRemaining()) {
            channel.write(networkOut);
        }
        return !networkOut.hasRemaining();
    }

    @Override
    public boolean wantsWrite() {
        return networkOut.hasRemaining();
    }

    @Override
    public boolean hasBuffered() {
        return plainIn.hasRemaining() || (networkIn.hasRemaining() && !starved && !tasksRunning);
    }

    @Override
    public void shutdownOutput() throws IOException {
        engine.closeOutbound();
        if (flush()) {
            networkOut.clear();
            engine.wrap(NOTHING, networkOut);
            networkOut.flip();
            flush();
        }
    }

    @Override
    public boolean isSecure() {
        return true;
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
