package io.gortms.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * An HTTP/1.1 server on loopback that costs as little as one can: one thread, connections that stay, requests with a {@code
 * Content-Length} of which nothing else is looked at, and always the same answer.
 */
final class LoopbackReceiver implements AutoCloseable {

    /** What is done with a request. */
    interface Arrival {

        /** Called by the receiver's thread; answers whether the request gets an answer. The text is the path. */
        boolean onRequest(String path, byte[] request, int bodyStart, int bodyEnd);
    }

    private static final byte[] ANSWER =
            "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LENGTH = "\ncontent-length:".getBytes(StandardCharsets.US_ASCII);
    private static final int MOST_BYTES = 64 * 1024;
    private static final int BACKLOG = 256;

    private final Selector selector;
    private final ServerSocketChannel server;
    private final Arrival arrival;
    private final Thread thread = new Thread(this::serve, "receiver");

    LoopbackReceiver(Arrival arrival) throws IOException {
        this.arrival = arrival;
        selector = Selector.open();
        server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
        thread.setDaemon(true);
        thread.start();
    }

    String url(String path) throws IOException {
        return "http://127.0.0.1:" + ((InetSocketAddress) server.getLocalAddress()).getPort() + path;
    }

    private void serve() {
        try {
            while (selector.isOpen()) {
                selector.select(this::serve);
            }
        } catch (IOException | ClosedSelectorException | CancelledKeyException e) {
            // it is closed
        }
    }

    private void serve(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                SocketChannel connection = server.accept();
                connection.setOption(StandardSocketOptions.TCP_NODELAY, true);
                connection.configureBlocking(false);
                connection.register(selector, SelectionKey.OP_READ, ByteBuffer.allocate(MOST_BYTES));
            } else {
                read((SocketChannel) key.channel(), (ByteBuffer) key.attachment());
            }
        } catch (IOException e) {
            key.cancel(); // the sender has closed it
        }
    }

    private void read(SocketChannel connection, ByteBuffer buffer) throws IOException {
        if (connection.read(buffer) < 0) {
            connection.close();
            return;
        }
        byte[] bytes = buffer.array();
        int start = buffer.arrayOffset();
        int end = start + buffer.position();
        for (int next = request(bytes, start, end); next > start; next = request(bytes, start, end)) {
            if (arrived(bytes, start, next)) {
                connection.write(ByteBuffer.wrap(ANSWER)); // it always fits: the sender waits for it
            }
            start = next;
        }
        buffer.flip().position(start - buffer.arrayOffset());
        buffer.compact();
    }

    private boolean arrived(byte[] bytes, int start, int end) {
        int pathStart = start + "POST ".length();
        int pathEnd = pathStart;
        while (bytes[pathEnd] != ' ') {
            pathEnd++;
        }
        String path = new String(bytes, pathStart, pathEnd - pathStart, StandardCharsets.US_ASCII);
        return arrival.onRequest(path, bytes, headEnd(bytes, start, end), end);
    }

    /** Where the request ends that begins here, or where it begins if it is not complete. */
    private static int request(byte[] bytes, int start, int end) {
        int headEnd = headEnd(bytes, start, end);
        int requestEnd = headEnd < 0 ? -1 : headEnd + bodyLength(bytes, start, headEnd);
        return headEnd < 0 || requestEnd > end ? start : requestEnd;
    }

    private static int headEnd(byte[] bytes, int start, int end) {
        for (int i = start + 3; i < end; i++) {
            if (bytes[i] == '\n' && bytes[i - 2] == '\n') {
                return i + 1;
            }
        }
        return -1;
    }

    private static int bodyLength(byte[] bytes, int start, int headEnd) {
        for (int i = start; i < headEnd; i++) {
            if (bytes[i] == '\n' && startsWith(bytes, i)) {
                int length = 0;
                for (int j = i + LENGTH.length; bytes[j] != '\r'; j++) {
                    length = bytes[j] == ' ' ? length : length * 10 + bytes[j] - '0';
                }
                return length;
            }
        }
        throw new IllegalStateException("a request without Content-Length");
    }

    private static boolean startsWith(byte[] bytes, int at) {
        for (int i = 0; i < LENGTH.length; i++) {
            int c = bytes[at + i];
            if ((c >= 'A' && c <= 'Z' ? c + 'a' - 'A' : c) != LENGTH[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
