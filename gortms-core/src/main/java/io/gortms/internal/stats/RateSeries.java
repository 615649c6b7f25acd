package io.gortms.internal.stats;

import io.gortms.SeriesPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What happened lately, as points of any granularity: by the second, and farther back by the minute. Safe for use by any thread.
 *
 * <p>Of a queue or a group it takes up to 8 KiB by the second and 18 KiB by the minute, if something happens all day long; of
 * a broker up to 1 MiB. Nothing happening takes next to nothing.
 */
public final class RateSeries {

    private static final int SECOND = 1;
    private static final int MINUTE = 60;
    private static final int DAY = 86_400;
    private static final int TEN_MINUTES = 600;
    private static final int HOUR = 3_600;

    /** Rates are averages of so many seconds. */
    private static final int RATE_SECONDS = 10;

    private final int secondsKept;
    private final TimeSeries seconds;
    private final TimeSeries minutes;

    private RateSeries(int secondsKept, int chunkSeconds) {
        this.secondsKept = secondsKept;
        this.seconds = new TimeSeries(secondsKept, chunkSeconds);
        this.minutes = new TimeSeries(DAY / MINUTE, HOUR / MINUTE);
    }

    /** Of the whole broker: a day by the second. */
    static RateSeries ofBroker() {
        return new RateSeries(DAY, HOUR);
    }

    /** Of a queue or a group: ten minutes by the second, and a day by the minute. */
    public static RateSeries ofPart() {
        return new RateSeries(TEN_MINUTES, MINUTE);
    }

    void add(long second, Counts counts) {
        seconds.add(second, counts.published(), counts.delivered(), counts.consumed());
        if (secondsKept < DAY) {
            minutes.add(
                    Math.floorDiv(second, (long) MINUTE), counts.published(), counts.delivered(), counts.consumed());
        }
    }

    /** What happened each second, on the average of the last ten. */
    public Rates rates(long nowMicros) {
        long now = Math.floorDiv(nowMicros, 1_000_000L);
        Counts lately = seconds.sum(now - RATE_SECONDS, now);
        return new Rates(
                (double) lately.published() / RATE_SECONDS,
                (double) lately.delivered() / RATE_SECONDS,
                (double) lately.consumed() / RATE_SECONDS);
    }

    /**
     * The points of a period that ends now, oldest first.
     *
     * @throws IllegalArgumentException if there is nothing kept for this period or granularity
     */
    public List<SeriesPoint> points(long nowMicros, Duration period, Duration granularity) {
        int unit = period.toSeconds() <= secondsKept ? SECOND : MINUTE;
        check(period, granularity, unit);
        TimeSeries series = unit == SECOND ? seconds : minutes;
        long length = granularity.toSeconds();
        long now = Math.floorDiv(nowMicros, 1_000_000L);
        long last = Math.floorDiv(now - 1, length) * length; // holds the last second that is over
        long count = (period.toSeconds() + length - 1) / length;
        List<SeriesPoint> points = new ArrayList<>();
        for (long start = last - (count - 1) * length; start <= last; start += length) {
            Counts counts = series.sum(Math.floorDiv(start, (long) unit), Math.floorDiv(start + length, (long) unit));
            points.add(new SeriesPoint(
                    Instant.ofEpochSecond(start), counts.published(), counts.delivered(), counts.consumed()));
        }
        return List.copyOf(points);
    }

    private static void check(Duration period, Duration granularity, int unit) {
        if (period.compareTo(Duration.ofSeconds(DAY)) > 0 || period.compareTo(granularity) < 0) {
            throw new IllegalArgumentException(
                    "a period is at most a day and not shorter than the granularity, not " + period);
        }
        long seconds = granularity.toSeconds();
        if (seconds < unit || seconds % unit != 0 || !granularity.equals(Duration.ofSeconds(seconds))) {
            throw new IllegalArgumentException("over " + period + " the granularity is whole "
                    + (unit == SECOND ? "seconds" : "minutes") + ", not " + granularity);
        }
    }
}
