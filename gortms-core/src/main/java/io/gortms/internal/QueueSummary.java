package io.gortms.internal;

import io.gortms.CapacityLevel;
import io.gortms.Resources.GroupResources;
import io.gortms.Resources.QueueResources;
import io.gortms.internal.catalog.GroupEntry;
import io.gortms.internal.delivery.GroupDelivery;
import io.gortms.internal.delivery.HeldMessages;
import io.gortms.internal.stats.CapacityWatch;
import io.gortms.internal.stats.DeliveryTotals;
import io.gortms.internal.stats.LastKnown;
import io.gortms.internal.stats.Rates;
import io.gortms.internal.time.BrokerClock;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A queue in a few numbers: of now if it is open, otherwise what is known of it. Making one opens nothing.
 *
 * @param known of a queue that is not open, what was known when it was; null if nothing was
 */
record QueueSummary(
        LocalQueue queue,
        @Nullable OpenQueue open,
        @Nullable LastKnown known,
        long messages,
        long published,
        Rates rates,
        long sizeBytes) {

    private static final Rates NO_RATES = new Rates(0, 0, 0);

    static QueueSummary of(LocalQueue queue, long nowMicros) {
        OpenQueue open = queue.ifOpen();
        if (open != null) {
            QueueFigures figures = open.figures();
            return new QueueSummary(
                    queue,
                    open,
                    null,
                    figures.messages(nowMicros),
                    figures.published(),
                    figures.activity().series().rates(nowMicros),
                    open.journal().sizeBytes());
        }
        LastKnown known = queue.known().get();
        return known == null
                ? new QueueSummary(queue, null, null, 0, 0, NO_RATES, 0)
                : new QueueSummary(queue, null, known, known.messages(), 0, NO_RATES, known.sizeBytes());
    }

    boolean isOpen() {
        return open != null;
    }

    /** How many messages may wait; 0 if there is no bound. */
    long maxSize() {
        return queue.entry().settings().maxSize();
    }

    /** How much of that is used, in percent. */
    double usage() {
        return CapacityWatch.percent(messages, maxSize());
    }

    /** How full it is, and since when that is known. */
    CapacityWatch.Alert alert() {
        if (open != null) {
            return open.figures().activity().capacity().alert();
        }
        CapacityLevel level = CapacityWatch.level(messages, maxSize());
        return new CapacityWatch.Alert(level, BrokerClock.toInstant(known == null ? 0 : known.asOfMicros()));
    }

    /** Adds what the groups do, or had to do. */
    void addTo(DeliveryTotals totals, long nowMicros) {
        if (open != null) {
            open.figures().addTo(totals);
        } else if (known != null) {
            totals.addLag(
                    known.groups().stream().mapToLong(LastKnown.Group::lag).sum());
            totals.addAge(BrokerClock.toDuration(Math.max(0, nowMicros - known.oldestMicros())));
        }
    }

    long diskBytes() {
        return queue.entry().settings().persistent() ? sizeBytes : 0;
    }

    QueueResources resources(long nowMicros) {
        Map<String, GroupResources> groups = new TreeMap<>();
        HeldMessages held = HeldMessages.NONE;
        Long asOf = null;
        if (open != null) {
            for (GroupDelivery group : open.deliveries()) {
                groups.put(group.name(), group.resources());
            }
            held = open.figures().held();
            asOf = TimeUnit.MICROSECONDS.toSeconds(nowMicros);
        } else if (known != null) {
            for (LastKnown.Group group : known.groups()) {
                for (GroupEntry entry : queue.entry().groups().values()) {
                    if (entry.id() == group.id()) {
                        groups.put(entry.name(), new GroupResources(group.position(), group.lag(), 0, 0));
                    }
                }
            }
            asOf = TimeUnit.MICROSECONDS.toSeconds(known.asOfMicros());
        }
        return new QueueResources(messages, held.count(), held.bytes(), groups, isOpen(), asOf);
    }
}
