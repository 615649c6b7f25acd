package io.gortms.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** One client that watches a queue by WebSocket, as cheaply as it can be: it looks at positions, and parses no JSON. */
final class WatchingClient {

    private static final byte[] NOTHING = {};
    private static final byte[] POSITION = "\"position\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DROPPED = "{\"type\":\"dropped\",\"count\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int TEXT = 0x81;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;

    private final SocketChannel channel;
    private byte[] begun = NOTHING;
    private long expected;
    private long messages;
    private long dropped;
    private boolean wrong;

    private WatchingClient(SocketChannel channel) {
        this.channel = channel;
    }

    /** Connects, and waits for the first frame. */
    static WatchingClient connect(int port, String path) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.write(StandardCharsets.US_ASCII.encode("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n"
                + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + "Sec-WebSocket-Version: 13\r\n\r\n"));
        ByteBuffer one = ByteBuffer.allocate(1);
        for (int same = 0; same < END_OF_HEAD.length; ) {
            byte next = next(channel, one);
            same = next == END_OF_HEAD[same] ? same + 1 : next == END_OF_HEAD[0] ? 1 : 0;
        }
        next(channel, one);
        for (int left = next(channel, one); left > 0; left--) { // a short text
            next(channel, one);
        }
        return new WatchingClient(channel);
    }

    private static byte next(SocketChannel channel, ByteBuffer one) throws IOException {
        if (channel.read(one.clear()) < 1) {
            throw new IOException("the server has ended the connection");
        }
        return one.get(0);
    }

    void register(Selector selector) throws IOException {
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, this);
    }

    /** Reads what there is, by way of these bytes. */
    void read(byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).put(begun);
        if (channel.read(buffer) < 0) {
            wrong = true;
            channel.close();
            return;
        }
        int from = 0;
        for (int size = frame(bytes, from, buffer.position()); size > 0; size = frame(bytes, from, buffer.position())) {
            from += size;
        }
        begun = new byte[buffer.position() - from];
        System.arraycopy(bytes, from, begun, 0, begun.length);
    }

    /** Takes a frame, and returns its size, or 0 if it is not there as a whole. */
    private int frame(byte[] bytes, int from, int to) {
        if (to - from < 2) {
            return 0;
        }
        int length = bytes[from + 1] & 0xff;
        int head = length == LENGTH_64 ? 10 : length == LENGTH_16 ? 4 : 2;
        if (to - from < head) {
            return 0;
        }
        if (length >= LENGTH_16) {
            length = 0;
            for (int i = from + 2; i < from + head; i++) {
                length = (length << 8) | (bytes[i] & 0xff);
            }
        }
        if (to - from < head + length) {
            return 0;
        }
        if ((bytes[from] & 0xff) == TEXT) {
            text(bytes, from + head, from + head + length);
        }
        return head + length;
    }

    private void text(byte[] bytes, int from, int to) {
        if (isAt(DROPPED, bytes, from)) {
            long count = number(bytes, from + DROPPED.length);
            dropped += count;
            expected += count;
            return;
        }
        int at = to - POSITION.length - 1;
        while (at >= from && !isAt(POSITION, bytes, at)) { // it is one of the last fields
            at--;
        }
        if (at >= from) {
            wrong |= number(bytes, at + POSITION.length) != expected;
            expected++;
            messages++;
        }
    }

    private static boolean isAt(byte[] wanted, byte[] bytes, int at) {
        for (int i = 0; i < wanted.length; i++) {
            if (bytes[at + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    private static long number(byte[] bytes, int from) {
        long number = 0;
        for (int i = from; bytes[i] >= '0' && bytes[i] <= '9'; i++) {
            number = 10 * number + bytes[i] - '0';
        }
        return number;
    }

    /** How many messages have come. */
    long messages() {
        return messages;
    }

    /** How many it was told that it has missed. */
    long dropped() {
        return dropped;
    }

    /** Whether a message came out of its turn, or the connection has ended. */
    boolean isWrong() {
        return wrong;
    }

    void close() throws IOException {
        channel.close();
    }
}
