package io.gortms.websocket.internal.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** A socket as it is. */
final class PlainTransport implements Transport {

    /** The JVM keeps a native buffer for each thread that is as large as the largest write there ever was. */
    private static final int AT_A_TIME = 128 << 10;

    private final SocketChannel channel;

    PlainTransport(SocketChannel channel) {
        this.channel = channel;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return channel.read(target);
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        int all = 0;
        int limit = source.limit();
        while (source.position() < limit) {
            int length = Math.min(limit - source.position(), AT_A_TIME);
            source.limit(source.position() + length);
            int written;
            try {
                written = channel.write(source);
            } finally {
                source.limit(limit);
            }
            all += written;
            if (written < length) {
                break;
            }
        }
        return all;
    }

    @Override
    public boolean wantsWrite() {
        return false;
    }

    @Override
    public boolean waitsForInput() {
        return false;
    }

    @Override
    public boolean hasBuffered() {
        return false;
    }

    @Override
    public boolean flush() {
        return true;
    }

    @Override
    public void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public boolean isSecure() {
        return false;
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
