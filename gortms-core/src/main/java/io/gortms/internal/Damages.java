package io.gortms.internal;

import io.gortms.BrokerEvent;
import io.gortms.RecoveryReport.Damage;
import io.gortms.internal.journal.DamageListener;
import io.gortms.internal.stats.EventBus;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was found damaged: told to the log and as an event, and kept for the recovery report. */
final class Damages implements DamageListener {

    private static final Logger LOG = LoggerFactory.getLogger(Damages.class);

    private final @Nullable Path dataDirectory;
    private final EventBus events;
    private final List<Damage> found = new CopyOnWriteArrayList<>();

    Damages(@Nullable Path dataDirectory, EventBus events) {
        this.dataDirectory = dataDirectory;
        this.events = events;
    }

    @Override
    public void onDamage(Path file, String description, long lostMessages) {
        Path relative = dataDirectory != null && file.startsWith(dataDirectory) ? dataDirectory.relativize(file) : file;
        Damage damage = new Damage(resource(relative), relative.toString(), description, lostMessages);
        found.add(damage);
        LOG.warn("damaged data in {}: {}", relative, description);
        events.publish((sequence, now) -> new BrokerEvent.DataDamaged(sequence, now, damage.resource(), damage));
    }

    /** The folders of the data directory are named like what they hold. */
    private static String resource(Path relative) {
        return switch (relative.getNameCount()) {
            case 1 -> "";
            case 2 -> relative.getName(0).toString();
            default -> relative.getName(0) + "." + relative.getName(1);
        };
    }

    List<Damage> found() {
        return List.copyOf(found);
    }
}
