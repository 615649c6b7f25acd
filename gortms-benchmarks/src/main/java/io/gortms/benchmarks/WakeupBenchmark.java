package io.gortms.benchmarks;

import io.gortms.ConsumerGroup;
import io.gortms.Delivery;
import java.time.Duration;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptTailer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One message at a time into an idle queue: how long from the call of publish until the consumer has it. The percentiles of
 * that are what counts ({@link LatencyProfiler}); the benchmark's own score is that of a whole turn, with the pause in it.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class WakeupBenchmark {

    /** Long enough for the consumer to find nothing more and to go to sleep. */
    private static final long PAUSE_NANOS = 200_000;

    /** Chronicle: the appender unparks a thread that reads. */
    @Benchmark
    public void raw(ParkedTailer consumer) {
        Latencies.begin();
        consumer.append();
        LockSupport.unpark(consumer.reader);
        Latencies.awaitEnd(PAUSE_NANOS);
    }

    /** A handler. */
    @Benchmark
    public void subscribe(Subscriber consumer) {
        turn(consumer);
    }

    /** A thread that waits in a poll. */
    @Benchmark
    public void poll(Poller consumer) {
        turn(consumer);
    }

    /** A Reactive Streams subscriber. */
    @Benchmark
    public void publisher(Streamer consumer) {
        turn(consumer);
    }

    private static void turn(BrokerState consumer) {
        Latencies.begin();
        consumer.queue.publish(consumer.payload);
        Latencies.awaitEnd(PAUSE_NANOS);
    }

    /** A group with a handler. */
    public static class Subscriber extends BrokerState.ProcessCrash {
        @Override
        void prepare() {
            queue.declareGroup("group")
                    .subscribe(options -> options.workerCount(1), delivery -> Latencies.end(System.nanoTime()));
        }
    }

    /** A group that is polled. */
    public static class Poller extends BrokerState.ProcessCrash {
        @Override
        void prepare() {
            ConsumerGroup group = queue.declareGroup("group");
            start(() -> {
                for (var taken = group.poll(1, Duration.ofMinutes(1));
                        !taken.isEmpty();
                        taken = group.poll(1, Duration.ofMinutes(1))) {
                    long arrivedNanos = System.nanoTime();
                    taken.forEach(Delivery::ack);
                    Latencies.end(arrivedNanos);
                }
            });
        }
    }

    /** A group with a Reactive Streams subscriber. */
    public static class Streamer extends BrokerState.ProcessCrash {
        @Override
        void prepare() {
            queue.declareGroup("group").publisher().subscribe(new Flow.Subscriber<>() {

                @Override
                public void onSubscribe(Flow.Subscription subscription) {
                    subscription.request(Long.MAX_VALUE);
                }

                @Override
                public void onNext(Delivery delivery) {
                    long arrivedNanos = System.nanoTime();
                    delivery.ack();
                    Latencies.end(arrivedNanos);
                }

                @Override
                public void onError(Throwable error) {
                    throw new IllegalStateException(error);
                }

                @Override
                public void onComplete() {}
            });
        }
    }

    /** A thread that reads a Chronicle queue, and parks when there is nothing. */
    @SuppressWarnings("NullAway.Init") // JMH calls openQueue first
    public static class ParkedTailer extends RawChronicle {

        private volatile boolean done;
        private Thread reader;

        @Override
        void prepare() {
            done = false;
            reader = start(() -> {
                Bytes<?> into = Bytes.allocateDirect(Payload.BYTES);
                try (ExcerptTailer tailer = tailer()) {
                    while (!done) {
                        if (tailer.readBytes(into)) {
                            Latencies.end(System.nanoTime());
                        } else {
                            LockSupport.park(this);
                        }
                        into.clear();
                    }
                }
                into.releaseLast();
            });
        }

        @Override
        void undo() {
            done = true;
            LockSupport.unpark(reader);
            try {
                reader.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static Thread start(Runnable consumer) {
        Thread thread = new Thread(consumer, "consumer");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
