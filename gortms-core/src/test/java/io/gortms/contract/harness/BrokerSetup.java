package io.gortms.contract.harness;

import io.gortms.BrokerListener;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What a scenario asks of its broker, whatever engine it is.
 *
 * @param directory a place for files, the same after a restart
 * @param clock the broker's clock
 * @param executor where handlers run, or null for the engine's own choice
 * @param shutdownTimeout how long closing waits for handlers
 * @param listeners who is told of events
 */
public record BrokerSetup(
        Path directory,
        InstantSource clock,
        @Nullable Executor executor,
        Duration shutdownTimeout,
        List<BrokerListener> listeners) {}
