package io.gortms.benchmarks;

import io.gortms.Broker;
import io.gortms.BrokerBuilder;
import io.gortms.MessageQueue;
import io.gortms.websocket.ObservationServer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * What clients that watch a queue by WebSocket cost a publisher, in {@link Pairs}; a tenth of them never read. The clients are in
 * another process, on the same machine. The publisher is as fast as it can, so nobody keeps up, and what is measured is that they
 * lose messages instead of slowing it down. Then as many messages are published in a second as the machine can deliver, and what
 * the clients have got is counted.
 */
public final class WebSocketPairs {

    private static final String PATH = "/api/ws/domains/bench/queues/queue";
    private static final int MESSAGES = 2_000_000;
    private static final int DELIVERED = 3_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final byte[] payload = Payload.ofSize(Payload.BYTES);
    private final WatchingClients clients;
    private final boolean onDisk;
    private final int watching;

    private WebSocketPairs(WatchingClients clients, boolean onDisk, int watching) {
        this.clients = clients;
        this.onDisk = onDisk;
        this.watching = watching;
    }

    /**
     * Arguments: how many pairs (default 10), {@code disk} (default) or {@code memory}, how many clients (1000), and how many
     * messages a second they are to get all of (200).
     */
    public static void main(String[] args) throws IOException {
        int pairs = args.length > 0 ? Integer.parseInt(args[0]) : 10;
        boolean onDisk = args.length < 2 || args[1].equals("disk");
        int watching = args.length < 3 ? 1000 : Integer.parseInt(args[2]);
        int perSecond = args.length < 4 ? 200 : Integer.parseInt(args[3]);
        try (WatchingClients clients = new WatchingClients()) {
            WebSocketPairs work = new WebSocketPairs(clients, onDisk, watching);
            if (pairs > 0) {
                Pairs.run(watching + " clients, " + (onDisk ? "on disk" : "in memory"), pairs, work::cost);
            }
            work.deliver(perSecond);
        }
    }

    /** What is done with a queue that is watched. */
    private interface Use<T> {
        T use(MessageQueue queue) throws IOException;
    }

    private <T> T watched(int count, Use<T> use) throws IOException {
        Path directory = Scratch.create();
        BrokerBuilder builder = Broker.builder();
        try (Broker broker = (onDisk ? builder.dataDirectory(directory) : builder.inMemory()).build();
                ObservationServer server = ObservationServer.builder(broker)
                        .port(0)
                        .idleTimeout(Duration.ofHours(1))
                        .build()) {
            MessageQueue queue = broker.declareDomain("bench").declareQueue("queue", options -> options.maxSize(0));
            server.start();
            clients.connect(server.port(), PATH, count, count / 10);
            T result = use.use(queue);
            clients.disconnect();
            return result;
        } finally {
            Scratch.delete(directory);
        }
    }

    private Pairs.Cost cost(boolean observed) throws IOException {
        return watched(observed ? watching : 0, this::publish);
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

    private void deliver(int perSecond) throws IOException {
        long before = usedBytes();
        WatchingClients.Report report = watched(watching, queue -> {
            long startNanos = System.nanoTime();
            for (int i = 0; i < DELIVERED; i++) {
                LockSupport.parkNanos(startNanos + i * 1_000_000_000L / perSecond - System.nanoTime());
                queue.publish(payload);
            }
            print("heap used %d MB, before %d MB%n", usedBytes() >> 20, before >> 20);
            return awaitAll();
        });
        print(
                "%d messages at %d/s to %d clients: the one with the fewest has %d, all have %d; missed %d, wrong %d%n",
                DELIVERED,
                perSecond,
                watching - watching / 10,
                report.least(),
                report.messages(),
                report.dropped(),
                report.wrong());
    }

    private WatchingClients.Report awaitAll() throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        WatchingClients.Report report = clients.report();
        while (report.least() < DELIVERED && report.dropped() == 0 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            report = clients.report();
        }
        return report;
    }

    private static long usedBytes() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static void print(String format, Object... values) {
        System.out.printf(Locale.ROOT, format, values);
    }
}
