package io.gortms.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.gortms.Broker;
import io.gortms.ConsumerGroup;
import io.gortms.MessageQueue;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;

/** What statistics cost, in {@link Pairs}. */
public final class StatisticsPairs {

    private static final int MESSAGES = 500_000;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final byte[] payload = Payload.ofSize(Payload.BYTES);
    private final boolean onDisk;

    private StatisticsPairs(boolean onDisk) {
        this.onDisk = onDisk;
    }

    /** Arguments: how many pairs (default 20), and {@code disk} (default) or {@code memory}. */
    public static void main(String[] args) throws IOException {
        int pairs = args.length > 0 ? Integer.parseInt(args[0]) : 20;
        boolean onDisk = args.length < 2 || args[1].equals("disk");
        Pairs.run("statistics, " + (onDisk ? "on disk" : "in memory"), pairs, new StatisticsPairs(onDisk)::cost);
    }

    /** From the first publish until the last message is acknowledged by a handler that does nothing. */
    private Pairs.Cost cost(boolean statistics) throws IOException {
        Path directory = Scratch.create();
        try (Broker broker = broker(directory, statistics)) {
            MessageQueue queue = broker.declareDomain("bench").declareQueue("queue", options -> options.maxSize(0));
            ConsumerGroup group = queue.declareGroup("group");
            group.subscribe(options -> options.workerCount(1), delivery -> {});
            long startNanos = System.nanoTime();
            long startProcessorNanos = SYSTEM.getProcessCpuTime();
            for (int i = 0; i < MESSAGES; i++) {
                queue.publish(payload);
            }
            if (!group.awaitSettled(PATIENCE)) {
                throw new IllegalStateException("not settled after " + PATIENCE + ": " + group.stats());
            }
            return new Pairs.Cost(
                    (double) (System.nanoTime() - startNanos) / MESSAGES,
                    (double) (SYSTEM.getProcessCpuTime() - startProcessorNanos) / MESSAGES);
        } finally {
            Scratch.delete(directory);
        }
    }

    private Broker broker(Path directory, boolean statistics) {
        return onDisk
                ? Broker.builder()
                        .dataDirectory(directory)
                        .statistics(statistics)
                        .build()
                : Broker.builder().inMemory().statistics(statistics).build();
    }
}
