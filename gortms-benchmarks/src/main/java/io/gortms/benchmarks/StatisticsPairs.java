package io.gortms.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.gortms.Broker;
import io.gortms.ConsumerGroup;
import io.gortms.MessageQueue;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * What statistics cost: the same work with them on and off, in pairs that follow each other at once, so that what slows the
 * machine down for a while slows both. A pair is a ratio; the median of all is what counts. On a machine that does other work
 * too the ratio of processor time says more than that of time.
 */
public final class StatisticsPairs {

    private static final int MESSAGES = 500_000;
    private static final int WARM_UPS = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    /** What one message took, in nanoseconds. */
    private record Cost(double time, double processor) {}

    private final byte[] payload = Payload.ofSize(Payload.BYTES);
    private final boolean onDisk;

    private StatisticsPairs(boolean onDisk) {
        this.onDisk = onDisk;
    }

    /** Arguments: how many pairs (default 20), and {@code disk} (default) or {@code memory}. */
    public static void main(String[] args) throws IOException {
        int pairs = args.length > 0 ? Integer.parseInt(args[0]) : 20;
        boolean onDisk = args.length < 2 || args[1].equals("disk");
        new StatisticsPairs(onDisk).run(pairs);
    }

    private void run(int pairs) throws IOException {
        for (int i = 0; i < WARM_UPS; i++) {
            cost(true);
            cost(false);
        }
        List<Double> times = new ArrayList<>();
        List<Double> processors = new ArrayList<>();
        for (int i = 0; i < pairs; i++) {
            boolean onFirst = i % 2 == 0; // neither side is always the one that finds the caches warm
            Cost first = cost(onFirst);
            Cost second = cost(!onFirst);
            Cost on = onFirst ? first : second;
            Cost off = onFirst ? second : first;
            times.add(off.time / on.time);
            processors.add(off.processor / on.processor);
            print(
                    "pair %d: on %.0f ns (processor %.0f), off %.0f ns (%.0f)%n",
                    i + 1, on.time, on.processor, off.time, off.processor);
        }
        print("%s, without statistics / with: %n", onDisk ? "on disk" : "in memory");
        print("  time       median %s%n", spread(times));
        print("  processor  median %s%n", spread(processors));
    }

    private static String spread(List<Double> ratios) {
        Collections.sort(ratios);
        return String.format(
                Locale.ROOT,
                "%.3f, from %.3f to %.3f",
                ratios.get(ratios.size() / 2),
                ratios.get(0),
                ratios.get(ratios.size() - 1));
    }

    /** From the first publish until the last message is acknowledged by a handler that does nothing. */
    private Cost cost(boolean statistics) throws IOException {
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
            return new Cost(
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

    private static void print(String format, Object... values) {
        System.out.printf(Locale.ROOT, format, values);
    }
}
