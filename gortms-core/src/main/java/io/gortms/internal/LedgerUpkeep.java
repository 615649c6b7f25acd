package io.gortms.internal;

import io.gortms.Durability;
import io.gortms.QueueSettings;
import io.gortms.internal.delivery.BrokerThreads;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * What a queue's ledger needs in the background: to be written anew when it has become long, and to be forced once a second where
 * settlements have to survive the machine. Nobody waits for it, and at most one of each is planned. Safe for use by any thread.
 */
final class LedgerUpkeep {

    private static final Duration FORCE_EVERY = Duration.ofSeconds(1);
    private static final Duration CHECKPOINT_AGAIN_AFTER = Duration.ofSeconds(1);

    private final QueueStorage storage;
    private final Supplier<QueueSettings> settings;
    private final BrokerThreads threads;
    private final Runnable afterCheckpoint;
    private final Runnable diskLow;
    private final AtomicBoolean checkpointPlanned = new AtomicBoolean();
    private final AtomicBoolean forcePlanned = new AtomicBoolean();

    /** Whether settlements are in memory only. */
    private final AtomicBoolean settlementsHeld = new AtomicBoolean();

    /**
     * The upkeep of this storage's ledger.
     *
     * @param afterCheckpoint called when it was written anew
     * @param diskLow called when settlements begin to be in memory only
     */
    LedgerUpkeep(
            QueueStorage storage,
            Supplier<QueueSettings> settings,
            BrokerThreads threads,
            Runnable afterCheckpoint,
            Runnable diskLow) {
        this.storage = storage;
        this.settings = settings;
        this.threads = threads;
        this.afterCheckpoint = afterCheckpoint;
        this.diskLow = diskLow;
    }

    /** The ledger was written: called at a group's ease, with no lock of the queue's held. */
    void onWritten() {
        if (storage.ledger().checkpointDue() && checkpointPlanned.compareAndSet(false, true)) {
            threads.io().execute(this::checkpoint);
        }
        if (settings.get().durability() == Durability.POWER_LOSS
                && !forcePlanned.get()
                && storage.ledger().isDirty()
                && forcePlanned.compareAndSet(false, true)) {
            threads.soon(() -> threads.io().execute(this::force), FORCE_EVERY);
        }
    }

    /** It stays due until it is done: what asks meanwhile is not to start another. */
    private void checkpoint() {
        boolean done = false;
        try {
            done = storage.checkpoint();
            afterCheckpoint.run();
        } finally {
            checkpointPlanned.set(false);
            boolean full = storage.ledger().isFull();
            if (settlementsHeld.getAndSet(full) != full && full) {
                diskLow.run();
            }
            if (!done) {
                // the queue may be idle from now on, and nobody else would ask
                threads.soon(this::onWritten, CHECKPOINT_AGAIN_AFTER);
            }
        }
    }

    /** If the disk has refused, a checkpoint is due now. */
    private void force() {
        forcePlanned.set(false);
        storage.force();
        onWritten();
    }
}
