package io.gortms.internal.delivery;

import static io.gortms.internal.delivery.Interleavings.call;

import io.gortms.Delivery;
import io.gortms.ManualClock;
import io.gortms.internal.delivery.Interleavings.Call;
import io.gortms.internal.delivery.Interleavings.Scenario;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Whoever takes, settles and gives back at the same time: of one key there are never two deliveries out at once. */
class KeyOrderLincheckTest {

    private static final int MESSAGES_OF_EACH = 3;
    private static final List<String> KEYS = List.of("red", "green");

    /** A group of a queue of messages with two keys. */
    public static class Keys {

        private final MemoryGroup parts = new MemoryGroup(new ManualClock());
        private final AtomicInteger[] outOfKey = {new AtomicInteger(), new AtomicInteger()};
        private final ConcurrentLinkedQueue<Delivery> out = new ConcurrentLinkedQueue<>();

        public Keys() {
            for (int i = 0; i < MESSAGES_OF_EACH; i++) {
                KEYS.forEach(parts::append);
            }
        }

        public boolean take(int max) {
            boolean alone = true;
            for (Delivery delivery : parts.group.poll(max, Duration.ZERO)) {
                alone &= outOf(delivery).incrementAndGet() == 1;
                out.add(delivery);
            }
            return alone;
        }

        public void ack() {
            settle(Delivery::ack);
        }

        public void fail() {
            settle(delivery -> delivery.nack(Duration.ZERO));
        }

        public void release() {
            settle(Delivery::release);
        }

        private void settle(Consumer<Delivery> how) {
            Delivery delivery = out.poll();
            if (delivery != null) {
                outOf(delivery).decrementAndGet();
                how.accept(delivery);
            }
        }

        /** Settles everything; answers whether that was possible. */
        public boolean drain() {
            boolean alone = true;
            do {
                while (!out.isEmpty()) {
                    ack();
                }
                alone &= take(KEYS.size());
            } while (!out.isEmpty());
            return alone && parts.group.lag() == 0;
        }

        private AtomicInteger outOf(Delivery delivery) {
            return outOfKey[KEYS.indexOf(delivery.key())];
        }
    }

    /** What is expected of {@link Keys}. */
    public static class Alone {

        public boolean take(int max) {
            return true;
        }

        public void ack() {}

        public void fail() {}

        public void release() {}

        public boolean drain() {
            return true;
        }
    }

    private static final List<List<Call>> CALLS = List.of(
            call("take", 1),
            call("take", 1),
            call("take", 2),
            call("take", 2),
            call("take", 3),
            call("ack"),
            call("ack"),
            call("ack"),
            call("fail"),
            call("release"),
            call("release"));

    private static Scenario scenario(Random random) {
        return new Scenario(Interleavings.deal(CALLS, 9, 3, random), List.of(new Call("drain", List.of())));
    }

    @Test
    void neverTwoOfAKeyAreOut() {
        new Interleavings(Keys.class, KeyOrderLincheckTest::scenario)
                .comparedWith(Alone.class)
                .stress(20, 300);
    }
}
