package io.gortms.internal.delivery;

import static io.gortms.internal.delivery.Interleavings.call;

import io.gortms.Delivery;
import io.gortms.ManualClock;
import io.gortms.internal.delivery.Interleavings.Call;
import io.gortms.internal.delivery.Interleavings.Scenario;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** As many messages are published as polls wait for one: each poll gets one, and none sleeps while there is one. */
class WakeUpLincheckTest {

    private static final Duration TOO_LONG = Duration.ofSeconds(5);
    private static final int LARGEST_LOAD = 3;

    /** A group of an empty queue. */
    public static class Polls {

        private final MemoryGroup parts = new MemoryGroup(new ManualClock());
        private final ReentrantLock appendLock = new ReentrantLock();

        public void publish() {
            appendLock.lock();
            try {
                parts.append(null);
            } finally {
                appendLock.unlock();
            }
            parts.group.onReadable();
        }

        public String poll() {
            return get(delivery -> {});
        }

        public String pollAndRelease() {
            return get(delivery -> {
                delivery.release();
                get(Delivery::ack);
            });
        }

        private String get(Consumer<Delivery> use) {
            long sinceNanos = System.nanoTime();
            List<Delivery> polled = parts.group.poll(1, TOO_LONG);
            if (System.nanoTime() - sinceNanos >= TOO_LONG.toNanos()) {
                return "slept";
            }
            use.accept(polled.get(0));
            return "awake";
        }
    }

    /** What is expected of {@link Polls}. */
    public static class Awake {

        public void publish() {}

        public String poll() {
            return "awake";
        }

        public String pollAndRelease() {
            return "awake";
        }
    }

    private static Scenario scenario(Random random) {
        int load = 1 + random.nextInt(LARGEST_LOAD);
        List<Call> publishes = Collections.nCopies(2 * load, new Call("publish", List.of()));
        List<Call> polls = Stream.generate(() -> random.nextBoolean() ? call("poll") : call("pollAndRelease"))
                .limit(load)
                .flatMap(List::stream)
                .toList();
        return new Scenario(List.of(publishes, polls, polls), List.of());
    }

    @Test
    void noPollSleepsThroughAMessage() {
        new Interleavings(Polls.class, WakeUpLincheckTest::scenario)
                .comparedWith(Awake.class)
                .stress(20, 500);
    }
}
