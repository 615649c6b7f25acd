package io.gortms.internal.retention;

import io.gortms.BrokerEvent;
import io.gortms.internal.delivery.GroupDelivery;
import io.gortms.internal.stats.NewEvent;
import io.gortms.internal.time.BrokerClock;
import io.gortms.internal.time.Due;
import io.gortms.internal.time.DueTimer;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of groups that have not settled anything for a day and keep a MiB or more that nobody else needs. Looks once an hour, and
 * tells once a day.
 */
public final class DiskHolders extends Due {

    private static final Logger LOG = LoggerFactory.getLogger(DiskHolders.class);
    private static final long LOOK_EVERY_MICROS = TimeUnit.HOURS.toMicros(1);
    private static final long TELL_AFTER_MICROS = TimeUnit.DAYS.toMicros(1);

    /** Less is nobody's worry: a group that marks a place in a small queue may well stand still. */
    private static final long WORTH_TELLING_BYTES = 1 << 20;

    /** What a group had settled when that was seen to have changed, or when it was told of. */
    private record Seen(long settled, long sinceMicros) {}

    private final Reclaimer reclaimer;
    private final Supplier<Collection<GroupDelivery>> groups;
    private final Consumer<NewEvent> events;
    private final BrokerClock clock;
    private final DueTimer timer;
    private Map<GroupDelivery, Seen> seen = new HashMap<>();
    private volatile boolean closed;

    public DiskHolders(
            Reclaimer reclaimer,
            Supplier<Collection<GroupDelivery>> groups,
            Consumer<NewEvent> events,
            BrokerClock clock,
            DueTimer timer) {
        this.reclaimer = reclaimer;
        this.groups = groups;
        this.events = events;
        this.clock = clock;
        this.timer = timer;
    }

    /** Begins to look. */
    public void start() {
        timer.plan(this, clock.nowMicros());
    }

    @Override
    protected long runDue(long nowMicros) {
        if (closed) {
            return BrokerClock.NEVER;
        }
        Map<GroupDelivery, Seen> now = new HashMap<>();
        for (GroupDelivery group : groups.get()) {
            now.put(group, look(group, group.settledCount(), nowMicros));
        }
        seen = now;
        return BrokerClock.later(nowMicros, LOOK_EVERY_MICROS);
    }

    private Seen look(GroupDelivery group, long settled, long nowMicros) {
        Seen before = seen.get(group);
        if (before == null || before.settled != settled) {
            return new Seen(settled, nowMicros);
        }
        if (nowMicros - before.sinceMicros < TELL_AFTER_MICROS) {
            return before;
        }
        long heldBytes = reclaimer.heldBytes(group);
        if (heldBytes < WORTH_TELLING_BYTES) {
            return before;
        }
        LOG.warn(
                "{} has settled nothing for a day and keeps {} bytes that nobody else needs",
                group.resource(),
                heldBytes);
        long position = group.position();
        events.accept((sequence, now) ->
                new BrokerEvent.GroupHoldsDisk(sequence, now, group.resource(), position, heldBytes));
        return new Seen(settled, nowMicros);
    }

    /** Does nothing more. */
    public void close() {
        closed = true;
    }

    @Override
    public String toString() {
        return "groups that hold disk";
    }
}
