package io.gortms.proof.scale;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.Broker;
import io.gortms.ConsumerGroup;
import io.gortms.Delivery;
import io.gortms.MessageQueue;
import io.gortms.RetryPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A million messages that wait for a retry take little of the heap, and no thread. */
@Timeout(600)
class WaitingRetriesIT {

    private static final int MESSAGES = 1_000_000;
    private static final int BATCH = 1_000;
    private static final long MOST_BYTES = 100_000_000;

    @TempDir
    private Path directory;

    @Test
    void aMillionTakeAtMostAHundredMegabytes() {
        long before;
        try (Broker broker = open()) {
            ConsumerGroup group = fill(broker);
            before = usedBytes();
            for (int failed = 0; failed < MESSAGES; ) {
                for (Delivery delivery : group.poll(BATCH, Duration.ZERO)) {
                    delivery.nack();
                    failed++;
                }
            }
            report("after failing them", usedBytes() - before, group);
        }
        try (Broker broker = open()) {
            ConsumerGroup group = broker.domain("proof").queue("orders").group("workers");
            assertThat(group.poll(1, Duration.ZERO)).isEmpty();
            report("after opening again", usedBytes() - before, group);
        }
    }

    private Broker open() {
        return Broker.builder().dataDirectory(directory).build();
    }

    private static ConsumerGroup fill(Broker broker) {
        MessageQueue queue = broker.declareDomain("proof")
                .declareQueue(
                        "orders",
                        options -> options.retry(RetryPolicy.fixed(Duration.ofHours(3)))
                                .ttl(Duration.ZERO));
        for (int published = 0; published < MESSAGES; published += BATCH) {
            queue.publishAll(Collections.nCopies(BATCH, "a message that fails"));
        }
        return queue.declareGroup("workers");
    }

    private static void report(String when, long bytes, ConsumerGroup group) {
        System.out.printf("WaitingRetriesIT: %s: %,d bytes of heap for %,d messages%n", when, bytes, group.pending());
        assertThat(group.pending()).isEqualTo(MESSAGES);
        assertThat(bytes).isLessThan(MOST_BYTES);
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("gortms-handler"));
    }

    /** What is used when nothing more can be collected. */
    private static long usedBytes() {
        long used = Long.MAX_VALUE;
        while (true) {
            System.gc();
            long now = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
            if (now >= used - 1_000_000) {
                return Math.min(now, used);
            }
            used = now;
        }
    }
}
