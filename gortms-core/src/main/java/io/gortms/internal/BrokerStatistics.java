package io.gortms.internal;

import io.gortms.BrokerException;
import io.gortms.BrokerStats;
import io.gortms.CapacityLevel;
import io.gortms.DomainStats;
import io.gortms.EventFrame;
import io.gortms.Granularity;
import io.gortms.Resources;
import io.gortms.Resources.DomainResources;
import io.gortms.Resources.QueueResources;
import io.gortms.SeriesPoint;
import io.gortms.StatisticsFrame;
import io.gortms.StatisticsFrame.ActiveDomain;
import io.gortms.StatisticsFrame.MessageRate;
import io.gortms.StatisticsFrame.QueueAlert;
import io.gortms.StatisticsFrame.TopQueue;
import io.gortms.StatisticsPeriod;
import io.gortms.internal.catalog.Catalog;
import io.gortms.internal.catalog.DomainEntry;
import io.gortms.internal.stats.CapacityWatch;
import io.gortms.internal.stats.DeliveryTotals;
import io.gortms.internal.stats.JvmFigures;
import io.gortms.internal.stats.Levels;
import io.gortms.internal.stats.Sampler;
import io.gortms.internal.stats.Trends;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole broker in numbers. It goes through all queues, and opens none. */
final class BrokerStatistics {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerStatistics.class);
    private static final int TOP_QUEUES = 5;
    private static final int RECENT_EVENTS = 50;

    private final Services services;
    private final Supplier<Collection<LocalDomain>> domains;

    BrokerStatistics(Services services, Supplier<Collection<LocalDomain>> domains) {
        this.services = services;
        this.domains = domains;
    }

    /** How many of everything are declared, as far as it can be read. */
    static Sampler.Declared declared(Catalog catalog) {
        int queues = 0;
        long routes = 0;
        List<String> domains = catalog.domainNames();
        for (String domain : domains) {
            queues += catalog.queueNames(domain).size();
            try {
                DomainEntry entry = catalog.domain(domain);
                routes += entry == null ? 0 : entry.routing().routes().size();
            } catch (BrokerException e) {
                LOG.debug("the routes of {} are not counted", domain, e);
            }
        }
        return new Sampler.Declared(domains.size(), queues, routes);
    }

    BrokerStats broker() {
        Collection<LocalDomain> all = domains.get();
        List<QueueSummary> queues = all.stream()
                .flatMap(domain -> summaries(domain, services).stream())
                .toList();
        DomainStats sums = sum(queues, services);
        return new BrokerStats(
                all.size(),
                sums.queues(),
                sums.openQueues(),
                sums.messages(),
                sums.published(),
                sums.publishedPerSecond(),
                sums.sizeBytes(),
                sums.deliveries(),
                services.events().dropped());
    }

    static DomainStats domain(LocalDomain domain, Services services) {
        return sum(summaries(domain, services), services);
    }

    private static List<QueueSummary> summaries(LocalDomain domain, Services services) {
        long nowMicros = services.clock().nowMicros();
        return domain.all().stream()
                .map(queue -> QueueSummary.of(queue, nowMicros))
                .toList();
    }

    private static DomainStats sum(List<QueueSummary> queues, Services services) {
        long nowMicros = services.clock().nowMicros();
        DeliveryTotals totals = new DeliveryTotals();
        queues.forEach(queue -> queue.addTo(totals, nowMicros));
        return new DomainStats(
                queues.size(),
                (int) queues.stream().filter(QueueSummary::isOpen).count(),
                messages(queues),
                queues.stream().mapToLong(QueueSummary::published).sum(),
                queues.stream().mapToDouble(queue -> queue.rates().published()).sum(),
                queues.stream().mapToLong(QueueSummary::sizeBytes).sum(),
                totals.toStats());
    }

    private static long messages(List<QueueSummary> queues) {
        return queues.stream().mapToLong(QueueSummary::messages).sum();
    }

    List<SeriesPoint> series(Duration period, Duration granularity) {
        return services.sampler().series().points(services.clock().nowMicros(), period, granularity);
    }

    StatisticsFrame frame(StatisticsPeriod period, Granularity granularity) {
        long nowMicros = services.clock().nowMicros();
        long nowSecond = Math.floorDiv(nowMicros, 1_000_000L);
        Map<String, List<QueueSummary>> byDomain = byDomain();
        List<QueueSummary> queues =
                byDomain.values().stream().flatMap(List::stream).toList();
        Levels now = services.sampler().levels(nowSecond, messages(queues));
        Trends trends = new Trends(
                services.sampler().levelsAt(nowSecond - period.duration().toSeconds()), now);
        return new StatisticsFrame(
                byDomain.size(),
                queues.size(),
                now.messages(),
                now.routes(),
                rates(nowSecond, period.duration(), granularity.duration(period)),
                activeDomains(byDomain),
                topQueues(queues),
                alerts(queues),
                trends.domains(),
                trends.queues(),
                trends.messages(),
                trends.routes(),
                recentEvents(),
                resources(byDomain));
    }

    private Map<String, List<QueueSummary>> byDomain() {
        Map<String, List<QueueSummary>> byDomain = new TreeMap<>();
        domains.get().forEach(domain -> byDomain.put(domain.name(), summaries(domain, services)));
        return byDomain;
    }

    private List<MessageRate> rates(long nowSecond, Duration period, Duration granularity) {
        List<MessageRate> rates = new ArrayList<>();
        for (SeriesPoint point : series(period, granularity)) {
            long start = point.timestamp().getEpochSecond();
            double seconds = Math.max(1, Math.min(granularity.toSeconds(), nowSecond - start));
            rates.add(new MessageRate(
                    start,
                    (point.published() + point.consumed()) / seconds,
                    point.published() / seconds,
                    point.consumed() / seconds,
                    point.published(),
                    point.consumed()));
        }
        return List.copyOf(rates);
    }

    private static List<ActiveDomain> activeDomains(Map<String, List<QueueSummary>> byDomain) {
        List<ActiveDomain> active = new ArrayList<>();
        byDomain.forEach((name, queues) -> {
            if (!queues.isEmpty()) {
                double rate = queues.stream()
                        .mapToDouble(queue ->
                                queue.rates().published() + queue.rates().consumed())
                        .sum();
                active.add(new ActiveDomain(name, messages(queues), queues.size(), rate));
            }
        });
        active.sort(Comparator.comparingDouble(ActiveDomain::messageRate).reversed());
        return List.copyOf(active);
    }

    private static List<TopQueue> topQueues(List<QueueSummary> queues) {
        return queues.stream()
                .sorted(Comparator.comparingDouble(QueueSummary::usage)
                        .thenComparingLong(QueueSummary::messages)
                        .reversed())
                .limit(TOP_QUEUES)
                .map(each -> new TopQueue(
                        each.queue().entry().domain(),
                        each.queue().name(),
                        each.messages(),
                        each.maxSize(),
                        each.usage()))
                .toList();
    }

    private static List<QueueAlert> alerts(List<QueueSummary> queues) {
        List<QueueAlert> alerts = new ArrayList<>();
        for (QueueSummary each : queues) {
            CapacityWatch.Alert alert = each.alert();
            if (alert.level() != CapacityLevel.RECOVERED) {
                alerts.add(new QueueAlert(
                        each.queue().entry().domain(),
                        each.queue().name(),
                        each.usage(),
                        alert.level() == CapacityLevel.CRITICAL ? "critical" : "warning",
                        alert.since().getEpochSecond()));
            }
        }
        return List.copyOf(alerts);
    }

    private List<EventFrame> recentEvents() {
        List<EventFrame> recent = new ArrayList<>();
        var events = services.events().newest();
        for (int i = events.size() - 1; i >= 0 && recent.size() < RECENT_EVENTS; i--) {
            recent.add(EventFrame.of(events.get(i)));
        }
        return List.copyOf(recent);
    }

    Resources resources() {
        return resources(byDomain());
    }

    private Resources resources(Map<String, List<QueueSummary>> byDomain) {
        long nowMicros = services.clock().nowMicros();
        long diskUsed = 0;
        Map<String, DomainResources> domainStats = new TreeMap<>();
        for (Map.Entry<String, List<QueueSummary>> domain : byDomain.entrySet()) {
            List<QueueSummary> queues = domain.getValue();
            Map<String, QueueResources> queueStats = new TreeMap<>();
            for (QueueSummary queue : queues) {
                queueStats.put(queue.queue().name(), queue.resources(nowMicros));
                diskUsed += queue.diskBytes();
            }
            long memory = queueStats.values().stream()
                    .mapToLong(QueueResources::estimatedMemory)
                    .sum();
            domainStats.put(domain.getKey(), new DomainResources(queues.size(), messages(queues), memory, queueStats));
        }
        return JvmFigures.now(
                Math.floorDiv(nowMicros, 1_000_000L),
                diskUsed,
                services.diskFree().getAsLong(),
                domainStats);
    }

    List<Resources> resourceHistory(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("the limit is at least 1, not " + limit);
        }
        return services.sampler().resources(limit);
    }
}
