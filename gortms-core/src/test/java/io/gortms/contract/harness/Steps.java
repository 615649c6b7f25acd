package io.gortms.contract.harness;

import io.gortms.BrokerListener;
import io.gortms.ManualClock;
import io.gortms.QueueOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a {@link Scenario} method fills: the steps, and what kind of broker and queue they want. */
public final class Steps {

    private final List<Step> steps = new ArrayList<>();
    private final List<Action> whenOpened = new ArrayList<>();
    private final List<BrokerListener> listeners = new ArrayList<>();
    private InstantSource clock = new ManualClock();
    private Supplier<? extends @Nullable Executor> executor = () -> null;
    private Duration shutdownTimeout = Duration.ofSeconds(10);
    private Consumer<QueueOptions> queue = options -> {};

    /** A step: what it does and what it expects. It holds no open delivery when it ends. */
    public Steps step(String name, Action action) {
        steps.add(new Step(name, true, action));
        return this;
    }

    /** A step that leaves deliveries open for the next one. A restart would give them back, so none follows it. */
    public Steps holding(String name, Action action) {
        steps.add(new Step(name, false, action));
        return this;
    }

    /** What is done before the first step, and again after each restart: subscribing, for the most part. */
    public Steps whenOpened(Action action) {
        whenOpened.add(action);
        return this;
    }

    /** The options of the queue {@link Fixture#queue()}. */
    public Steps queue(Consumer<QueueOptions> options) {
        queue = options;
        return this;
    }

    /** Another clock than a {@link ManualClock}. */
    public Steps clock(InstantSource source) {
        clock = source;
        return this;
    }

    /** Where handlers run; made for each run, and shut down at its end if it is an {@code ExecutorService}. */
    public Steps executor(Supplier<? extends Executor> maker) {
        executor = maker;
        return this;
    }

    /** How long closing waits for handlers. */
    public Steps shutdownTimeout(Duration timeout) {
        shutdownTimeout = timeout;
        return this;
    }

    /** Adds one who is told of events, by each broker of the run. */
    public Steps listener(BrokerListener listener) {
        listeners.add(listener);
        return this;
    }

    List<Step> all() {
        return steps;
    }

    List<Action> openings() {
        return whenOpened;
    }

    Consumer<QueueOptions> queueOptions() {
        return queue;
    }

    BrokerSetup setup(Path directory) {
        return new BrokerSetup(directory, clock, executor.get(), shutdownTimeout, List.copyOf(listeners));
    }

    /** What a step does. */
    @FunctionalInterface
    public interface Action {

        /** Does it. */
        void run(Fixture fixture) throws Exception;
    }

    /** A step, and whether the broker may be restarted after it. */
    record Step(String name, boolean restartable, Action action) {}
}
