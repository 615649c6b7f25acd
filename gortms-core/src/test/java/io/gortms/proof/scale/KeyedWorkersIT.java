package io.gortms.proof.scale;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.Broker;
import io.gortms.ConsumerGroup;
import io.gortms.Message;
import io.gortms.MessageQueue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What order by key costs: four workers, a thousand keys, handlers of a millisecond. */
@Timeout(600)
class KeyedWorkersIT {

    private static final int MESSAGES = 10_000;
    private static final int KEYS = 1_000;
    private static final int ROUNDS = 5;
    private static final long WORK_NANOS = 1_000_000;
    private static final double AIM = 0.7;

    @TempDir
    private Path directory;

    @Test
    void keysCostLittle() {
        List<Double> ratios = new ArrayList<>();
        try (Broker broker = Broker.builder().dataDirectory(directory).build()) {
            for (int round = 0; round < ROUNDS; round++) {
                long free = nanos(broker, "free" + round, false);
                long keyed = nanos(broker, "keyed" + round, true);
                ratios.add((double) free / keyed);
            }
        }
        double median = ratios.stream().sorted().skip(ROUNDS / 2).findFirst().orElseThrow();
        System.out.printf(
                "KeyedWorkersIT: throughput with keys / without: %s, median %.2f, the aim is %.1f%n",
                ratios.stream().map(ratio -> String.format("%.2f", ratio)).toList(), median, AIM);
        assertThat(median).isGreaterThan(AIM / 2);
    }

    private static long nanos(Broker broker, String name, boolean withKeys) {
        MessageQueue queue = broker.declareDomain("proof").declareQueue(name, options -> options.workerCount(4));
        ConsumerGroup group = queue.declareGroup("workers");
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            Message message = Message.text("message " + i);
            messages.add(withKeys ? message.key("key" + i % KEYS) : message);
        }
        queue.publishAll(messages);
        long begun = System.nanoTime();
        group.subscribe(delivery -> {
            long until = System.nanoTime() + WORK_NANOS;
            for (long left = WORK_NANOS; left > 0; left = until - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
        });
        assertThat(group.awaitSettled(Duration.ofMinutes(2))).isTrue();
        return System.nanoTime() - begun;
    }
}
