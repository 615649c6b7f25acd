package io.gortms.internal.stats;

import io.gortms.StatisticsFrame.Trend;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * How everything has changed.
 *
 * @param before how much there was; null if that is not known
 */
public record Trends(@Nullable Levels before, Levels now) {

    public @Nullable Trend domains() {
        return of(Levels::domains);
    }

    public @Nullable Trend queues() {
        return of(Levels::queues);
    }

    public @Nullable Trend messages() {
        return of(Levels::messages);
    }

    public @Nullable Trend routes() {
        return of(Levels::routes);
    }

    /** Null if there was nothing, or it is not known. */
    private @Nullable Trend of(ToLongFunction<Levels> what) {
        long then = before == null ? 0 : what.applyAsLong(before);
        if (then == 0) {
            return null;
        }
        double percent = 100.0 * (what.applyAsLong(now) - then) / then;
        return new Trend(percent == 0 ? "flat" : percent > 0 ? "up" : "down", Math.abs(percent));
    }
}
