package io.gortms;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a dashboard shows of a broker; Jackson writes it as dashboards expect it. Immutable. Making one opens no queue.
 *
 * @param domains how many domains there are
 * @param queues how many queues, dead-letter queues included
 * @param messages messages that wait, as {@link QueueStats#messages()} counts them
 * @param routes how many routes are declared
 * @param messageRates what happened in the period, oldest first, without gaps
 * @param activeDomains domains that have queues, the busiest first
 * @param topQueues the five fullest queues, by what they use of their {@code maxSize}, then by their messages
 * @param queueAlerts queues at 75 % of their {@code maxSize} and more
 * @param domainTrend how the number of domains differs from that of one period ago; the trends are null while the broker has
 *     not been open that long, and where there was nothing one period ago
 * @param queueTrend the same of {@code queues}
 * @param messageTrend the same of {@code messages}
 * @param routeTrend the same of {@code routes}
 * @param recentEvents the newest 50 events, newest first
 * @param resources what is used now
 */
@JsonPropertyOrder({
    "domains",
    "queues",
    "messages",
    "routes",
    "messageRates",
    "activeDomains",
    "topQueues",
    "queueAlerts",
    "domainTrend",
    "queueTrend",
    "messageTrend",
    "routeTrend",
    "recentEvents",
    "resources"
})
public record StatisticsFrame(
        int domains,
        int queues,
        long messages,
        long routes,
        List<MessageRate> messageRates,
        List<ActiveDomain> activeDomains,
        List<TopQueue> topQueues,
        List<QueueAlert> queueAlerts,
        @Nullable Trend domainTrend,
        @Nullable Trend queueTrend,
        @Nullable Trend messageTrend,
        @Nullable Trend routeTrend,
        List<EventFrame> recentEvents,
        Resources resources) {

    /**
     * One point of the broker's traffic. The last point is of the part of its time that has passed.
     *
     * @param timestamp when it begins, in seconds since the epoch; a multiple of the granularity
     * @param rate messages published and consumed a second, both together
     * @param published messages stored a second
     * @param consumed deliveries acknowledged a second
     * @param publishedTotal messages stored in its time
     * @param consumedTotal deliveries acknowledged in its time
     */
    @JsonPropertyOrder({"timestamp", "rate", "published", "consumed", "publishedTotal", "consumedTotal"})
    public record MessageRate(
            long timestamp, double rate, double published, double consumed, long publishedTotal, long consumedTotal) {}

    /**
     * A domain that has queues.
     *
     * @param name its name
     * @param messageCount messages that wait in it
     * @param queueCount how many queues it has
     * @param messageRate messages published and consumed a second, on the average of the last ten seconds
     */
    @JsonPropertyOrder({"name", "messageCount", "queueCount", "messageRate"})
    public record ActiveDomain(String name, long messageCount, int queueCount, double messageRate) {}

    /**
     * A queue and how full it is.
     *
     * @param domain its domain
     * @param name its name
     * @param messageCount messages that wait in it
     * @param maxSize how many may; 0 if there is no bound
     * @param usage the one of the other, in percent; 0 if there is no bound
     */
    @JsonPropertyOrder({"domain", "name", "messageCount", "maxSize", "usage"})
    public record TopQueue(String domain, String name, long messageCount, long maxSize, double usage) {}

    /**
     * A queue that is nearly full.
     *
     * @param domain its domain
     * @param queue its name
     * @param usage how much of its {@code maxSize} is used, in percent
     * @param severity {@code warning} or {@code critical}
     * @param detectedAt since when it is, in seconds since the epoch
     */
    @JsonPropertyOrder({"domain", "queue", "usage", "severity", "detectedAt"})
    public record QueueAlert(String domain, String queue, double usage, String severity, long detectedAt) {}

    /**
     * How a figure differs from what it was one period ago.
     *
     * @param direction {@code up}, {@code down} or {@code flat}
     * @param value by how much, in percent; never negative
     */
    @JsonPropertyOrder({"direction", "value"})
    public record Trend(String direction, double value) {}
}
