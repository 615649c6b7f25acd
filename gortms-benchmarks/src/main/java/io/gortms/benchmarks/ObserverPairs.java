package io.gortms.benchmarks;

import io.gortms.Broker;
import io.gortms.BrokerBuilder;
import io.gortms.MessageQueue;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * What observers cost a publisher, in {@link Pairs}: one that stalls at its first message, and others that do nothing with
 * theirs. Processor time is that of the publishing thread; what the observers themselves take is not counted, but takes
 * processors away from the publisher where there are few.
 */
public final class ObserverPairs {

    private static final int MESSAGES = 500_000;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final byte[] payload = Payload.ofSize(Payload.BYTES);
    private final boolean onDisk;
    private final int fast;

    private ObserverPairs(boolean onDisk, int fast) {
        this.onDisk = onDisk;
        this.fast = fast;
    }

    /** Arguments: how many pairs (default 20), {@code disk} (default) or {@code memory}, and how many fast ones (100). */
    public static void main(String[] args) throws IOException {
        int pairs = args.length > 0 ? Integer.parseInt(args[0]) : 20;
        boolean onDisk = args.length < 2 || args[1].equals("disk");
        int fast = args.length < 3 ? 100 : Integer.parseInt(args[2]);
        String what = "a stalled observer and " + fast + " fast ones, " + (onDisk ? "on disk" : "in memory");
        Pairs.run(what, pairs, new ObserverPairs(onDisk, fast)::cost);
    }

    private Pairs.Cost cost(boolean observed) throws IOException {
        Path directory = Scratch.create();
        CountDownLatch stalled = new CountDownLatch(1);
        BrokerBuilder builder = Broker.builder();
        try (Broker broker = (onDisk ? builder.dataDirectory(directory) : builder.inMemory()).build()) {
            MessageQueue queue = broker.declareDomain("bench").declareQueue("queue", options -> options.maxSize(0));
            if (observed) {
                queue.observe(message -> stalled.await());
                for (int i = 0; i < fast; i++) {
                    queue.observe(message -> {});
                }
            }
            Pairs.Cost cost = publish(queue);
            stalled.countDown();
            return cost;
        } finally {
            Scratch.delete(directory);
        }
    }

    private Pairs.Cost publish(MessageQueue queue) {
        long startNanos = System.nanoTime();
        long startProcessorNanos = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < MESSAGES; i++) {
            queue.publish(payload);
        }
        return new Pairs.Cost(
                (double) (System.nanoTime() - startNanos) / MESSAGES,
                (double) (THREADS.getCurrentThreadCpuTime() - startProcessorNanos) / MESSAGES);
    }
}
