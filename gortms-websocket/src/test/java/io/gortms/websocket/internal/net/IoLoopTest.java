package io.gortms.websocket.internal.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The thread of the sockets. */
class IoLoopTest {

    private static final int BUFFER = 4;

    /** Lets the thread rest for an hour after its first work. */
    private static final class Tired extends Pace {

        private final CountDownLatch rests = new CountDownLatch(1);

        Tired() {
            super(1);
        }

        @Override
        long rest(long workedNanos, long waitedNanos) {
            boolean isFirst = rests.getCount() > 0;
            rests.countDown();
            return isFirst ? Duration.ofHours(1).toNanos() : 0;
        }
    }

    @Test
    void itOutlivesWhateverIsThrown() throws Exception {
        try (Connections connections = new Connections(BUFFER)) {
            IoLoop loop = connections.loop();
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
        }
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void rethrow(Throwable thrown) throws E {
        throw (E) thrown;
    }

    @Test
    void itsRestIsEndedForWhoWouldLoseByIt() throws Exception {
        Tired tired = new Tired();
        try (Connections connections = new Connections(BUFFER, tired)) {
            IoLoop loop = connections.loop();
            CountDownLatch worksAgain = new CountDownLatch(1);
            loop.start();
            loop.atNext(() -> {});
            assertThat(tired.rests.await(20, TimeUnit.SECONDS)).isTrue();
            loop.atNext(worksAgain::countDown);
            Outbox outbox = connections.open().outbox();
            for (int i = 0; i <= BUFFER / 2; i++) {
                assertThat(outbox.offerInTime(Frame.of("m" + i))).isTrue();
            }
            assertThat(worksAgain.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }
}
