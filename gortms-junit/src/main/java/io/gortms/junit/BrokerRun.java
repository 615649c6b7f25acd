package io.gortms.junit;

import static org.junit.jupiter.api.Assertions.assertAll;

import io.gortms.Broker;
import io.gortms.BrokerBuilder;
import io.gortms.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The broker of one test, and what belongs to it.
 *
 * @param settings what was asked for
 * @param broker the broker
 * @param threads the thread group of its threads
 * @param events what it tells
 * @param clock its clock, or null if that is the system's
 * @param directory where its files are, or null if it is in memory
 */
record BrokerRun(
        Settings settings,
        Broker broker,
        ThreadGroup threads,
        EventRecorder events,
        @Nullable ManualClock clock,
        @Nullable Path directory) {

    /** What {@link BrokerExtension.Builder} was told. */
    record Settings(
            boolean temporaryDirectory,
            boolean manualClock,
            boolean failOnUnsettledLeases,
            Consumer<BrokerBuilder> customiser,
            Duration patience) {}

    private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(5);

    static BrokerRun open(Settings settings) throws IOException {
        if (!settings.temporaryDirectory) {
            return open(settings, null);
        }
        Path directory = Files.createTempDirectory("gortms-test-").toRealPath();
        try {
            return open(settings, directory);
        } catch (RuntimeException | Error e) {
            delete(directory);
            throw e;
        }
    }

    private static BrokerRun open(Settings settings, @Nullable Path directory) {
        EventRecorder events = new EventRecorder();
        ManualClock clock = settings.manualClock ? new ManualClock() : null;
        BrokerBuilder builder = Broker.builder().shutdownTimeout(SHUTDOWN_TIMEOUT);
        settings.customiser.accept(builder);
        builder.listener(events);
        if (clock != null) {
            builder.clock(clock);
        }
        if (directory != null) {
            builder.dataDirectory(directory);
        } else {
            builder.inMemory();
        }
        ThreadGroup threads = new ThreadGroup("gortms-junit");
        return new BrokerRun(settings, openIn(threads, builder), threads, events, clock, directory);
    }

    /** A broker's threads belong to the group of the thread that opens it. One of its own tells them from all others. */
    private static Broker openIn(ThreadGroup threads, BrokerBuilder builder) {
        CompletableFuture<Broker> opened = new CompletableFuture<>();
        new Thread(threads, () -> open(builder, opened), "broker-opening").start();
        try {
            return opened.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private static void open(BrokerBuilder builder, CompletableFuture<Broker> opened) {
        try {
            opened.complete(builder.build());
        } catch (Throwable e) {
            opened.completeExceptionally(e);
        }
    }

    /** Closes the broker, and fails with all that went wrong or was left behind. The directory is gone in any case. */
    void close(boolean testFailed) {
        Leaks leaks = new Leaks(settings.patience);
        assertAll(
                "after the test",
                () -> {
                    if (settings.failOnUnsettledLeases && !testFailed) {
                        leaks.checkLeases(broker);
                    }
                },
                broker::close,
                () -> leaks.checkThreads(threads),
                () -> {
                    if (directory != null) {
                        leaks.checkFiles(directory);
                    }
                },
                () -> {
                    if (directory != null) {
                        delete(directory);
                    }
                });
    }

    private static void delete(Path directory) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(directory)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.deleteIfExists(path);
        }
    }
}
