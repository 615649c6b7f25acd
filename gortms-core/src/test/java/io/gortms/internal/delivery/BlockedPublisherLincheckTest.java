package io.gortms.internal.delivery;

import io.gortms.Delivery;
import io.gortms.ManualClock;
import io.gortms.QueueSettings;
import io.gortms.internal.delivery.Interleavings.Call;
import io.gortms.internal.delivery.Interleavings.Scenario;
import io.gortms.internal.publish.Admission;
import io.gortms.internal.publish.Depth;
import io.gortms.internal.stats.CapacityWatch;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** A full queue makes publishers wait: there are never more messages than fit, and no publisher sleeps when there is room. */
class BlockedPublisherLincheckTest {

    private static final Duration TOO_LONG = Duration.ofSeconds(5);
    private static final int MAX_SIZE = 2;
    private static final int LARGEST_LOAD = 4;
    private static final QueueSettings SETTINGS =
            QueueSettings.of(queue -> queue.maxSize(MAX_SIZE).publishTimeout(TOO_LONG));

    /** The end of a bounded queue, as {@code Appender} uses it, and a group that empties it. */
    public static class BoundedQueue {

        private final MemoryGroup parts = new MemoryGroup(
                new ManualClock(),
                () -> SETTINGS,
                journal -> journal,
                (stored, headers) -> {},
                () -> {},
                () -> onSettled());
        private final ReentrantLock appendLock = new ReentrantLock();
        private final Admission admission = admission();

        private Admission admission() {
            Supplier<QueueSettings> settings = () -> SETTINGS;
            Supplier<Collection<GroupDelivery>> groups = () -> List.of(parts.group);
            QueueExpiry expiry = new QueueExpiry(
                    "shop.orders",
                    parts.journal,
                    parts.queueMemory,
                    settings,
                    groups,
                    parts.clock,
                    parts.timer,
                    () -> onSettled(),
                    dueMicros -> {});
            Depth depth = new Depth(
                    "shop.orders",
                    settings,
                    parts.journal,
                    parts.queueMemory,
                    expiry,
                    groups,
                    parts.clock,
                    event -> {},
                    new CapacityWatch("shop.orders", parts.clock.source(), event -> {}));
            return new Admission("shop.orders", settings, parts.journal, depth, groups, appendLock);
        }

        private void onSettled() {
            admission.onSettled();
        }

        public String publish() {
            long sinceNanos = System.nanoTime();
            long waiting;
            appendLock.lock();
            try {
                if (!admission.admits(1)) {
                    admission.makeRoom(1);
                }
                parts.append(null);
                waiting = parts.group.lagTo(parts.journal.end());
            } finally {
                appendLock.unlock();
            }
            parts.group.onReadable();
            return waiting > MAX_SIZE ? waiting + " wait" : awakeSince(sinceNanos);
        }

        public String consume() {
            long sinceNanos = System.nanoTime();
            parts.group.poll(1, TOO_LONG).forEach(Delivery::ack);
            return awakeSince(sinceNanos);
        }

        private static String awakeSince(long nanos) {
            return System.nanoTime() - nanos < TOO_LONG.toNanos() ? "awake" : "slept";
        }
    }

    /** What is expected of {@link BoundedQueue}. */
    public static class Awake {

        public String publish() {
            return "awake";
        }

        public String consume() {
            return "awake";
        }
    }

    private static Scenario scenario(Random random) {
        int load = 1 + random.nextInt(LARGEST_LOAD);
        List<Call> publishes = Collections.nCopies(load, new Call("publish", List.of()));
        List<Call> consumes = Collections.nCopies(2 * load, new Call("consume", List.of()));
        return new Scenario(List.of(publishes, publishes, consumes), List.of());
    }

    @Test
    void neverTooManyAndNobodySleeps() {
        new Interleavings(BoundedQueue.class, BlockedPublisherLincheckTest::scenario)
                .comparedWith(Awake.class)
                .stress(20, 500);
    }
}
