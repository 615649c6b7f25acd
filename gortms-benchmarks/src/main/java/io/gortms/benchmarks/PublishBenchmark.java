package io.gortms.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/** Publishing by one thread, with nobody who consumes. */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5)
@Measurement(iterations = 5)
@Fork(1)
public class PublishBenchmark {

    private static final int MESSAGES = 500_000;

    /** Chronicle, the same payload. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public void raw(RawChronicle chronicle) {
        for (int i = 0; i < MESSAGES; i++) {
            chronicle.append();
        }
    }

    /** Chronicle, as many bytes as gortms writes. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public void rawOfRecordSize(RawChronicle chronicle) {
        for (int i = 0; i < MESSAGES; i++) {
            chronicle.appendRecord();
        }
    }

    /** A queue on disk. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public void processCrash(BrokerState.ProcessCrash broker) {
        broker.publish(MESSAGES);
    }

    /** A queue in memory. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public void memory(BrokerState.Memory broker) {
        broker.publish(MESSAGES);
    }
}
