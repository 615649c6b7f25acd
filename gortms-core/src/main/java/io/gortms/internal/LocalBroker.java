package io.gortms.internal;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gortms.Broker;
import io.gortms.BrokerClosedException;
import io.gortms.BrokerEvent;
import io.gortms.BrokerException;
import io.gortms.BrokerListener;
import io.gortms.BrokerStats;
import io.gortms.Domain;
import io.gortms.DomainNotFoundException;
import io.gortms.DomainOptions;
import io.gortms.DomainSettings;
import io.gortms.Granularity;
import io.gortms.Health;
import io.gortms.RecoveryReport;
import io.gortms.Resources;
import io.gortms.Schema;
import io.gortms.SeriesPoint;
import io.gortms.StatisticsFrame;
import io.gortms.StatisticsPeriod;
import io.gortms.internal.catalog.BrokerFile;
import io.gortms.internal.catalog.Catalog;
import io.gortms.internal.catalog.DirectoryLock;
import io.gortms.internal.catalog.DomainEntry;
import io.gortms.internal.catalog.Names;
import io.gortms.internal.catalog.Removal;
import io.gortms.internal.delivery.GroupEnd;
import io.gortms.internal.schema.SchemaCheck;
import io.gortms.internal.stats.EventBus;
import io.gortms.internal.time.BrokerClock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The broker in this JVM: opens and closes everything in a fixed order, and finds domains. */
public final class LocalBroker implements Broker {

    private static final Logger LOG = LoggerFactory.getLogger(LocalBroker.class);

    private final Services services;
    private final @Nullable DirectoryLock directoryLock;
    private final @Nullable BrokerFile brokerFile;
    private final Map<String, LocalDomain> domains = new ConcurrentHashMap<>();

    /** Guards declaring and deleting domains. */
    private final ReentrantLock domainsLock = new ReentrantLock();

    private final BrokerStatistics statistics;
    private final BrokerHealth health;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);

    private LocalBroker(Services services, @Nullable DirectoryLock directoryLock, @Nullable BrokerFile brokerFile) {
        this.services = services;
        this.directoryLock = directoryLock;
        this.brokerFile = brokerFile;
        this.statistics = new BrokerStatistics(services, this::allDomains);
        this.health = new BrokerHealth(services, this::recoveryReport, this::openQueues);
    }

    /** Opens a broker: takes the directory's lock, notes the run, reads the names of what is declared, and no more. */
    public static Broker open(BrokerConfig config) {
        Rehearsal rehearsal = Rehearsal.begin(config.dataDirectory());
        try {
            return openMeanwhile(config);
        } finally {
            rehearsal.await();
        }
    }

    private static Broker openMeanwhile(BrokerConfig config) {
        BrokerClock clock = new BrokerClock(config.clock());
        EventBus events = new EventBus(config.listeners(), config.clock());
        DirectoryLock lock = config.dataDirectory() == null ? null : DirectoryLock.acquire(config.dataDirectory());
        try {
            Damages damages = new Damages(lock == null ? null : lock.directory(), events);
            BrokerFile file = lock == null ? null : BrokerFile.open(lock.directory(), damages);
            Catalog catalog = Catalog.load(lock == null ? null : lock.directory(), damages);
            LocalBroker broker = new LocalBroker(Services.of(config, clock, events, damages, catalog), lock, file);
            broker.started();
            return broker;
        } catch (RuntimeException | Error e) {
            if (lock != null) {
                lock.close();
            }
            events.close();
            throw e;
        }
    }

    private void started() {
        RecoveryReport report = recoveryReport();
        LOG.info(
                "gortms is open {}{}",
                directoryLock == null ? "in memory" : "on " + directoryLock.directory(),
                report.cleanShutdown() ? "" : "; the broker before this one was not closed in order");
        services.event((sequence, now) -> new BrokerEvent.Recovered(sequence, now, "", report));
        services.sampler().start();
        SleepingQueues sleeping = new SleepingQueues(this, services);
        if (!sleeping.isEmpty()) {
            services.timer().plan(sleeping, sleeping.firstLookMicros());
        }
        Removal leftovers = services.catalog().leftovers();
        if (!leftovers.directories().isEmpty()) {
            services.threads().io().execute(() -> LocalDomain.deleteFiles(leftovers));
        }
    }

    @Override
    public Domain declareDomain(String name) {
        return declare(name, null);
    }

    @Override
    public Domain declareDomain(String name, Consumer<DomainOptions> options) {
        return declare(name, DomainSettings.of(options));
    }

    private Domain declare(String name, @Nullable DomainSettings settings) {
        checkOpen("the domain '" + name + "' was not declared");
        Names.check(Names.Kind.DOMAIN, name);
        domainsLock.lock();
        try {
            DomainEntry existing = services.catalog().domain(name);
            DomainSettings wanted = settings == null ? DomainSettings.defaults() : settings;
            if (existing == null) {
                declare(name, wanted, () -> services.catalog().putDomain(new DomainEntry(name, wanted)));
                services.event((sequence, now) -> new BrokerEvent.DomainCreated(sequence, now, name));
            } else if (settings != null && !settings.equals(existing.settings())) {
                declare(name, wanted, () -> services.catalog().changeDomain(name, entry -> entry.withSettings(wanted)));
                if (!isCompleted(existing.settings(), wanted)) {
                    services.event((sequence, now) -> new BrokerEvent.DomainChanged(sequence, now, name));
                }
            }
            return handle(name);
        } finally {
            domainsLock.unlock();
        }
    }

    /** A schema that cannot be used is found before anything is stored. */
    private void declare(String name, DomainSettings settings, Runnable store) {
        SchemaCheck check = SchemaCheck.of(name, settings.schema());
        store.run();
        handle(name).payloads().checkBy(check);
    }

    /** Whether nothing is new but the code that was missing since the restart. */
    private static boolean isCompleted(DomainSettings existing, DomainSettings wanted) {
        return existing.schema() instanceof Schema.Code code
                && code.validator() == null
                && wanted.schema() instanceof Schema.Code;
    }

    private LocalDomain handle(String name) {
        return domains.computeIfAbsent(name, n -> new LocalDomain(n, services, this::endOfBroker));
    }

    /** What queues that are opened or declared from now on are told. */
    private @Nullable GroupEnd endOfBroker() {
        return closing.get() ? GroupEnd.CLOSED : null;
    }

    @Override
    public Domain domain(String name) {
        checkOpen("the domain '" + name + "' was not looked up");
        domainsLock.lock();
        try {
            if (services.catalog().domain(name) == null) {
                throw domainNotFound(name);
            }
            return handle(name);
        } finally {
            domainsLock.unlock();
        }
    }

    @Override
    public List<Domain> domains() {
        checkOpen("domains were not listed");
        domainsLock.lock();
        try {
            List<Domain> all = new ArrayList<>();
            services.catalog().domainNames().forEach(name -> all.add(handle(name)));
            return List.copyOf(all);
        } finally {
            domainsLock.unlock();
        }
    }

    @Override
    public void deleteDomain(String name) {
        checkOpen("the domain '" + name + "' was not deleted");
        domainsLock.lock();
        try {
            if (services.catalog().domain(name) == null) {
                throw domainNotFound(name);
            }
            handle(name).letGo();
            domains.remove(name);
            Removal removal = services.catalog().removeDomain(name);
            services.event((sequence, now) -> new BrokerEvent.DomainDeleted(sequence, now, name));
            services.threads().io().execute(() -> LocalDomain.deleteFiles(removal));
        } finally {
            domainsLock.unlock();
        }
    }

    private DomainNotFoundException domainNotFound(String name) {
        return new DomainNotFoundException(
                name, Names.nearest(name, services.catalog().domainNames()));
    }

    @Override
    public InstantSource clock() {
        return services.clock().source();
    }

    @Override
    public ObjectMapper objectMapper() {
        return services.codec().mapper().get();
    }

    @Override
    public BrokerStats stats() {
        checkOpen("its counters were not read");
        return statistics.broker();
    }

    @Override
    public List<SeriesPoint> series(Duration period, Duration granularity) {
        checkOpen("its series was not read");
        return statistics.series(period, granularity);
    }

    @Override
    public StatisticsFrame statistics(StatisticsPeriod period, Granularity granularity) {
        checkOpen("its statistics were not read");
        return statistics.frame(period, granularity);
    }

    @Override
    public Resources resources() {
        checkOpen("its resources were not read");
        return statistics.resources();
    }

    @Override
    public List<Resources> resourceHistory(int limit) {
        checkOpen("its resources were not read");
        return statistics.resourceHistory(limit);
    }

    @Override
    public Health health() {
        return health.health(closing.get());
    }

    private List<LocalDomain> allDomains() {
        domainsLock.lock();
        try {
            return services.catalog().domainNames().stream().map(this::handle).toList();
        } finally {
            domainsLock.unlock();
        }
    }

    @Override
    public List<BrokerEvent> events() {
        return services.events().newest();
    }

    @Override
    public void addListener(BrokerListener listener) {
        services.events().add(Objects.requireNonNull(listener, "listener"));
    }

    @Override
    public boolean removeListener(BrokerListener listener) {
        return services.events().remove(Objects.requireNonNull(listener, "listener"));
    }

    @Override
    public RecoveryReport recoveryReport() {
        return new RecoveryReport(
                brokerFile == null || brokerFile.cleanShutdown(),
                brokerFile != null && brokerFile.machineRestarted(),
                services.damages().found());
    }

    private void checkOpen(String refused) {
        if (closing.get()) {
            throw new BrokerClosedException(refused);
        }
    }

    @Override
    public void close() {
        if (!closing.compareAndSet(false, true)) {
            awaitClosed();
            return;
        }
        boolean inOrder = false;
        try {
            List<LocalQueue> queues = openQueues();
            queues.forEach(queue -> queue.end(GroupEnd.CLOSED));
            long deadlineNanos = System.nanoTime() + shutdownNanos();
            queues.forEach(queue -> queue.awaitHandlers(deadlineNanos));
            inOrder = closeAll(queues);
        } finally {
            closeServices(inOrder);
            closed.countDown();
        }
        LOG.info("gortms is closed");
    }

    private List<LocalQueue> openQueues() {
        domainsLock.lock();
        try {
            List<LocalQueue> queues = new ArrayList<>();
            domains.values().forEach(domain -> queues.addAll(domain.handles()));
            return queues;
        } finally {
            domainsLock.unlock();
        }
    }

    private static boolean closeAll(List<LocalQueue> queues) {
        boolean inOrder = true;
        for (LocalQueue queue : queues) {
            try {
                queue.close();
            } catch (BrokerException e) {
                inOrder = false;
                LOG.error("'{}' was not closed in order", queue.resource(), e);
            }
        }
        return inOrder;
    }

    private void closeServices(boolean inOrder) {
        try {
            services.timer().close();
            services.threads().close();
            if (inOrder && brokerFile != null) {
                brokerFile.markClean();
            }
        } catch (BrokerException e) {
            LOG.error("the end of the run was not noted: the next start checks everything", e);
        } finally {
            if (directoryLock != null) {
                directoryLock.close();
            }
            services.events().close();
        }
    }

    private long shutdownNanos() {
        try {
            return services.config().shutdownTimeout().toNanos();
        } catch (ArithmeticException e) {
            return Long.MAX_VALUE / 2;
        }
    }

    /** Another thread closes: waits for it, unless it waits for the handler, observer or listener that this thread is in. */
    private void awaitClosed() {
        if (services.threads().isInObserver() || services.events().isInListener()) {
            return;
        }
        for (LocalQueue queue : openQueues()) {
            if (queue.isInHandlerOfThisThread()) {
                return;
            }
        }
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
