package io.gortms.benchmarks;

import io.gortms.ConsumerGroup;
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

/** From the first publish until the last message is settled: one publisher, one group with a handler that does nothing. */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3)
@Measurement(iterations = 5)
@Fork(1)
public class EndToEndBenchmark {

    private static final int MESSAGES = 1_000_000;

    /** Chronicle: one thread appends, another reads without ever waiting; nothing is acknowledged. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public void raw(RawChronicle chronicle) throws InterruptedException {
        Thread reader = new Thread(() -> {
            try (ExcerptTailer tailer = chronicle.tailer()) {
                chronicle.read(tailer, MESSAGES);
            }
        });
        reader.start();
        for (int i = 0; i < MESSAGES; i++) {
            chronicle.append();
        }
        reader.join();
    }

    /** A queue on disk, one worker. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public void processCrashOneWorker(BrokerState.ProcessCrash broker) {
        publishAndSettle(broker, 1);
    }

    /** A queue on disk, two workers. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public void processCrashTwoWorkers(BrokerState.ProcessCrash broker) {
        publishAndSettle(broker, 2);
    }

    /** A queue in memory, one worker. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public void memoryOneWorker(BrokerState.Memory broker) {
        publishAndSettle(broker, 1);
    }

    /** A queue in memory, two workers. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public void memoryTwoWorkers(BrokerState.Memory broker) {
        publishAndSettle(broker, 2);
    }

    private static void publishAndSettle(BrokerState broker, int workers) {
        ConsumerGroup group = broker.queue.declareGroup("group");
        group.subscribe(options -> options.workerCount(workers), delivery -> {});
        broker.publish(MESSAGES);
        BrokerState.awaitSettled(group);
    }
}
