package io.gortms.websocket.internal.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The rest of the thread of the sockets. */
class RestTest {

    private static final Duration LONG = Duration.ofHours(1);

    /** Rests for an hour after its first work. */
    private static final class Tired extends Pace {

        private final CountDownLatch rests = new CountDownLatch(1);

        Tired() {
            super(1);
        }

        @Override
        long rest(long workedNanos, long waitedNanos) {
            boolean isFirst = rests.getCount() > 0;
            rests.countDown();
            return isFirst ? LONG.toNanos() : 0;
        }
    }

    @Test
    void isEndedForWhoWouldLoseByIt() throws Exception {
        Tired tired = new Tired();
        ServerSocketChannel listening =
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        IoLoop loop = new IoLoop(
                listening,
                new NetSettings(1000, 10, 10, 10, 10, LONG, LONG, LONG, 4, 1 << 20),
                null,
                Runnable::run,
                Runnable::run,
                count -> Frame.of("dropped " + count),
                (connection, handshake) -> {},
                tired);
        try {
            CountDownLatch worksAgain = new CountDownLatch(1);
            loop.start();
            loop.atNext(() -> {});
            assertThat(tired.rests.await(20, TimeUnit.SECONDS)).isTrue();
            loop.atNext(worksAgain::countDown);
            Outbox outbox = new Connection(loop.address(), loop).outbox();
            for (int i = 0; i < 3; i++) {
                assertThat(outbox.offerInTime(Frame.of("m" + i))).isTrue();
            }
            assertThat(worksAgain.await(20, TimeUnit.SECONDS)).isTrue();
        } finally {
            loop.close();
        }
    }
}
