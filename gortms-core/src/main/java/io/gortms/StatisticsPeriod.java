package io.gortms;

import java.time.Duration;

/** How far back a {@link StatisticsFrame} reaches. */
public enum StatisticsPeriod {
    /** An hour: {@code 1h}. */
    ONE_HOUR("1h", 1),
    /** Six hours: {@code 6h}. */
    SIX_HOURS("6h", 6),
    /** Twelve hours: {@code 12h}. */
    TWELVE_HOURS("12h", 12),
    /** A day: {@code 24h}. */
    ONE_DAY("24h", 24);

    private final String text;
    private final Duration duration;

    StatisticsPeriod(String text, int hours) {
        this.text = text;
        this.duration = Duration.ofHours(hours);
    }

    /** Its length. */
    public Duration duration() {
        return duration;
    }

    /**
     * The period of this text, such as {@code 6h}.
     *
     * @throws IllegalArgumentException if there is none; its message lists all
     */
    public static StatisticsPeriod parse(String text) {
        return Checks.named(values(), text, "period");
    }

    /** The text that {@link #parse} takes. */
    @Override
    public String toString() {
        return text;
    }
}
