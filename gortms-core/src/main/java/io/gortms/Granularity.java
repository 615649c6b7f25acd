package io.gortms;

import java.time.Duration;

/** How much time one point of {@link StatisticsFrame#messageRates()} stands for. */
public enum Granularity {
    /** As fits the period: 1m for 1h, 5m for 6h, 15m for 12h, 30m for 24h. */
    AUTO("auto", 0),
    /** Ten seconds: {@code 10s}. */
    TEN_SECONDS("10s", 10),
    /** A minute: {@code 1m}. */
    ONE_MINUTE("1m", 60),
    /** Five minutes: {@code 5m}. */
    FIVE_MINUTES("5m", 300),
    /** A quarter of an hour: {@code 15m}. */
    FIFTEEN_MINUTES("15m", 900),
    /** Half an hour: {@code 30m}. */
    THIRTY_MINUTES("30m", 1800),
    /** An hour: {@code 1h}. */
    ONE_HOUR("1h", 3600);

    private final String text;
    private final Duration duration;

    Granularity(String text, int seconds) {
        this.text = text;
        this.duration = Duration.ofSeconds(seconds);
    }

    /** How long one point is in a frame over this period. */
    public Duration duration(StatisticsPeriod period) {
        Granularity chosen = this;
        if (this == AUTO) {
            chosen = switch (period) {
                case ONE_HOUR -> ONE_MINUTE;
                case SIX_HOURS -> FIVE_MINUTES;
                case TWELVE_HOURS -> FIFTEEN_MINUTES;
                case ONE_DAY -> THIRTY_MINUTES;
            };
        }
        return chosen.duration;
    }

    /**
     * The granularity of this text, such as {@code auto} or {@code 5m}.
     *
     * @throws IllegalArgumentException if there is none; its message lists all
     */
    public static Granularity parse(String text) {
        return Checks.named(values(), text, "granularity");
    }

    /** The text that {@link #parse} takes. */
    @Override
    public String toString() {
        return text;
    }
}
