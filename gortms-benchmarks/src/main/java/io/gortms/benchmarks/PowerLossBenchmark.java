package io.gortms.benchmarks;

import io.gortms.PublishReceipt;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** Publishing behind disk barriers, which concurrent publishers share. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class PowerLossBenchmark {

    /** Chronicle, with a barrier behind each message. */
    @Benchmark
    public void raw(ForcedChronicle chronicle) throws IOException {
        chronicle.append();
        chronicle.file.force(false);
    }

    /** One publisher. */
    @Benchmark
    @Threads(1)
    public PublishReceipt publishers1(BrokerState.PowerLoss broker) {
        return broker.queue.publish(broker.payload);
    }

    /** Eight publishers. */
    @Benchmark
    @Threads(8)
    public PublishReceipt publishers8(BrokerState.PowerLoss broker) {
        return broker.queue.publish(broker.payload);
    }

    /** Sixty-four publishers. */
    @Benchmark
    @Threads(64)
    public PublishReceipt publishers64(BrokerState.PowerLoss broker) {
        return broker.queue.publish(broker.payload);
    }

    /** A Chronicle queue and its file. */
    @SuppressWarnings("NullAway.Init") // JMH calls openQueue first
    public static class ForcedChronicle extends RawChronicle {

        private FileChannel file;

        @Override
        void prepare() throws IOException {
            file = file();
        }

        @Override
        void undo() throws IOException {
            file.close();
        }
    }
}
