package io.gortms.internal.stats;

import io.gortms.BrokerEvent;
import io.gortms.CapacityLevel;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * Tells when a queue becomes nearly full, full, and less so. Safe for use by any thread; looking costs a few nanoseconds, and
 * an event where the level has changed.
 */
public final class CapacityWatch {

    /** Part of {@code maxSize}, in percent. */
    private static final int WARNING_PERCENT = 75;

    private static final int CRITICAL_PERCENT = 90;

    /** A level is left so far below where it begins. */
    private static final int SLACK_PERCENT = 5;

    /** The level of a queue, and since when. */
    public record Alert(CapacityLevel level, Instant since) {}

    private final String resource;
    private final InstantSource clock;
    private final Consumer<NewEvent> events;
    private volatile Alert alert = new Alert(CapacityLevel.RECOVERED, Instant.EPOCH);

    public CapacityWatch(String resource, InstantSource clock, Consumer<NewEvent> events) {
        this.resource = resource;
        this.clock = clock;
        this.events = events;
    }

    /** The level now; {@link CapacityLevel#RECOVERED} if there is nothing to say. */
    public Alert alert() {
        return alert;
    }

    /** How much of the bound is used; 0 if there is none. */
    public static double percent(long messages, long maxSize) {
        return maxSize == 0 ? 0 : 100.0 * messages / maxSize;
    }

    /** The level that this much is, of a queue that is not watched. */
    public static CapacityLevel level(long messages, long maxSize) {
        return level(CapacityLevel.RECOVERED, messages, maxSize);
    }

    /** The level that this much is, for a queue that was at another; a bound of 0 is none. */
    static CapacityLevel level(CapacityLevel before, long messages, long maxSize) {
        double percent = percent(messages, maxSize);
        if (percent >= CRITICAL_PERCENT - (before == CapacityLevel.CRITICAL ? SLACK_PERCENT : 0)) {
            return CapacityLevel.CRITICAL;
        }
        return percent >= WARNING_PERCENT - (before == CapacityLevel.RECOVERED ? 0 : SLACK_PERCENT)
                ? CapacityLevel.WARNING
                : CapacityLevel.RECOVERED;
    }

    /** So many messages wait, of so many that may. With any lock or none. */
    public void look(long messages, long maxSize) {
        if (level(alert.level(), messages, maxSize) != alert.level()) {
            change(messages, maxSize);
        }
    }

    private synchronized void change(long messages, long maxSize) {
        CapacityLevel level = level(alert.level(), messages, maxSize);
        if (level != alert.level()) {
            Instant now = clock.instant();
            alert = new Alert(level, now);
            double percent = percent(messages, maxSize);
            events.accept((sequence, later) ->
                    new BrokerEvent.QueueCapacity(sequence, now, resource, level, percent, messages, maxSize));
        }
    }
}
