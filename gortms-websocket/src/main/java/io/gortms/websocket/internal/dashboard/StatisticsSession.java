package io.gortms.websocket.internal.dashboard;

import io.gortms.BrokerException;
import io.gortms.Granularity;
import io.gortms.StatisticsPeriod;
import io.gortms.websocket.internal.frame.ErrorCode;
import io.gortms.websocket.internal.net.CloseCodes;
import io.gortms.websocket.internal.net.Connection;
import io.gortms.websocket.internal.net.IoLoop;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A client that is sent the statistics, at once and every few seconds. One that has not taken the last ones gets none. */
public final class StatisticsSession extends ListenOnly {

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Duration DEFAULT = Duration.ofSeconds(5);
    private static final Pattern SECONDS = Pattern.compile("(\\d{1,3})s?");

    private final StatisticsFrames frames;
    private final Map<String, String> query;
    private final ScheduledExecutorService timer;
    private @Nullable ScheduledFuture<?> sending;

    /**
     * A session that has not begun.
     *
     * @param query {@code period}, {@code granularity}, {@code interval}
     */
    public StatisticsSession(
            Connection connection, StatisticsFrames frames, Map<String, String> query, ScheduledExecutorService timer) {
        super(connection);
        this.frames = frames;
        this.query = query;
        this.timer = timer;
    }

    @Override
    public void onOpen() {
        StatisticsPeriod period = parameter("period", StatisticsPeriod::parse, StatisticsPeriod.ONE_HOUR);
        Granularity granularity = parameter("granularity", Granularity::parse, Granularity.AUTO);
        Duration interval = parameter("interval", StatisticsSession::interval, DEFAULT);
        sending = timer.scheduleWithFixedDelay(
                () -> send(period, granularity), 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    private <T> T parameter(String name, Function<String, T> parse, T byDefault) {
        String text = query.get(name);
        if (text == null) {
            return byDefault;
        }
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException e) {
            refuse(ErrorCode.BAD_PARAMETER, e.getMessage() + "; it is " + byDefault + " now");
            return byDefault;
        }
    }

    private static Duration interval(String text) {
        Matcher seconds = SECONDS.matcher(text);
        if (seconds.matches()) {
            Duration interval = Duration.ofSeconds(Integer.parseInt(seconds.group(1)));
            if (interval.compareTo(SHORTEST) >= 0 && interval.compareTo(LONGEST) <= 0) {
                return interval;
            }
        }
        throw new IllegalArgumentException("interval is 1s to 60s, not '" + text + "'");
    }

    private void send(StatisticsPeriod period, Granularity granularity) {
        if (connection().isEnding() || !connection().outbox().isEmpty()) {
            return;
        }
        try {
            connection().outbox().offer(frames.frame(period, granularity));
        } catch (BrokerException e) {
            connection().close(CloseCodes.NORMAL, IoLoop.SHUTTING_DOWN);
        }
    }

    @Override
    public void onClosed(int code, String reason) {
        ScheduledFuture<?> begun = sending;
        if (begun != null) {
            begun.cancel(false);
        }
    }
}
