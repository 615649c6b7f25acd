package io.gortms.internal.delivery;

import io.gortms.internal.delivery.Interleavings.Call;
import io.gortms.internal.delivery.Interleavings.Scenario;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/** The wake-up by itself, step by step: in no order of steps does a consumer wait for ever beside a message. */
class WakeupsLincheckTest {

    /** A counter in place of the journal, and consumers that wait as a poll does. */
    public static class Consumers {

        private final ReentrantLock lock = new ReentrantLock();
        private final Wakeups wakeups = new Wakeups(lock);
        private final AtomicInteger readable = new AtomicInteger();
        private int taken;

        public void publish() {
            readable.incrementAndGet();
            wakeups.wake();
        }

        public void consume() throws InterruptedException {
            lock.lock();
            wakeups.enterPoll();
            try {
                wakeups.setHungry();
                while (readable.get() == taken) {
                    wakeups.await(Long.MAX_VALUE);
                    wakeups.setHungry();
                }
                taken++;
            } finally {
                wakeups.leavePoll();
                lock.unlock();
            }
        }
    }

    /** What is expected of {@link Consumers}: that they return. */
    public static class Returning {

        public void publish() {}

        public void consume() {}
    }

    private static Scenario scenario(Random random) {
        Call publish = new Call("publish", List.of());
        Call consume = new Call("consume", List.of());
        return random.nextBoolean()
                ? new Scenario(List.of(List.of(publish, publish), List.of(consume, consume)), List.of())
                : new Scenario(List.of(List.of(publish, publish), List.of(consume), List.of(consume)), List.of());
    }

    @Test
    void nobodyWaitsBesideAMessage() {
        new Interleavings(Consumers.class, WakeupsLincheckTest::scenario)
                .comparedWith(Returning.class)
                .modelCheck(4, 300);
    }
}
