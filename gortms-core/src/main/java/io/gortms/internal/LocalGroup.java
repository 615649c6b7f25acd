package io.gortms.internal;

import io.gortms.ConsumerGroup;
import io.gortms.Delivery;
import io.gortms.GroupSettings;
import io.gortms.GroupStats;
import io.gortms.MessageHandler;
import io.gortms.PayloadDeliveryHandler;
import io.gortms.PayloadHandler;
import io.gortms.SeekResult;
import io.gortms.SeriesPoint;
import io.gortms.StartPosition;
import io.gortms.Subscription;
import io.gortms.SubscriptionOptions;
import io.gortms.SubscriptionSettings;
import io.gortms.internal.catalog.GroupEntry;
import io.gortms.internal.delivery.GroupDelivery;
import io.gortms.internal.stats.RateSeries;
import io.gortms.internal.time.BrokerClock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A group as users see it; its delivery is there once the queue is open. */
final class LocalGroup implements ConsumerGroup {

    private final LocalQueue queue;
    private final String name;
    private final int id;
    private final LongSupplier nowMicros;
    private final GroupExpiry expiry;
    private volatile GroupSettings settings;
    private volatile @Nullable GroupDelivery delivery;

    LocalGroup(LocalQueue queue, GroupEntry entry, Services services) {
        this.queue = queue;
        this.name = entry.name();
        this.id = entry.id();
        this.settings = entry.settings();
        this.nowMicros = services.clock()::nowMicros;
        this.expiry = new GroupExpiry(this, services);
        expiry.plan();
    }

    @SuppressWarnings("UnusedVariable") // leaves every option at its default
    private static void defaults(SubscriptionOptions options) {}

    int id() {
        return id;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public GroupSettings options() {
        queue.checkUsable("its options were not read");
        return settings;
    }

    /** Takes other options, at once. */
    void change(GroupSettings changed) {
        settings = changed;
        expiry.plan();
    }

    /** How long it may be idle; {@link BrokerClock#NEVER} if for ever. */
    long ttlMicros() {
        Duration ttl = settings.ttl();
        return ttl.isZero() ? BrokerClock.NEVER : BrokerClock.toMicros(ttl);
    }

    /** When it was last used; now if it is in use, long ago if it was not since the queue was opened. */
    long usedMicros(long nowMicros) {
        GroupDelivery known = delivery;
        OpenQueue open = known == null ? queue.ifOpen() : null;
        GroupDelivery found = open == null ? known : open.delivery(id);
        return found == null ? Long.MIN_VALUE : found.usedMicros(nowMicros);
    }

    void expire() {
        queue.expire(this);
    }

    private GroupDelivery delivery() {
        GroupDelivery known = delivery;
        if (known != null) {
            return known;
        }
        GroupDelivery found = queue.opened().delivery(id);
        if (found == null) {
            throw queue.groupNotFound(name);
        }
        delivery = found;
        return found;
    }

    /** The delivery, of a group that still takes part. */
    private GroupDelivery usable(String refused) {
        queue.checkUsable(refused);
        GroupDelivery found = delivery();
        found.checkUsable(refused);
        return found;
    }

    @Override
    public Subscription subscribe(MessageHandler handler) {
        return subscribe(LocalGroup::defaults, handler);
    }

    @Override
    public Subscription subscribe(Consumer<SubscriptionOptions> options, MessageHandler handler) {
        Objects.requireNonNull(handler, "handler");
        return usable("nothing was subscribed").subscribe(SubscriptionSettings.of(options), handler);
    }

    @Override
    public <T> Subscription subscribe(Class<T> type, PayloadHandler<T> handler) {
        return subscribe(type, LocalGroup::defaults, handler);
    }

    @Override
    public <T> Subscription subscribe(Class<T> type, Consumer<SubscriptionOptions> options, PayloadHandler<T> handler) {
        Objects.requireNonNull(handler, "handler");
        return subscribe(type, options, (T payload, Delivery ignored) -> handler.handle(payload));
    }

    @Override
    public <T> Subscription subscribe(Class<T> type, PayloadDeliveryHandler<T> handler) {
        return subscribe(type, LocalGroup::defaults, handler);
    }

    @Override
    public <T> Subscription subscribe(
            Class<T> type, Consumer<SubscriptionOptions> options, PayloadDeliveryHandler<T> handler) {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(handler, "handler");
        return usable("nothing was subscribed").subscribe(SubscriptionSettings.of(options), type, handler);
    }

    @Override
    public List<Delivery> poll(int max, Duration wait) {
        queue.checkUsable("nothing was polled");
        return delivery().poll(max, wait);
    }

    @Override
    public Flow.Publisher<Delivery> publisher() {
        return usable("no publisher was made").publisher();
    }

    @Override
    public SeekResult seek(StartPosition target) {
        Objects.requireNonNull(target, "target");
        GroupDelivery found = usable("the group was not moved");
        return queue.opened().seek(found, target);
    }

    @Override
    public long position() {
        return usable("its position was not read").position();
    }

    @Override
    public long lag() {
        return usable("its lag was not read").lag();
    }

    @Override
    public long pending() {
        return usable("its pending messages were not counted").pending();
    }

    @Override
    public GroupStats stats() {
        return usable("its counters were not read").stats();
    }

    @Override
    public List<SeriesPoint> series(Duration period, Duration granularity) {
        queue.checkUsable("its series was not read");
        OpenQueue open = queue.ifOpen();
        GroupDelivery found = open == null ? null : open.delivery(id);
        RateSeries series = found == null ? RateSeries.ofPart() : found.series().rates();
        return series.points(nowMicros.getAsLong(), period, granularity);
    }

    @Override
    public void pause() {
        usable("the group was not paused").pause();
    }

    @Override
    public void resume() {
        usable("the group was not resumed").resume();
    }

    @Override
    public boolean isPaused() {
        return usable("whether it is paused was not looked up").isPaused();
    }

    @Override
    public boolean awaitSettled(Duration wait) {
        return usable("nothing was waited for").awaitSettled(wait);
    }

    @Override
    public String toString() {
        return "group " + queue.resource() + "/" + name;
    }
}
