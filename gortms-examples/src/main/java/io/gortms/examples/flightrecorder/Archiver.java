package io.gortms.examples.flightrecorder;

import io.gortms.ConsumerGroup;
import io.gortms.Delivery;
import io.gortms.DeliverySettledException;
import io.gortms.StartPosition;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Moves messages from a group to the archive, on a thread of its own: polls a batch, writes it, acks it. A batch that
 * cannot be written is not acked, so nothing is lost: the next run gets it again.
 */
final class Archiver implements AutoCloseable {

    private static final int BATCH = 500;
    private static final Duration WAIT = Duration.ofMillis(200);

    private final ConsumerGroup group;
    private final JsonLinesArchive archive;
    private final Runnable onFailure;
    private final Thread thread = new Thread(this::run, "archiver");
    private volatile boolean closed;
    private volatile @Nullable Exception failure;

    /** The callback is called on the archiver's thread if it fails. */
    Archiver(ConsumerGroup group, JsonLinesArchive archive, Runnable onFailure) {
        this.group = group;
        this.archive = archive;
        this.onFailure = onFailure;
    }

    /** Starts the thread. */
    void start() {
        if (archive.nextPosition() < group.position()) {
            group.seek(StartPosition.at(archive.nextPosition()));
        }
        thread.start();
    }

    /** What stopped the archiver, or null as long as it works. */
    @Nullable Exception failure() {
        return failure;
    }

    /** Finishes the batch at hand; the archive is not closed. */
    @Override
    public void close() {
        closed = true;
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!closed) {
                List<Delivery> batch = group.poll(BATCH, WAIT);
                archive.append(batch);
                batch.forEach(Archiver::ack);
            }
        } catch (IOException | RuntimeException e) {
            failure = e;
            onFailure.run();
        }
    }

    private static void ack(Delivery delivery) {
        try {
            delivery.ack();
        } catch (DeliverySettledException e) {
            // The write took longer than the lease: the message comes again, is found in the archive, and is acked
            // then.
        }
    }
}
