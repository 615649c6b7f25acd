package io.gortms.webhooks.internal.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** Times as microseconds since 1970. */
public final class Micros {

    /** Later than anything. */
    public static final long NEVER = Long.MAX_VALUE / 4;

    private Micros() {}

    /** The time now. */
    public static long now(InstantSource clock) {
        return of(clock.instant());
    }

    /** A time; at most {@link #NEVER}, at least as long before 1970. */
    public static long of(Instant instant) {
        if (Math.abs(instant.getEpochSecond()) >= NEVER / 1_000_000) {
            return instant.getEpochSecond() > 0 ? NEVER : -NEVER;
        }
        return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1000;
    }

    /** A length of time; at most {@link #NEVER}. */
    public static long of(Duration duration) {
        return duration.getSeconds() >= NEVER / 1_000_000
                ? NEVER
                : duration.getSeconds() * 1_000_000 + duration.getNano() / 1000;
    }

    /** A time. */
    public static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    /** A length of time. */
    public static Duration duration(long micros) {
        return Duration.of(micros, ChronoUnit.MICROS);
    }

    /** A later time; at most {@link #NEVER}. */
    public static long later(long micros, long byMicros) {
        return micros >= NEVER - byMicros ? NEVER : micros + byMicros;
    }
}
