package io.gortms.webhooks.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.Broker;
import io.gortms.ConsumerGroup;
import io.gortms.webhooks.AddressPolicy;
import io.gortms.webhooks.AttemptQuery;
import io.gortms.webhooks.RetrySchedule;
import io.gortms.webhooks.Webhooks;
import io.gortms.webhooks.harness.Bench;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;

/** Webhooks to as many URLs, where every connection is refused, until all wait for their retry; then the same after a restart. */
final class WaitingTrial {

    private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);
    private static final Duration LONG = Duration.ofHours(3);
    private static final Duration BOUND = Duration.ofMinutes(20);

    private final Path directory;
    private final int webhooks;
    private final long mostBytes;
    private final int mostThreads;

    /**
     * Makes one.
     *
     * @param mostBytes what they may take of the heap
     * @param mostThreads how many threads there may be in all that are not the test's own
     */
    WaitingTrial(Path directory, int webhooks, long mostBytes, int mostThreads) {
        this.directory = directory;
        this.webhooks = webhooks;
        this.mostBytes = mostBytes;
        this.mostThreads = mostThreads;
    }

    void run() throws IOException {
        int threadsBefore = Thread.activeCount();
        long bytesBefore;
        try (Broker broker = Broker.builder().dataDirectory(directory).build();
                Webhooks open = open(broker)) {
            bytesBefore = usedBytes();
            String url = "http://127.0.0.1:" + closedPort() + "/";
            for (int i = 0; i < webhooks; i++) {
                open.dispatchTo(url + i, "a secret", "order.paid", i);
            }
            ConsumerGroup group = sender(broker);
            Bench.await(() -> group.stats().retrying() == webhooks, BOUND, webhooks + " that wait for a retry");
            report("after failing them", usedBytes() - bytesBefore, Thread.activeCount() - threadsBefore);
        }
        try (Broker broker = Broker.builder().dataDirectory(directory).build();
                Webhooks open = open(broker)) {
            assertThat(sender(broker).stats().retrying()).isEqualTo(webhooks);
            assertThat(open.attempts(AttemptQuery.newest()))
                    .allSatisfy(attempt -> assertThat(attempt.attempt()).isEqualTo(1));
            report("after opening again", usedBytes() - bytesBefore, Thread.activeCount() - threadsBefore);
        }
    }

    private static Webhooks open(Broker broker) {
        return Webhooks.builder(broker)
                .secretsKey(KEY)
                .addressPolicy(AddressPolicy.publicOnly().allowLoopback().allowPlainHttp())
                .schedule(RetrySchedule.linear(LONG, 2))
                .build();
    }

    private static ConsumerGroup sender(Broker broker) {
        return broker.domain("_webhooks").queue("direct").group("sender");
    }

    /** One that was free just now. */
    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void report(String when, long bytes, int threads) {
        System.out.printf(
                "  %s: %,d bytes of heap and %d threads for %,d webhooks that wait for a retry%n",
                when, bytes, threads, webhooks);
        assertThat(bytes).isLessThan(mostBytes);
        assertThat(threads).isLessThanOrEqualTo(mostThreads);
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
