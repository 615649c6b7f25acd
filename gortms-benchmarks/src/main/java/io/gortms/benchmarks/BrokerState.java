package io.gortms.benchmarks;

import io.gortms.Broker;
import io.gortms.ConsumerGroup;
import io.gortms.Durability;
import io.gortms.MessageQueue;
import io.gortms.QueueOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A broker with one empty queue, new for each iteration, so that the disk holds what one iteration writes and no more. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH calls openBroker first
public abstract class BrokerState {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    final byte[] payload = Payload.ofSize(Payload.BYTES);
    MessageQueue queue;
    private Path directory;
    private Broker broker;

    /** How the queue is declared. */
    abstract void describe(QueueOptions options);

    /** What a benchmark prepares besides; JMH promises no order of the setup methods of one state. */
    void prepare() {}

    /** Opens the broker. */
    @Setup(Level.Iteration)
    public void openBroker() throws IOException {
        directory = Scratch.create();
        broker = Broker.builder().dataDirectory(directory).build();
        queue = broker.declareDomain("bench").declareQueue("queue", this::describe);
        prepare();
    }

    /** Closes the broker and deletes what it has written. */
    @TearDown(Level.Iteration)
    public void closeBroker() throws IOException {
        broker.close();
        Scratch.delete(directory);
    }

    final void publish(int messages) {
        for (int i = 0; i < messages; i++) {
            queue.publish(payload);
        }
    }

    static void awaitSettled(ConsumerGroup group) {
        if (!group.awaitSettled(PATIENCE)) {
            throw new IllegalStateException("not settled after " + PATIENCE + ": " + group.stats());
        }
    }

    /** On disk, as queues are by default. */
    public static class ProcessCrash extends BrokerState {
        @Override
        void describe(QueueOptions options) {
            options.durability(Durability.PROCESS_CRASH);
        }
    }

    /** On disk, each publish behind a disk barrier. */
    public static class PowerLoss extends BrokerState {
        @Override
        void describe(QueueOptions options) {
            options.durability(Durability.POWER_LOSS);
        }
    }

    /** In memory. */
    public static class Memory extends BrokerState {
        @Override
        void describe(QueueOptions options) {
            options.persistent(false).maxSize(0);
        }
    }
}
