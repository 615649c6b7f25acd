package io.gortms.internal;

import io.gortms.BrokerClosedException;
import io.gortms.BrokerEvent;
import io.gortms.BrokerException;
import io.gortms.ConfigurationConflictException;
import io.gortms.Domain;
import io.gortms.DomainNotFoundException;
import io.gortms.DomainSettings;
import io.gortms.DomainStats;
import io.gortms.Exchange;
import io.gortms.ExchangeType;
import io.gortms.MessageQueue;
import io.gortms.PublishReceipt;
import io.gortms.QueueNotFoundException;
import io.gortms.QueueOptions;
import io.gortms.QueueSettings;
import io.gortms.Route;
import io.gortms.RouteSource;
import io.gortms.RoutingExplanation;
import io.gortms.internal.catalog.DomainEntry;
import io.gortms.internal.catalog.Names;
import io.gortms.internal.catalog.QueueEntry;
import io.gortms.internal.catalog.Removal;
import io.gortms.internal.delivery.GroupEnd;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A domain: declares, finds and deletes queues. */
final class LocalDomain implements Domain {

    private static final Logger LOG = LoggerFactory.getLogger(LocalDomain.class);

    private final String name;
    private final Services services;
    private final Supplier<@Nullable GroupEnd> endOfBroker;
    private final PublishedPayloads payloads;
    private final Map<String, LocalQueue> queues = new ConcurrentHashMap<>();

    /** Guards declaring and deleting queues; taken before a queue's own locks. */
    private final ReentrantLock queuesLock = new ReentrantLock();

    private final DomainRouting routing;
    private final DomainExchanges exchanges;
    private volatile boolean deleted;

    LocalDomain(String name, Services services, Supplier<@Nullable GroupEnd> endOfBroker) {
        this.name = name;
        this.services = services;
        this.payloads = new PublishedPayloads(name, services);
        this.endOfBroker = endOfBroker;
        this.routing = new DomainRouting(this, services, queuesLock);
        this.exchanges = new DomainExchanges(this, routing, services, queuesLock);
    }

    /** What is published to this domain's queues passes here. */
    PublishedPayloads payloads() {
        return payloads;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public DomainSettings options() {
        checkUsable("its options were not read");
        DomainEntry entry = services.catalog().domain(name);
        if (entry == null) {
            throw notFound();
        }
        return entry.settings();
    }

    @Override
    public MessageQueue declareQueue(String queue) {
        return declare(queue, null);
    }

    @Override
    public MessageQueue declareQueue(String queue, Consumer<QueueOptions> options) {
        return declare(queue, QueueSettings.of(options, isInMemory()));
    }

    private LocalQueue declare(String queue, @Nullable QueueSettings settings) {
        Names.check(Names.Kind.QUEUE, queue);
        queuesLock.lock();
        try {
            checkUsable("the queue '" + queue + "' was not declared");
            QueueEntry existing = services.catalog().queue(name, queue);
            if (existing == null) {
                return create(queue, settings == null ? QueueSettings.defaults(isInMemory()) : settings);
            }
            LocalQueue handle = handle(existing);
            if (settings != null && !settings.equals(existing.settings())) {
                if (settings.persistent() != existing.settings().persistent()) {
                    throw new ConfigurationConflictException(
                            name + "." + queue,
                            "persistent",
                            existing.settings().persistent(),
                            settings.persistent());
                }
                handle.change(settings);
            }
            return handle;
        } finally {
            queuesLock.unlock();
        }
    }

    private boolean isInMemory() {
        return services.config().dataDirectory() == null;
    }

    private LocalQueue create(String queue, QueueSettings settings) {
        QueueEntry entry = QueueEntry.create(name, queue, settings);
        services.catalog().putQueue(entry);
        services.event((sequence, now) -> new BrokerEvent.QueueCreated(sequence, now, name + "." + queue));
        return handle(entry);
    }

    /** The dead-letter queue of a queue, made when it is first needed; it follows changes of what its owner gives it. */
    LocalQueue deadLetterQueue(String owner, QueueSettings settings) {
        String queue = Names.derived(owner, LocalQueue.DEAD_LETTERS);
        LocalQueue known = queues.get(queue);
        if (known != null && known.entry().settings().equals(settings)) {
            return known;
        }
        queuesLock.lock();
        try {
            checkUsable("the dead-letter queue '" + queue + "' was not made");
            if (services.catalog().queue(name, owner) == null) {
                throw queueNotFound(owner);
            }
            QueueEntry existing = services.catalog().queue(name, queue);
            if (existing == null) {
                return create(queue, settings);
            }
            LocalQueue letters = handle(existing);
            if (!existing.settings().equals(settings)) {
                letters.change(settings);
            }
            return letters;
        } finally {
            queuesLock.unlock();
        }
    }

    /** The dead-letter queue of a queue, or null if none was needed yet. */
    @Nullable LocalQueue existingDeadLetterQueue(String owner) {
        String queue = Names.derived(owner, LocalQueue.DEAD_LETTERS);
        LocalQueue known = queues.get(queue);
        if (known != null) {
            return known;
        }
        queuesLock.lock();
        try {
            QueueEntry existing = services.catalog().queue(name, queue);
            return existing == null ? null : handle(existing);
        } finally {
            queuesLock.unlock();
        }
    }

    private LocalQueue handle(QueueEntry entry) {
        return queues.computeIfAbsent(entry.name(), n -> new LocalQueue(this, entry, services, endOfBroker.get()));
    }

    @Override
    public MessageQueue queue(String queue) {
        queuesLock.lock();
        try {
            checkUsable("the queue '" + queue + "' was not looked up");
            QueueEntry entry = services.catalog().queue(name, queue);
            if (entry == null) {
                throw queueNotFound(queue);
            }
            return handle(entry);
        } finally {
            queuesLock.unlock();
        }
    }

    @Override
    public List<MessageQueue> queues() {
        queuesLock.lock();
        try {
            checkUsable("queues were not listed");
            List<MessageQueue> all = new ArrayList<>();
            for (String queue : services.catalog().queueNames(name)) {
                QueueEntry entry = services.catalog().queue(name, queue);
                if (entry != null) {
                    all.add(handle(entry));
                }
            }
            return List.copyOf(all);
        } finally {
            queuesLock.unlock();
        }
    }

    /**
     * The files are let go of before they move away: nothing that belongs to the old queue may touch what is made under its
     * name after it.
     */
    @Override
    public void deleteQueue(String queue) {
        queuesLock.lock();
        try {
            checkUsable("the queue '" + queue + "' was not deleted");
            if (services.catalog().queue(name, queue) == null) {
                throw queueNotFound(queue);
            }
            List<String> going = services.catalog().queueNames(name).stream()
                    .filter(other -> other.equals(queue) || queue.equals(Names.ownerOf(other)))
                    .toList();
            routing.forgetQueue(queue);
            going.forEach(gone -> letGo(queues.remove(gone), () -> queueNotFound(gone)));
            Removal removal = services.catalog().removeQueue(name, queue);
            going.forEach(gone ->
                    services.event((sequence, now) -> new BrokerEvent.QueueDeleted(sequence, now, name + "." + gone)));
            services.threads().io().execute(() -> deleteFiles(removal));
        } finally {
            queuesLock.unlock();
        }
    }

    /** Ends everything in this domain, which is about to go. */
    void letGo() {
        queuesLock.lock();
        try {
            deleted = true;
            queues.values().forEach(queue -> letGo(queue, this::notFound));
            queues.clear();
        } finally {
            queuesLock.unlock();
        }
    }

    private static void letGo(@Nullable LocalQueue queue, Supplier<BrokerException> why) {
        if (queue == null) {
            return;
        }
        queue.end(GroupEnd.deleted(why));
        try {
            queue.close();
        } catch (BrokerException e) {
            LOG.debug("'{}' is deleted and was not closed in order", queue.resource(), e);
        }
    }

    static void deleteFiles(Removal removal) {
        try {
            removal.deleteFiles();
        } catch (BrokerException e) {
            LOG.warn("files of something deleted are still there; the next start deletes them", e);
        }
    }

    @Override
    public DomainStats stats() {
        checkUsable("its counters were not read");
        return BrokerStatistics.domain(this, services);
    }

    /** All queues, as far as their declarations can be read. None is opened. */
    List<LocalQueue> all() {
        queuesLock.lock();
        try {
            List<LocalQueue> all = new ArrayList<>();
            for (String queue : services.catalog().queueNames(name)) {
                LocalQueue known = queues.get(queue);
                QueueEntry entry = known == null ? readable(queue) : known.entry();
                if (entry != null) {
                    all.add(handle(entry));
                }
            }
            return all;
        } finally {
            queuesLock.unlock();
        }
    }

    private @Nullable QueueEntry readable(String queue) {
        try {
            return services.catalog().queue(name, queue);
        } catch (BrokerException e) {
            LOG.debug("{}.{} is left out of the statistics", name, queue, e);
            return null;
        }
    }

    /** The queues that were used so far. */
    Collection<LocalQueue> handles() {
        queuesLock.lock();
        try {
            return List.copyOf(queues.values());
        } finally {
            queuesLock.unlock();
        }
    }

    /** The queue of this name; for those who only use it. */
    LocalQueue found(String queue) {
        LocalQueue known = queues.get(queue);
        return known == null ? (LocalQueue) queue(queue) : known;
    }

    /** The routing rules. */
    DomainRouting routing() {
        return routing;
    }

    @Override
    public RouteSource route(String queue) {
        return routing.route(queue);
    }

    @Override
    public List<Route> routes() {
        return routing.routes();
    }

    @Override
    public void unroute(String from, String to) {
        routing.unroute(from, to);
    }

    @Override
    public RoutingExplanation explainRouting(String queue, Object payload) {
        return routing.explain(queue, payload);
    }

    @Override
    public Exchange declareExchange(String exchange, ExchangeType type) {
        return exchanges.declare(exchange, type);
    }

    @Override
    public Exchange exchange(String exchange) {
        return exchanges.find(exchange);
    }

    @Override
    public List<Exchange> exchanges() {
        return exchanges.all();
    }

    @Override
    public void deleteExchange(String exchange) {
        exchanges.delete(exchange);
    }

    @Override
    public Map<String, PublishReceipt> publish(String exchange, String routingKey, Object payload) {
        return exchanges.publish(exchange, routingKey, payload);
    }

    void checkUsable(String refused) {
        if (deleted) {
            throw notFound();
        }
        if (endOfBroker.get() != null) {
            throw new BrokerClosedException(refused);
        }
    }

    private BrokerException notFound() {
        return new DomainNotFoundException(
                name, Names.nearest(name, services.catalog().domainNames()));
    }

    private BrokerException queueNotFound(String queue) {
        return new QueueNotFoundException(
                name, queue, Names.nearest(queue, services.catalog().queueNames(name)));
    }

    @Override
    public String toString() {
        return "domain " + name;
    }
}
