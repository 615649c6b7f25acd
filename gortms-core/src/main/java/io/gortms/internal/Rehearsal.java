package io.gortms.internal;

import io.gortms.Delivery;
import io.gortms.DomainSettings;
import io.gortms.QueueSettings;
import io.gortms.internal.catalog.Catalog;
import io.gortms.internal.catalog.CatalogRehearsal;
import io.gortms.internal.catalog.DomainEntry;
import io.gortms.internal.catalog.QueueEntry;
import io.gortms.internal.delivery.GroupEnd;
import io.gortms.internal.group.LedgerRehearsal;
import io.gortms.internal.journal.JournalReader;
import io.gortms.internal.journal.JournalRehearsal;
import io.gortms.internal.stats.EventBus;
import io.gortms.internal.time.BrokerClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * While the first broker of a JVM is opened, does once what the first use of a queue does: loading and linking the classes for it
 * takes a new JVM longer than everything else on the way to the first message. It takes place in memory, on a thread of its own that
 * is gone when the broker is open, and touches no file. Without it everything works as well, only later.
 */
final class Rehearsal {

    private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);
    private static final long LONGEST_MILLIS = TimeUnit.SECONDS.toMillis(5);
    private static final AtomicBoolean BEGUN = new AtomicBoolean();

    /** Of a directory that nobody makes. */
    private static final String NOWHERE = ".rehearsal";

    private final @Nullable Thread thread;

    private Rehearsal(@Nullable Thread thread) {
        this.thread = thread;
    }

    /** Begins it, unless the broker is in memory or another one of this JVM has begun it. */
    static Rehearsal begin(@Nullable Path dataDirectory) {
        if (dataDirectory == null || !BEGUN.compareAndSet(false, true)) {
            return new Rehearsal(null);
        }
        Thread thread = new Thread(() -> runGuarded(dataDirectory), "gortms-rehearsal");
        thread.setDaemon(true);
        thread.start();
        return new Rehearsal(thread);
    }

    /** Waits for its end; not for long, whatever happens. */
    void await() {
        if (thread != null) {
            try {
                thread.join(LONGEST_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void runGuarded(Path dataDirectory) {
        try {
            run(dataDirectory);
        } catch (RuntimeException | Error e) {
            LOG.debug("the first use of a queue will take longer", e);
        }
    }

    static void run(Path dataDirectory) {
        CatalogRehearsal.run();
        BrokerConfig config =
                new BrokerConfig(null, InstantSource.system(), null, null, 0, Duration.ZERO, List.of(), true);
        EventBus events = new EventBus(config.listeners(), config.clock());
        Damages damages = new Damages(null, events);
        Services services =
                Services.of(config, new BrokerClock(config.clock()), events, damages, Catalog.load(null, damages));
        try {
            useQueue(services);
            readFromDisk(dataDirectory.resolve(NOWHERE), services);
        } finally {
            services.timer().close();
            services.threads().close();
            events.close();
        }
    }

    private static void useQueue(Services services) {
        services.catalog().putDomain(new DomainEntry("domain", DomainSettings.defaults()));
        LocalQueue queue = (LocalQueue) new LocalDomain("domain", services, () -> null).declareQueue("queue");
        queue.declareGroup("group");
        queue.publish(new byte[1]);
        queue.group("group").poll(1, Duration.ZERO).forEach(Delivery::ack);
        queue.end(GroupEnd.CLOSED);
        queue.close();
    }

    /** As from a queue to which nothing has been published. */
    private static void readFromDisk(Path nowhere, Services services) {
        JournalRehearsal.run(nowhere);
        LedgerRehearsal.run();
        QueueEntry entry = QueueEntry.create("domain", "queue", QueueSettings.defaults(false));
        QueueStorage storage = QueueStorage.onDisk("rehearsal", nowhere, entry, services);
        try (JournalReader reader = storage.journal().openReader()) {
            reader.moveTo(0);
            reader.next(storage.journal().readable());
        } finally {
            storage.close();
        }
    }
}
