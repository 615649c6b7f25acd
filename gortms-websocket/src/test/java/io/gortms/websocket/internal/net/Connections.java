package io.gortms.websocket.internal.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Connections that no client is at the other end of. */
public final class Connections implements AutoCloseable {

    private static final Duration LONG = Duration.ofHours(1);

    private final IoLoop loop;

    public Connections(int bufferMessages) throws IOException {
        this(bufferMessages, new Pace(1));
    }

    Connections(int bufferMessages, Pace pace) throws IOException {
        ServerSocketChannel listening =
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        loop = new IoLoop(
                listening,
                new NetSettings(1000, 10, 10, 10, 10, LONG, LONG, LONG, bufferMessages, 1 << 20),
                null,
                Runnable::run,
                Runnable::run,
                count -> Frame.of("dropped " + count),
                (connection, handshake) -> {},
                pace);
    }

    /** Does not run before it is started. */
    IoLoop loop() {
        return loop;
    }

    public Connection open() {
        return new Connection(loop.address(), loop);
    }

    /** What would be sent, oldest first. */
    public static List<String> taken(Connection connection) {
        return taken(connection, Integer.MAX_VALUE);
    }

    /** The same, at most so many. */
    public static List<String> taken(Connection connection, int most) {
        List<String> all = new ArrayList<>();
        for (Frame frame = connection.outbox().next();
                frame != null;
                frame = all.size() == most ? null : connection.outbox().next()) {
            all.add(StandardCharsets.UTF_8.decode(frame.bytes()).toString());
        }
        return all;
    }

    @Override
    public void close() {
        loop.close();
    }
}
