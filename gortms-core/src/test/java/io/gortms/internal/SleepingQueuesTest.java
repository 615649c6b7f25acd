package io.gortms.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.Broker;
import io.gortms.ManualClock;
import io.gortms.QueueOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which queues are opened though nobody uses them, and when. */
class SleepingQueuesTest {

    private static final Duration TTL = Duration.ofHours(1);

    @TempDir
    Path directory;

    private final ManualClock clock = new ManualClock();

    private Broker open() {
        return Broker.builder().dataDirectory(directory).clock(clock).build();
    }

    private void publish(String queue, Consumer<QueueOptions> options) {
        try (Broker broker = open()) {
            broker.declareDomain("shop").declareQueue(queue, options).publish("a");
        }
    }

    private static boolean isOpen(Broker broker, String queue) {
        return ((LocalQueue) broker.domain("shop").queue(queue)).ifOpen() != null;
    }

    @Test
    void aQueueIsOpenedWhenSomethingInItIsDueAndNotBefore() {
        publish("orders", queue -> queue.ttl(TTL));
        try (Broker broker = open()) {
            clock.advance(TTL.minusMillis(1));
            assertThat(isOpen(broker, "orders")).isFalse();
            clock.advance(Duration.ofMillis(1));
            assertThat(isOpen(broker, "orders")).isTrue();
        }
    }

    @Test
    void aQueueInWhichNothingIsDueStaysClosed() {
        publish("kept", queue -> queue.ttl(Duration.ZERO));
        publish("orders", queue -> queue.ttl(TTL));
        try (Broker broker = open()) {
            clock.advance(TTL.multipliedBy(30));
            assertThat(isOpen(broker, "kept")).isFalse();
        }
        try (Broker broker = open()) {
            clock.advance(TTL.multipliedBy(30));
            assertThat(isOpen(broker, "orders")).as("everything has expired").isFalse();
        }
    }

    @Test
    void aQueueThatSaysNothingIsOpenedAtOnce() throws IOException {
        publish("orders", queue -> queue.ttl(TTL));
        Files.delete(directory.resolve("shop/orders/due"));
        try (Broker broker = open()) {
            clock.advance(Duration.ZERO);
            assertThat(isOpen(broker, "orders")).isTrue();
        }
    }

    @Test
    void manyQueuesAreAllLookedAt() {
        try (Broker broker = open()) {
            for (int i = 0; i < 100; i++) {
                broker.declareDomain("shop").declareQueue("queue" + i, queue -> queue.ttl(TTL));
            }
        }
        publish("queue99", queue -> queue.ttl(TTL));
        try (Broker broker = open()) {
            clock.advance(TTL);
            assertThat(isOpen(broker, "queue99")).isTrue();
            assertThat(isOpen(broker, "queue98")).isFalse();
        }
    }
}
