package io.gortms.examples.flightrecorder;

import io.gortms.Broker;
import io.gortms.BrokerException;
import io.gortms.ConsumerGroup;
import io.gortms.MessageQueue;
import io.gortms.StartPosition;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One run of the program: a source publishes into the durable queue {@code jvm.events}; its group {@code aggregates} keeps
 * running aggregates, its group {@code archive} fills a JSON Lines file.
 *
 * <pre>
 * DIR/broker/            the broker's data directory
 * DIR/archive.jsonl      the archive
 * DIR/jfr/               the Flight Recorder's own files while it runs
 * </pre>
 */
public final class FlightRecorderRun {

    private static final int MAX_MESSAGE_BYTES = 1024 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Options options;
    private final Path archiveFile;
    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;
    private final RunningAggregates aggregates = new RunningAggregates();
    private volatile boolean stopped;
    private volatile @Nullable Source source;

    /** Prepares a run; nothing is opened yet. */
    public FlightRecorderRun(Options options, InputStream in, PrintStream out, PrintStream err) {
        this.options = options;
        this.archiveFile = options.data().resolve("archive.jsonl");
        this.in = in;
        this.out = out;
        this.err = err;
    }

    /**
     * Runs to the end, on the caller's thread.
     *
     * @return whether every message of this run and of those before it is in the archive exactly once
     */
    public boolean execute() {
        try (InputStream lines = openInput()) {
            Files.createDirectories(options.data());
            return run(lines);
        } catch (IOException | BrokerException e) {
            err.println("failed: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            err.println("interrupted");
        }
        return false;
    }

    /** Ends the input early; {@link #execute()} then archives what was published, and returns. By any thread. */
    public void stop() {
        stopped = true;
        Source running = source;
        if (running != null) {
            running.stop();
        }
    }

    private boolean run(InputStream lines) throws IOException, InterruptedException {
        try (Broker broker =
                Broker.builder().dataDirectory(options.data().resolve("broker")).build()) {
            // One worker, so that messages are handled in the order of their positions.
            MessageQueue queue = broker.declareDomain("jvm")
                    .declareQueue("events", q -> q.workerCount(1).maxMessageBytes(MAX_MESSAGE_BYTES));
            ConsumerGroup aggregating = queue.declareGroup("aggregates");
            ConsumerGroup archiving = queue.declareGroup("archive");
            if (options.replay()) {
                aggregating.seek(StartPosition.earliest());
            }
            long start = queue.stats().endPosition();
            Intake intake = new Intake(queue);
            try (JsonLinesArchive archive = JsonLinesArchive.open(archiveFile, start);
                    Archiver archiver = new Archiver(archiving, archive, this::stop);
                    LiveLine liveLine = new LiveLine(aggregates::line, out)) {
                greet(broker, start, aggregating, archive);
                archiver.start();
                aggregating.subscribe(delivery -> aggregates.add(delivery.json()));
                liveLine.start();
                pump(lines, intake);
                awaitSettled(archiving, archiver);
                awaitSettled(aggregating, archiver);
            }
            out.print(aggregates.summary());
            return isComplete(start, intake.receipts(), queue.stats().endPosition());
        }
    }

    private void greet(Broker broker, long start, ConsumerGroup aggregating, JsonLinesArchive archive) {
        say("data directory %s", options.data().toAbsolutePath());
        if (!broker.recoveryReport().cleanShutdown()) {
            say("the run before this one was not closed in order");
        }
        String begins = start == 0 ? "begins at" : "continues at";
        say("queue jvm.events: %,d messages of earlier runs", start);
        say("group aggregates: %s position %,d", options.replay() ? "replays from" : begins, aggregating.position());
        say(
                "group archive:    %s position %,d, %,d messages behind",
                begins, archive.nextPosition(), start - archive.nextPosition());
    }

    private void pump(InputStream lines, Intake intake) throws IOException, InterruptedException {
        if (options.replay()) {
            return;
        }
        JsonLinesSource jsonLines = new JsonLinesSource(lines, MAX_MESSAGE_BYTES, err);
        Source chosen = options.input() != null
                ? jsonLines
                : new FlightRecorderSource(options.length(), options.data().resolve("jfr"));
        source = chosen;
        if (stopped) {
            chosen.stop();
        }
        chosen.publishTo(intake);
        if (jsonLines.refused() > 0) {
            err.println(jsonLines.refused() + " lines of the input were left out");
        }
    }

    /** Waits as long as there is progress. */
    private static void awaitSettled(ConsumerGroup group, Archiver archiver) throws IOException, InterruptedException {
        long lag = Long.MAX_VALUE;
        long progressNanos = System.nanoTime();
        while (!group.awaitSettled(Duration.ofSeconds(1))) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            Exception failure = archiver.failure();
            if (failure != null) {
                throw new IOException("the archive cannot be written: " + failure.getMessage(), failure);
            }
            if (group.lag() < lag) {
                lag = group.lag();
                progressNanos = System.nanoTime();
            } else if (System.nanoTime() - progressNanos > PATIENCE.toNanos()) {
                throw new IOException("the group " + group.name() + " has settled nothing for " + PATIENCE.toSeconds()
                        + " seconds; " + lag + " messages are left");
            }
        }
    }

    /** Looks at the file itself, not at what was meant to be written. */
    private boolean isComplete(long start, long receipts, long end) throws IOException {
        long lines = JsonLinesArchive.verify(archiveFile);
        say("this run: %,d receipts, %,d lines archived", receipts, lines - start);
        say("all runs: %,d messages, %,d lines in %s", end, lines, archiveFile);
        boolean complete = lines - start == receipts && lines == end;
        if (!complete) {
            err.println("failed: the archive is not complete");
        }
        return complete;
    }

    private InputStream openInput() throws IOException {
        String input = options.input();
        if (input == null) {
            return InputStream.nullInputStream();
        }
        return input.equals(Options.STANDARD_INPUT) ? in : Files.newInputStream(Path.of(input));
    }

    private void say(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }
}
