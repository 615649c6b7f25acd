package io.gortms.internal;

import io.gortms.Health;
import io.gortms.Health.Check;
import io.gortms.Health.Status;
import io.gortms.RecoveryReport;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/** Whether the broker works. */
final class BrokerHealth {

    private final Services services;
    private final Supplier<RecoveryReport> recovery;
    private final Supplier<Collection<LocalQueue>> queues;
    private final long openedMicros;

    BrokerHealth(Services services, Supplier<RecoveryReport> recovery, Supplier<Collection<LocalQueue>> queues) {
        this.services = services;
        this.recovery = recovery;
        this.queues = queues;
        this.openedMicros = services.clock().nowMicros();
    }

    Health health(boolean closed) {
        Check journal = closed ? new Check(Status.DOWN, "the broker is closed; open a new one") : journal();
        Check disk = disk();
        Status worst = journal.status().compareTo(disk.status()) > 0 ? journal.status() : disk.status();
        String version = LocalBroker.class.getPackage().getImplementationVersion();
        return new Health(
                worst,
                version == null ? "development" : version,
                Math.max(0, services.clock().nowMicros() - openedMicros) / 1_000_000,
                new Health.Checks(journal, disk));
    }

    private Check journal() {
        List<String> failed = queues.get().stream()
                .filter(LocalQueue::hasFailedBarrier)
                .map(LocalQueue::resource)
                .sorted()
                .toList();
        if (!failed.isEmpty()) {
            return new Check(
                    Status.DEGRADED,
                    "a disk barrier has failed, and nothing more is published to " + String.join(", ", failed)
                            + "; check the disk and open the broker again");
        }
        int damages = recovery.get().damages().size();
        return damages == 0
                ? new Check(Status.OK, "nothing was found damaged")
                : new Check(Status.DEGRADED, damages + " damaged places were found; see the recovery report");
    }

    private Check disk() {
        if (services.config().dataDirectory() == null) {
            return new Check(Status.OK, "everything is in memory");
        }
        long free = services.diskFree().getAsLong();
        long least = services.config().minimumFreeDisk();
        return free > least
                ? new Check(Status.OK, free + " bytes are free")
                : new Check(
                        Status.DEGRADED,
                        free + " bytes are free, and publishing needs more than minimumFreeDisk(" + least
                                + "); make room. Reading and settling go on");
    }
}
