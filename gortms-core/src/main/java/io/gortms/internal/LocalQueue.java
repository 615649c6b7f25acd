package io.gortms.internal;

import io.gortms.BrokerClosedException;
import io.gortms.BrokerEvent;
import io.gortms.BrokerException;
import io.gortms.ConsumerGroup;
import io.gortms.DeadLetters;
import io.gortms.GroupOptions;
import io.gortms.GroupSettings;
import io.gortms.MessageQueue;
import io.gortms.NoDeadLettersException;
import io.gortms.Observation;
import io.gortms.Observer;
import io.gortms.PublishReceipt;
import io.gortms.QueueSettings;
import io.gortms.QueueStats;
import io.gortms.SeriesPoint;
import io.gortms.StoredMessage;
import io.gortms.internal.catalog.QueueEntry;
import io.gortms.internal.delivery.GroupDelivery;
import io.gortms.internal.delivery.GroupEnd;
import io.gortms.internal.stats.RateSeries;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A queue: what is declared of it, and, once it is used, its open journal and ledger. The state lock guards opening,
 * declaring and deleting groups, changing options and closing; the append lock, inside {@link OpenQueue}, is taken after it.
 */
final class LocalQueue implements MessageQueue {

    /** The part of the name behind the dot of a dead-letter queue. */
    static final String DEAD_LETTERS = "dlq";

    private final LocalDomain domain;
    private final String name;
    private final String resource;
    private final Services services;
    private final LocalDeadLetters deadLetters;
    private final QueueAlarm alarm;
    private final ReentrantLock stateLock = new ReentrantLock();
    private final QueueGroups groups;
    private final KnownFigures known;
    private final QueuePublishing publishing;
    private volatile QueueEntry entry;
    private volatile @Nullable OpenQueue open;

    /** Why nothing is published or taken any more. */
    private volatile @Nullable GroupEnd end;

    LocalQueue(LocalDomain domain, QueueEntry entry, Services services, @Nullable GroupEnd end) {
        this.domain = domain;
        this.name = entry.name();
        this.resource = domain.name() + "." + name;
        this.services = services;
        this.deadLetters = new LocalDeadLetters(domain, this, services);
        this.alarm = new QueueAlarm(this, services);
        this.entry = entry;
        this.end = end;
        this.groups = new QueueGroups(this, entry, services, stateLock);
        this.publishing = new QueuePublishing(this, domain, services.codec());
        this.known = new KnownFigures(QueueStorage.directory(entry, services), services);
    }

    @Override
    public String name() {
        return name;
    }

    /** {@code domain.queue}. */
    String resource() {
        return resource;
    }

    QueueEntry entry() {
        return entry;
    }

    @Override
    public QueueSettings options() {
        checkUsable("its options were not read");
        return entry.settings();
    }

    /** The open queue; opens it first if need be. */
    OpenQueue opened() {
        OpenQueue now = open;
        if (now != null) {
            return now;
        }
        stateLock.lock();
        try {
            checkUsable("the queue was not opened");
            if (open == null) {
                open = OpenQueue.open(entry, services, this::settings, deadLetters::bury);
                known.forget();
            }
            return open;
        } finally {
            stateLock.unlock();
        }
    }

    /** Lets the timer open the queue when something in it is due. */
    void setAlarm() {
        if (open == null) {
            var unused = known.get(); // so that it is counted before somebody asks
            alarm.set();
        }
    }

    /** The queue if it is open, or null. */
    @Nullable OpenQueue ifOpen() {
        return open;
    }

    /** Whether the broker closes, or the queue is deleted. */
    boolean hasEnded() {
        return end != null;
    }

    private QueueSettings settings() {
        return entry.settings();
    }

    @Override
    public PublishReceipt publish(Object payload) {
        return publishing.publish(usable(), payload);
    }

    @Override
    public CompletableFuture<PublishReceipt> publishAsync(Object payload) {
        return publishing.publishAsync(this::usable, payload);
    }

    @Override
    public List<PublishReceipt> publishAll(Collection<?> payloads) {
        return publishing.publishAll(usable(), payloads);
    }

    /** Publishes to it. */
    QueuePublishing publishing() {
        return publishing;
    }

    /** What a publisher gets that was overtaken by the end of the queue. */
    BrokerException whyRefused(BrokerException failure) {
        GroupEnd ended = end;
        return ended != null && ended.isDeleted() ? ended.exception("nothing was published") : failure;
    }

    private OpenQueue usable() {
        checkUsable("nothing was published");
        return opened();
    }

    @Override
    public ConsumerGroup declareGroup(String group) {
        return groups.declare(group, null);
    }

    @Override
    public ConsumerGroup declareGroup(String group, Consumer<GroupOptions> options) {
        return groups.declare(group, GroupSettings.of(options));
    }

    @Override
    public ConsumerGroup group(String group) {
        return groups.find(group);
    }

    @Override
    public List<ConsumerGroup> groups() {
        return groups.all();
    }

    @Override
    public void deleteGroup(String group) {
        groups.delete(group);
    }

    /** Deletes a group that nobody has used for its ttl. */
    void expire(LocalGroup group) {
        groups.expire(group);
    }

    BrokerException groupNotFound(String group) {
        return groups.notFound(group);
    }

    /** Declares it anew, durably; with the state lock. */
    void put(QueueEntry changed) {
        services.catalog().putQueue(changed);
        entry = changed;
    }

    /** Takes other options, at once. */
    void change(QueueSettings settings) {
        stateLock.lock();
        try {
            put(entry.withSettings(settings));
            OpenQueue queue = open;
            if (queue == null) {
                alarm.onSettingsChanged(entry);
            } else {
                queue.onSettingsChanged();
            }
            services.event((sequence, now) -> new BrokerEvent.QueueChanged(sequence, now, resource()));
        } finally {
            stateLock.unlock();
        }
    }

    @Override
    public List<StoredMessage> read(long position, int max) {
        if (position < 0 || max < 1) {
            throw new IllegalArgumentException(
                    "read takes a position of at least 0 and a max of at least 1, not " + position + " and " + max);
        }
        checkUsable("nothing was read");
        return opened().view().read(position, max);
    }

    @Override
    public Observation observe(Observer observer) {
        Objects.requireNonNull(observer, "observer");
        checkUsable("nothing is observed");
        return opened().observe(observer);
    }

    @Override
    public DeadLetters deadLetters() {
        checkUsable("dead letters were not looked up");
        String owner = entry.owner();
        if (owner != null) {
            throw new NoDeadLettersException(domain.name(), name, owner);
        }
        return deadLetters;
    }

    @Override
    public QueueStats stats() {
        checkUsable("its counters were not read");
        return opened().stats(groups.count());
    }

    @Override
    public List<SeriesPoint> series(Duration period, Duration granularity) {
        checkUsable("its series was not read");
        OpenQueue queue = open;
        RateSeries series =
                queue == null ? RateSeries.ofPart() : queue.figures().activity().series();
        return series.points(services.clock().nowMicros(), period, granularity);
    }

    /** What is known of it while it is not open. */
    KnownFigures known() {
        return known;
    }

    /** Whether it takes nothing more until it is opened again. */
    boolean hasFailedBarrier() {
        OpenQueue queue = open;
        return queue != null && queue.journal().hasFailed();
    }

    /** Throws if the broker is closed, or the queue is gone. */
    void checkUsable(String refused) {
        GroupEnd ended = end;
        if (ended != null) {
            throw ended.exception(refused);
        }
    }

    /** Nothing is published or taken any more; what waits for that is told. */
    void end(GroupEnd why) {
        stateLock.lock();
        try {
            if (end == null || why.isDeleted()) {
                end = why;
            }
            OpenQueue queue = open;
            if (queue != null) {
                queue.end(why);
            }
        } finally {
            stateLock.unlock();
        }
    }

    /** Waits for running handlers; then interrupts them. */
    void awaitHandlers(long deadlineNanos) {
        OpenQueue queue = open;
        if (queue != null) {
            queue.deliveries().forEach(delivery -> delivery.awaitHandlers(deadlineNanos));
        }
    }

    boolean isInHandlerOfThisThread() {
        OpenQueue queue = open;
        return queue != null && queue.deliveries().stream().anyMatch(GroupDelivery::isInHandlerOfThisThread);
    }

    /** Flushes and closes the files. Comes after {@link #end}. */
    void close() {
        stateLock.lock();
        try {
            if (end == null) {
                throw new BrokerClosedException("'" + resource() + "' was to be closed while in use");
            }
            OpenQueue queue = open;
            if (queue != null) {
                queue.close();
            }
            known.forget();
        } finally {
            stateLock.unlock();
        }
    }

    @Override
    public String toString() {
        return "queue " + resource();
    }
}
