package io.gortms.proof.damage;

import io.gortms.Broker;
import io.gortms.ConsumerGroup;
import io.gortms.Delivery;
import io.gortms.Message;
import io.gortms.MessageQueue;
import io.gortms.proof.harness.DirectoryImage;
import io.gortms.proof.harness.Payload;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A data directory with a history of several lives, closed in order or not, and what is in it: queues of many segments, each
 * with a group that has settled some of it and one that has settled nothing.
 */
final class Fixture {

    static final String DOMAIN = "proof";
    static final List<String> QUEUES = List.of("first", "second", "third");

    /** Has settled some messages, and has others to come again. */
    static final String SOME = "some";

    /** Has settled nothing. */
    static final String NONE = "none";

    private static final int LIVES = 3;
    private static final int MESSAGES_A_LIFE = 150;
    private static final int MOST_BYTES = 3_000;
    private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");
    private static final Instant LATER = Instant.parse("2040-01-01T00:00:00Z");

    private final Path directory;
    private final boolean closed;
    private final Random random;
    private final AtomicLong minutes = new AtomicLong();
    private final Map<String, Set<Long>> settled = new HashMap<>();
    private final Map<String, Set<Long>> buried = new HashMap<>();

    /** Makes the directory. */
    Fixture(Path directory, boolean closed, Random random) throws IOException {
        this.directory = directory;
        this.closed = closed;
        this.random = random;
        for (String queue : QUEUES) {
            settled.put(queue, new HashSet<>());
            buried.put(queue, new HashSet<>());
        }
        for (int life = 1; life < LIVES; life++) {
            try (Broker broker = open(working())) {
                live(broker);
            }
        }
        try (Broker broker = open(working())) {
            live(broker);
            if (!closed) {
                DirectoryImage.copy(working(), image());
            }
        }
        if (closed) {
            DirectoryImage.copy(working(), image());
        }
    }

    private Path working() {
        return directory.resolve("working");
    }

    /** Not to be changed: to be copied. */
    Path image() {
        return directory.resolve("image");
    }

    /** Whether the broker was closed in order. */
    boolean isClosed() {
        return closed;
    }

    int messages() {
        return LIVES * MESSAGES_A_LIFE;
    }

    /** What the group {@link #SOME} has settled. */
    Set<Long> settled(String queue) {
        return settled.getOrDefault(queue, Set.of());
    }

    /** What it has dead-lettered, in their positions. */
    Set<Long> buried(String queue) {
        return buried.getOrDefault(queue, Set.of());
    }

    /** The key of a message. */
    static long key(String queue, long position) {
        return (long) queue.hashCode() << 32 | position;
    }

    private Broker open(Path data) {
        return Broker.builder()
                .dataDirectory(data)
                .clock(() -> START.plus(Duration.ofMinutes(minutes.incrementAndGet())))
                .build();
    }

    /** A clock that is later than everything in the directory. */
    static InstantSource later() {
        return InstantSource.fixed(LATER);
    }

    private void live(Broker broker) {
        for (String name : QUEUES) {
            MessageQueue queue = broker.declareDomain(DOMAIN)
                    .declareQueue(
                            name,
                            options -> options.maxInFlight(1_000_000)
                                    .deliveryLimit(0)
                                    .ttl(Duration.ZERO));
            ConsumerGroup some = queue.declareGroup(SOME);
            queue.declareGroup(NONE);
            long end = queue.stats().endPosition();
            for (int i = 0; i < MESSAGES_A_LIFE; i++) {
                queue.publish(message(name, end + i));
            }
            settle(name, some);
        }
    }

    private Message message(String queue, long position) {
        byte[] payload = Payload.of(key(queue, position), Payload.LEAST_BYTES + random.nextInt(MOST_BYTES));
        Message message = Message.bytes(payload).header("position", Long.toString(position));
        return position % 3 == 0 ? message.id("own-" + position) : message;
    }

    private void settle(String queue, ConsumerGroup some) {
        List<Delivery> polled = new ArrayList<>();
        for (List<Delivery> more = some.poll(100, Duration.ZERO);
                !more.isEmpty();
                more = some.poll(100, Duration.ZERO)) {
            polled.addAll(more);
        }
        for (Delivery delivery : polled) {
            int choice = random.nextInt(100);
            if (choice < 60) {
                delivery.ack();
                settled.get(queue).add(delivery.position());
            } else if (choice < 70) {
                delivery.nack(Duration.ofSeconds(1));
            } else if (choice < 72) {
                delivery.reject("not wanted");
                settled.get(queue).add(delivery.position());
                buried.get(queue).add(delivery.position());
            } else if (choice < 80) {
                delivery.release();
            }
        }
    }
}
