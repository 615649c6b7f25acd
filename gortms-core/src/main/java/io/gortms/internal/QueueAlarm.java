package io.gortms.internal;

import io.gortms.BrokerException;
import io.gortms.internal.catalog.QueueEntry;
import io.gortms.internal.retention.DueNote;
import io.gortms.internal.time.BrokerClock;
import io.gortms.internal.time.Due;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens a queue that nobody has opened when something in it is due. */
final class QueueAlarm extends Due {

    private static final Logger LOG = LoggerFactory.getLogger(QueueAlarm.class);
    private static final long TRY_AGAIN_MICROS = TimeUnit.MINUTES.toMicros(1);

    private final LocalQueue queue;
    private final Services services;

    QueueAlarm(LocalQueue queue, Services services) {
        this.queue = queue;
        this.services = services;
    }

    /** The broker has started: the queue is opened when its note says so. */
    void set() {
        Path directory = QueueStorage.directory(queue.entry(), services);
        if (directory != null) {
            long dueMicros = DueNote.read(directory);
            services.timer().plan(this, Math.max(dueMicros, services.clock().nowMicros()));
        }
    }

    /** The options of a queue that is not open have changed: only opening it tells when something is due. */
    void onSettingsChanged(QueueEntry changed) {
        Path directory = QueueStorage.directory(changed, services);
        if (directory != null) {
            DueNote.forgetIn(directory);
            set();
        }
    }

    @Override
    protected long runDue(long nowMicros) {
        if (queue.ifOpen() == null && !queue.hasEnded()) {
            try {
                queue.opened();
            } catch (BrokerException e) {
                if (queue.hasEnded()) {
                    return BrokerClock.NEVER;
                }
                LOG.warn("'{}' has something due and could not be opened; it is tried again", queue.resource(), e);
                return nowMicros + TRY_AGAIN_MICROS;
            }
        }
        return BrokerClock.NEVER;
    }

    @Override
    public String toString() {
        return queue.toString();
    }
}
