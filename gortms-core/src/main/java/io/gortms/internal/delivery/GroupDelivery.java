package io.gortms.internal.delivery;

import io.gortms.Delivery;
import io.gortms.GroupStats;
import io.gortms.MessageHandler;
import io.gortms.PayloadDeliveryHandler;
import io.gortms.Resources.GroupResources;
import io.gortms.Subscription;
import io.gortms.SubscriptionSettings;
import io.gortms.internal.journal.JournalReader;
import io.gortms.internal.journal.StoredRecord;
import io.gortms.internal.stats.Activity;
import io.gortms.internal.stats.Counts;
import io.gortms.internal.stats.DeliveryTotals;
import io.gortms.internal.stats.PartSeries;
import io.gortms.internal.stats.Rates;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The delivery of one group: its three faces over one dispatcher. Safe for use by any thread.
 */
public final class GroupDelivery implements Activity.Part {

    private final Dispatcher dispatcher;
    private final GroupControl control;
    private final GroupFigures figures;
    private final ExpirySweep sweep;
    private final AtomicInteger subscriptions = new AtomicInteger();
    private final AtomicInteger streams = new AtomicInteger();
    private final PartSeries series = new PartSeries();

    public GroupDelivery(GroupEnvironment environment) {
        this.dispatcher = new Dispatcher(environment);
        this.control = new GroupControl(dispatcher);
        this.figures = new GroupFigures(dispatcher);
        this.sweep = new ExpirySweep(dispatcher);
    }

    /** Messages have become readable. Called with no lock held; costs one volatile read if nobody waits. */
    public void onReadable() {
        dispatcher.wakeups.wake();
    }

    /** See {@link io.gortms.ConsumerGroup#poll}. */
    public List<Delivery> poll(int max, Duration wait) {
        if (max < 1) {
            throw new IllegalArgumentException("max is at least 1, not " + max);
        }
        if (wait.isNegative()) {
            throw new IllegalArgumentException("wait is not negative, as " + wait + " is");
        }
        dispatcher.used();
        try {
            return List.copyOf(pollUntil(max, Durations.nanos(wait)));
        } finally {
            dispatcher.used();
        }
    }

    private List<LocalDelivery> pollUntil(int max, long waitNanos) {
        List<LocalDelivery> taken = new ArrayList<>();
        long leftNanos = waitNanos;
        while (true) {
            dispatcher.take(max, null, taken);
            long deadlineNanos = System.nanoTime() + leftNanos;
            if (!taken.isEmpty() || !control.awaitAvailable(leftNanos)) {
                return taken;
            }
            leftNanos = deadlineNanos - System.nanoTime();
        }
    }

    /** When the group was last used; now if it is in use; {@link Long#MIN_VALUE} if it was not since it was opened. */
    public long usedMicros(long nowMicros) {
        return dispatcher.usedMicros(nowMicros);
    }

    /** Calls the handler with deliveries. */
    public Subscription subscribe(SubscriptionSettings settings, MessageHandler handler) {
        return subscribe(settings, HandlerCall.of(handler, settings.manualSettle()));
    }

    /** Calls the handler with payloads of the type. */
    public <T> Subscription subscribe(SubscriptionSettings settings, Class<T> type, PayloadDeliveryHandler<T> handler) {
        return subscribe(settings, HandlerCall.of(type, handler, settings.manualSettle()));
    }

    private Subscription subscribe(SubscriptionSettings settings, HandlerCall call) {
        String name = settings.name();
        int workers = settings.workerCount();
        HandlerSubscription subscription = new HandlerSubscription(
                name == null ? "subscription-" + subscriptions.incrementAndGet() : name,
                () -> workers == 0 ? dispatcher.env.settings().get().workerCount() : workers,
                settings.handlerTimeout(),
                call,
                dispatcher,
                control);
        control.admit(subscription);
        subscription.wake();
        return subscription;
    }

    /** See {@link io.gortms.ConsumerGroup#publisher}. */
    public Flow.Publisher<Delivery> publisher() {
        return DeliveryStream.publisher(() -> "stream-" + streams.incrementAndGet(), dispatcher, control);
    }

    public long position() {
        return figures.position();
    }

    public long lag() {
        return figures.lag();
    }

    public long pending() {
        return figures.pending();
    }

    /** State and counters; reads the journal for the age of the oldest message. */
    public GroupStats stats() {
        return figures.stats(rates());
    }

    /** Adds what it does and has done, but for the age of the oldest message. */
    public void addTo(DeliveryTotals totals) {
        figures.addTo(totals, rates());
    }

    private Rates rates() {
        return series.rates().rates(dispatcher.env.clock().nowMicros());
    }

    @Override
    public PartSeries series() {
        return series;
    }

    @Override
    public Counts counts() {
        return figures.counts();
    }

    /** How far it has come, and who works on it. */
    public GroupResources resources() {
        GroupStats stats = figures.snapshot(rates());
        return new GroupResources(stats.position(), stats.lag(), stats.inFlight(), stats.consumers());
    }

    /** What it has on the heap: the number of messages, and about their bytes. */
    public HeldMessages held() {
        return figures.held();
    }

    /** Moves the group to a position between the oldest kept one and the end. */
    public void seek(long target) {
        control.seek(target);
    }

    /** See {@link GroupControl#drop}. */
    public void drop(StoredRecord stored) {
        control.drop(stored);
    }

    /** A message that is addressed to another group counts as settled. */
    public void skip(long position) {
        control.skip(position);
    }

    /** How many messages below this end the group has not settled. */
    public long lagTo(long end) {
        return figures.lagTo(end);
    }

    /** The first position at or after this one that the group has not settled. */
    public long nextUnsettled(long from) {
        return control.nextUnsettled(from);
    }

    /** The first position at or after this one that the group has settled, or {@link Long#MAX_VALUE} if there is none. */
    public long nextSettled(long from) {
        return control.nextSettled(from);
    }

    /** See {@link GroupFigures#settledCount}. */
    public long settledCount() {
        return figures.settledCount();
    }

    /** The group's name. */
    public String name() {
        return dispatcher.env.groupName();
    }

    /** The group, as events name it. */
    public String resource() {
        return dispatcher.env.resource();
    }

    /** See {@link ExpirySweep#sweep}. */
    long sweep(long bound, long nowMicros, JournalReader reader) {
        return sweep.sweep(bound, nowMicros, reader);
    }

    /** See {@link ExpirySweep#expire}. */
    boolean expire(StoredRecord stored, long nowMicros) {
        return sweep.expire(stored, nowMicros);
    }

    public void pause() {
        control.pause(true);
    }

    public void resume() {
        control.pause(false);
    }

    public boolean isPaused() {
        return control.isPaused();
    }

    /** See {@link io.gortms.ConsumerGroup#awaitSettled}. */
    public boolean awaitSettled(Duration wait) {
        return control.awaitSettled(wait);
    }

    /** The options have changed: what they allow now may go out. */
    public void onSettingsChanged() {
        control.onSettingsChanged();
        dispatcher.wakeups.setHungry(); // a subscription whose hands are full may have more hands now
        dispatcher.wakeups.wake();
    }

    /** Hands out nothing any more: waiting polls return or throw, streams and subscriptions end. */
    public void end(GroupEnd end) {
        control.end(end);
    }

    /**
     * Waits for running handlers, in real time, then interrupts them; a handler that this thread is in is left alone.
     */
    public void awaitHandlers(long deadlineNanos) {
        for (Taker taker : dispatcher.wakeups.takers()) {
            if (taker instanceof HandlerSubscription subscription) {
                subscription.awaitHandlers(deadlineNanos);
            }
        }
    }

    /** Whether this thread is in one of the handlers. */
    public boolean isInHandlerOfThisThread() {
        for (Taker taker : dispatcher.wakeups.takers()) {
            if (taker instanceof HandlerSubscription subscription && subscription.isInHandlerOfThisThread()) {
                return true;
            }
        }
        return false;
    }

    /** Throws if nothing is handed out any more. */
    public void checkUsable(String refused) {
        control.checkUsable(refused);
    }

    /** Gives back what is open, writes down what is known and lets go of the journal. */
    public void close() {
        control.close();
    }
}
