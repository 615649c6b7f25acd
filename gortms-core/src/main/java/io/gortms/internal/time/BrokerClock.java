package io.gortms.internal.time;

import io.gortms.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;

/**
 * The injected clock, in microseconds since the epoch, and a second time line for leases.
 *
 * <p>Leases end by elapsed time: the manual clock's if there is one, otherwise the machine's monotonic time, so that a
 * wall clock that jumps ends no lease early. Safe for use by any thread.
 */
public final class BrokerClock {

    /** A time that never comes; far enough from {@link Long#MAX_VALUE} that nothing overflows behind it. */
    public static final long NEVER = Long.MAX_VALUE / 4;

    private final InstantSource source;
    private final boolean manual;

    public BrokerClock(InstantSource source) {
        this.source = source;
        this.manual = source instanceof ManualClock;
    }

    /** Whether tests move the time. */
    public boolean isManual() {
        return manual;
    }

    /** The injected clock. */
    public InstantSource source() {
        return source;
    }

    /** Now, on the injected clock. */
    public long nowMicros() {
        return toMicros(source.instant());
    }

    /** Now, on the time line of leases: comparable only with itself. */
    public long leaseNowMicros() {
        return manual ? nowMicros() : System.nanoTime() / 1_000;
    }

    /** Microseconds since the epoch, cut to what {@link #NEVER} allows. */
    public static long toMicros(Instant instant) {
        long seconds = instant.getEpochSecond();
        if (seconds >= NEVER / 1_000_000) {
            return NEVER;
        }
        if (seconds <= -NEVER / 1_000_000) {
            return -NEVER;
        }
        return seconds * 1_000_000 + instant.getNano() / 1_000;
    }

    /** The length in microseconds, cut to what {@link #NEVER} allows; rounded up, so that nothing is early. */
    public static long toMicros(Duration duration) {
        if (duration.getSeconds() >= NEVER / 1_000_000) {
            return NEVER;
        }
        return duration.getSeconds() * 1_000_000 + (duration.getNano() + 999) / 1_000;
    }

    public static Duration toDuration(long micros) {
        return Duration.of(micros, ChronoUnit.MICROS);
    }

    /** The sum, at most {@link #NEVER}. */
    public static long later(long micros, long durationMicros) {
        return Math.min(NEVER, micros + durationMicros);
    }

    public static Instant toInstant(long micros) {
        return Instant.ofEpochSecond(
                Math.floorDiv(micros, 1_000_000L), TimeUnit.MICROSECONDS.toNanos(Math.floorMod(micros, 1_000_000L)));
    }
}
