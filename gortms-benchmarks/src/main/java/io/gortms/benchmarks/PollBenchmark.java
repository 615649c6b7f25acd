package io.gortms.benchmarks;

import io.gortms.ConsumerGroup;
import io.gortms.Delivery;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import net.openhft.chronicle.queue.ExcerptTailer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/** Consuming a queue that was filled before, by one thread: polls of a hundred, each message acknowledged by itself. */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5)
@Measurement(iterations = 5)
@Fork(1)
public class PollBenchmark {

    private static final int MESSAGES = 300_000;
    private static final int POLL = 100;

    /** Chronicle: a tailer that reads. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public void raw(FilledChronicle chronicle) {
        try (ExcerptTailer tailer = chronicle.tailer()) {
            chronicle.read(tailer, MESSAGES);
        }
    }

    /** A queue on disk. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public void processCrash(FilledProcessCrash broker) {
        pollAll(broker);
    }

    /** A queue in memory. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public void memory(FilledMemory broker) {
        pollAll(broker);
    }

    private static void pollAll(BrokerState broker) {
        ConsumerGroup group = broker.queue.group("group");
        for (int acked = 0; acked < MESSAGES; ) {
            for (Delivery delivery : group.poll(POLL, Duration.ofSeconds(1))) {
                delivery.ack();
                acked++;
            }
        }
    }

    private static void fill(BrokerState broker) {
        broker.queue.declareGroup("group");
        broker.publish(MESSAGES);
    }

    /** A Chronicle queue with messages. */
    public static class FilledChronicle extends RawChronicle {
        @Override
        void prepare() {
            for (int i = 0; i < MESSAGES; i++) {
                append();
            }
        }
    }

    /** A queue on disk with messages. */
    public static class FilledProcessCrash extends BrokerState.ProcessCrash {
        @Override
        void prepare() {
            fill(this);
        }
    }

    /** A queue in memory with messages. */
    public static class FilledMemory extends BrokerState.Memory {
        @Override
        void prepare() {
            fill(this);
        }
    }
}
