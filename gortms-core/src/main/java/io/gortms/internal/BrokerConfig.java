package io.gortms.internal;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gortms.BrokerListener;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What the builder was told.
 *
 * @param dataDirectory where everything lives, or null for a broker in memory
 * @param executor where handlers run, or null for a pool of the broker's own
 * @param objectMapper null for the default one
 * @param statistics whether what happens is sampled and timed
 */
public record BrokerConfig(
        @Nullable Path dataDirectory,
        InstantSource clock,
        @Nullable Executor executor,
        @Nullable ObjectMapper objectMapper,
        long minimumFreeDisk,
        Duration shutdownTimeout,
        List<BrokerListener> listeners,
        boolean statistics) {}
