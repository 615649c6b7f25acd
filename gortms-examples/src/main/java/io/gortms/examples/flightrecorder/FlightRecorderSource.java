package io.gortms.examples.flightrecorder;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingStream;
import org.jspecify.annotations.Nullable;

/** Publishes this JVM's own Flight Recorder events for a while. */
final class FlightRecorderSource implements Source {

    /** The Flight Recorder takes its time to start up, on a busy machine more of it; the length counts from then on. */
    private static final long FIRST_EVENT_SECONDS = 30;

    private final Duration length;
    private final Path scratch;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CountDownLatch eventOrStop = new CountDownLatch(1);
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();

    /** Listens for this long from the first event on; the Flight Recorder keeps its chunks in the scratch directory meanwhile. */
    FlightRecorderSource(Duration length, Path scratch) {
        this.length = length;
        this.scratch = scratch;
    }

    @Override
    public void publishTo(Intake intake) throws IOException, InterruptedException {
        RecorderRepository.moveTo(scratch);
        try (RecordingStream stream = new RecordingStream();
                BackgroundLoad load = new BackgroundLoad()) {
            stream.enable("jdk.CPULoad").withPeriod(Duration.ofSeconds(1));
            stream.enable("jdk.GarbageCollection");
            stream.enable("jdk.ObjectAllocationSample").with("throttle", "300/s");
            stream.enable("jdk.ThreadStart");
            stream.onEvent(event -> publish(intake, event));
            stream.startAsync();
            load.start();
            if (eventOrStop.await(FIRST_EVENT_SECONDS, TimeUnit.SECONDS)) {
                ended.await(length.toMillis(), TimeUnit.MILLISECONDS);
            }
            // Closing the stream does not wait for the event it is handing out just now: closing the intake does.
            intake.close();
        }
        RuntimeException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
        if (intake.receipts() == 0) {
            throw new IOException("the Flight Recorder of this JVM has given no event");
        }
    }

    @Override
    public void stop() {
        ended.countDown();
        eventOrStop.countDown();
    }

    /** On the stream's thread, which would only print an exception and go on. */
    private void publish(Intake intake, RecordedEvent event) {
        if (failure.get() != null) {
            return;
        }
        try {
            intake.publish(EventJson.of(event));
            eventOrStop.countDown();
        } catch (RuntimeException e) {
            failure.set(e);
            stop();
        }
    }
}
