package io.gortms.websocket.internal.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The thread of the sockets, which nothing may end. */
class IoLoopTest {

    private static final Duration LONG = Duration.ofHours(1);

    @Test
    void itOutlivesWhateverIsThrown() throws Exception {
        ServerSocketChannel listening =
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        IoLoop loop = new IoLoop(
                listening,
                new NetSettings(1000, 10, 10, 10, 10, LONG, LONG, LONG, 4, 1 << 20),
                null,
                Runnable::run,
                Runnable::run,
                count -> Frame.of("dropped " + count),
                (connection, handshake) -> {});
        try {
            CountDownLatch works = new CountDownLatch(3);
            for (Throwable thrown : new Throwable[] {
                new IllegalStateException("thrown by a test"),
                new StackOverflowError("thrown by a test"),
                new OutOfMemoryError("thrown by a test")
            }) {
                loop.atNext(() -> IoLoopTest.<RuntimeException>rethrow(thrown));
                loop.atNext(works::countDown);
            }
            loop.start();
            assertThat(works.await(20, TimeUnit.SECONDS)).isTrue();
        } finally {
            loop.close();
        }
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void rethrow(Throwable thrown) throws E {
        throw (E) thrown;
    }
}
