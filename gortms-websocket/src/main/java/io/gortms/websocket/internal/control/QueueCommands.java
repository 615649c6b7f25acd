package io.gortms.websocket.internal.control;

import io.gortms.Broker;
import io.gortms.ConsumerGroup;
import io.gortms.GroupStats;
import io.gortms.LatencyStats;
import io.gortms.MessageQueue;
import io.gortms.NoDeadLettersException;
import io.gortms.QueueSettings;
import io.gortms.QueueStats;
import io.gortms.SeriesPoint;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code queue}: all about one queue and its groups; it is opened if it is not open. {@code series}: what happened in it lately. */
final class QueueCommands {

    private static final int SECONDS_OF_A_DAY = 86_400;

    private final Broker broker;

    QueueCommands(Broker broker) {
        this.broker = broker;
    }

    /**
     * The answer to {@code queue}.
     *
     * @param firstPosition the oldest position kept
     * @param endPosition the position the next message gets
     * @param messages messages that wait
     * @param sizeBytes what the messages take
     * @param heldBy the group that keeps the oldest messages, or null
     * @param publishedPerSecond on the average of the last ten seconds
     * @param deadLetters how many there are, or null of a queue of dead letters
     * @param options its settings, for people
     * @param groups sorted by name
     */
    record QueueDetails(
            long firstPosition,
            long endPosition,
            long messages,
            long sizeBytes,
            @Nullable String heldBy,
            double publishedPerSecond,
            @Nullable Long deadLetters,
            Map<String, String> options,
            List<GroupDetails> groups) {}

    /** A group, as of {@link GroupStats}; times in milliseconds. */
    record GroupDetails(
            String name,
            long position,
            long lag,
            int inFlight,
            long retrying,
            boolean paused,
            int consumers,
            long acked,
            long nacked,
            long redelivered,
            long deadLettered,
            String breaker,
            double deliveredPerSecond,
            double consumedPerSecond,
            long oldestUnsettledMillis,
            @Nullable Long p50Millis,
            @Nullable Long p99Millis) {}

    /**
     * The answer to {@code series}.
     *
     * @param points oldest first, without gaps
     */
    record Series(List<Point> points) {}

    /** What happened in one stretch of time that began at this second, on its average. */
    record Point(long timestamp, double published, double consumed) {}

    Map<String, Command> commands() {
        return Map.of("queue", this::queue, "series", this::series);
    }

    private Object queue(Ask ask) throws ControlException {
        MessageQueue queue = broker.domain(ask.domain()).queue(ask.text("queue"));
        QueueStats stats = queue.stats();
        return new QueueDetails(
                stats.firstPosition(),
                stats.endPosition(),
                stats.messages(),
                stats.sizeBytes(),
                stats.heldBy(),
                stats.publishedPerSecond(),
                deadLetters(queue),
                options(queue.options()),
                queue.groups().stream().map(QueueCommands::group).toList());
    }

    private static @Nullable Long deadLetters(MessageQueue queue) {
        try {
            return queue.deadLetters().count();
        } catch (NoDeadLettersException e) {
            return null;
        }
    }

    private static Map<String, String> options(QueueSettings settings) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("kept", settings.persistent() ? "on disk" : "in memory");
        options.put("durability", name(settings.durability()));
        options.put("ttl", settings.ttl().isZero() ? "none" : settings.ttl().toString());
        options.put("expired", name(settings.expiry()));
        options.put("maxSize", settings.maxSize() == 0 ? "unbounded" : Long.toString(settings.maxSize()));
        options.put("overflow", name(settings.overflow()));
        options.put("ackTimeout", settings.ackTimeout().toString());
        options.put("maxInFlight", Integer.toString(settings.maxInFlight()));
        options.put("maxMessageBytes", Integer.toString(settings.maxMessageBytes()));
        options.put("circuitBreaker", settings.circuitBreaker() == null ? "none" : "yes");
        return options;
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static GroupDetails group(ConsumerGroup group) {
        GroupStats stats = group.stats();
        LatencyStats latency = stats.latency();
        boolean isMeasured = latency.count() > 0;
        return new GroupDetails(
                group.name(),
                stats.position(),
                stats.lag(),
                stats.inFlight(),
                stats.retrying(),
                stats.paused(),
                stats.consumers(),
                stats.acked(),
                stats.nacked(),
                stats.redelivered(),
                stats.deadLettered(),
                name(stats.breaker()),
                stats.deliveredPerSecond(),
                stats.consumedPerSecond(),
                stats.oldestUnsettledAge().toMillis(),
                isMeasured ? latency.p50().toMillis() : null,
                isMeasured ? latency.p99().toMillis() : null);
    }

    private Object series(Ask ask) throws ControlException {
        MessageQueue queue = broker.domain(ask.domain()).queue(ask.text("queue"));
        int period = ask.number("periodSeconds", 1, SECONDS_OF_A_DAY);
        int granularity = ask.number("granularitySeconds", 1, SECONDS_OF_A_DAY);
        List<SeriesPoint> points = queue.series(Duration.ofSeconds(period), Duration.ofSeconds(granularity));
        return new Series(
                points.stream().map(point -> point(point, granularity)).toList());
    }

    private static Point point(SeriesPoint point, int seconds) {
        return new Point(
                point.timestamp().getEpochSecond(),
                (double) point.published() / seconds,
                (double) point.consumed() / seconds);
    }
}
