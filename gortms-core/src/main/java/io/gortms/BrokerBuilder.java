package io.gortms;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gortms.internal.BrokerConfig;
import io.gortms.internal.LocalBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Describes a broker; {@link #build()} opens it. Used by one thread. Either {@link #dataDirectory(Path)} or {@link
 * #inMemory()} is needed, everything else has a default.
 */
public final class BrokerBuilder {

    /** The default of {@link #minimumFreeDisk(long)}: 128 MiB. */
    public static final long DEFAULT_MINIMUM_FREE_DISK = 128L * 1024 * 1024;

    private @Nullable Path dataDirectory;
    private boolean inMemory;
    private InstantSource clock = InstantSource.system();
    private @Nullable Executor executor;
    private @Nullable ObjectMapper objectMapper;
    private long minimumFreeDisk = DEFAULT_MINIMUM_FREE_DISK;
    private Duration shutdownTimeout = Duration.ofSeconds(30);
    private boolean statistics = true;
    private final List<BrokerListener> listeners = new ArrayList<>();

    BrokerBuilder() {}

    /**
     * Keeps everything below this directory, which is made if it is missing. Nothing is written outside it.
     *
     * @throws IllegalStateException if {@link #inMemory()} was chosen
     */
    public BrokerBuilder dataDirectory(Path directory) {
        Objects.requireNonNull(directory, "directory");
        if (inMemory) {
            throw bothChosen();
        }
        dataDirectory = directory;
        return this;
    }

    /**
     * Keeps everything in memory, and nothing survives {@code close()}, whatever {@link QueueOptions#persistent} and {@link
     * QueueOptions#durability} say. {@link QueueOptions#maxSize} has the default of a persistent queue, no bound.
     *
     * @throws IllegalStateException if a {@link #dataDirectory(Path)} was chosen
     */
    public BrokerBuilder inMemory() {
        if (dataDirectory != null) {
            throw bothChosen();
        }
        inMemory = true;
        return this;
    }

    /** The clock of everything but waits for other threads; default the system's. */
    public BrokerBuilder clock(InstantSource source) {
        clock = Objects.requireNonNull(source, "clock");
        return this;
    }

    /**
     * Where handlers run; default a pool of daemon threads that grows and shrinks with the work. The broker does not shut
     * it down. {@code Runnable::run} and an executor of virtual threads work.
     */
    public BrokerBuilder executor(Executor handlers) {
        executor = Objects.requireNonNull(handlers, "executor");
        return this;
    }

    /**
     * What turns objects into JSON and back; default a plain mapper, which refuses the types of {@code java.time}: for those give
     * one with the {@code JavaTimeModule} of {@code jackson-datatype-jsr310}.
     */
    public BrokerBuilder objectMapper(ObjectMapper mapper) {
        objectMapper = Objects.requireNonNull(mapper, "objectMapper");
        return this;
    }

    /**
     * Bytes of the disk to leave free; default 128 MiB. With less, publishing is refused with {@link
     * StorageFullException}, reading and settling go on.
     */
    public BrokerBuilder minimumFreeDisk(long bytes) {
        minimumFreeDisk = Checks.atLeast(0L, bytes, "minimumFreeDisk");
        return this;
    }

    /** How long {@code close()} waits, in real time, for running handlers; default 30 seconds. */
    public BrokerBuilder shutdownTimeout(Duration timeout) {
        shutdownTimeout = Checks.notNegative(timeout, "shutdownTimeout");
        return this;
    }

    /**
     * Whether what happens is sampled and timed; default true. With false every series stays empty, rates are zero, no
     * latency is measured, nothing is told of how full a queue is before it is full, and nothing is kept of the past.
     * Counters and states are there all the same.
     */
    public BrokerBuilder statistics(boolean on) {
        statistics = on;
        return this;
    }

    /** Adds a listener; it is told of everything from {@link #build()} on. */
    public BrokerBuilder listener(BrokerListener listener) {
        listeners.add(Objects.requireNonNull(listener, "listener"));
        return this;
    }

    /**
     * Opens the broker. Its threads are daemons, and belong to the thread group of the caller.
     *
     * @throws IllegalStateException if neither {@link #dataDirectory(Path)} nor {@link #inMemory()} was chosen
     * @throws BrokerLockedException if another broker holds the directory
     * @throws StorageException if the directory cannot be used
     * @throws StorageFullException if it is new, and the disk has no room for it
     */
    public Broker build() {
        if (dataDirectory == null && !inMemory) {
            throw new IllegalStateException("choose where messages live: dataDirectory(Path) or inMemory()");
        }
        return LocalBroker.open(new BrokerConfig(
                dataDirectory,
                clock,
                executor,
                objectMapper,
                minimumFreeDisk,
                shutdownTimeout,
                List.copyOf(listeners),
                statistics));
    }

    private static IllegalStateException bothChosen() {
        return new IllegalStateException(
                "dataDirectory(Path) and inMemory() cannot both be chosen; drop one of the two");
    }
}
