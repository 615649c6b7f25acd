package io.gortms.websocket.internal.dashboard;

import io.gortms.Broker;
import io.gortms.Granularity;
import io.gortms.StatisticsPeriod;
import io.gortms.websocket.internal.frame.Frames;
import io.gortms.websocket.internal.net.Frame;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * The statistics as frames. A frame of a whole day is a megabyte and takes milliseconds: those who ask for the same within half a
 * second share one. Safe for use by any thread.
 */
public final class StatisticsFrames {

    private static final long FRESH_NANOS = Duration.ofMillis(500).toNanos();

    /** What is asked for. */
    private record Asked(StatisticsPeriod period, Granularity granularity) {}

    /** A frame, and when it was made. */
    private record Made(Frame frame, long nanos) {}

    private final Broker broker;
    private final LongSupplier nanoTime;

    /** Guards the frames; held while one is made, so that it is made once. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Map<Asked, Made> made = new HashMap<>();

    /** Those of a broker. */
    public StatisticsFrames(Broker broker) {
        this(broker, System::nanoTime);
    }

    StatisticsFrames(Broker broker, LongSupplier nanoTime) {
        this.broker = broker;
        this.nanoTime = nanoTime;
    }

    Frame frame(StatisticsPeriod period, Granularity granularity) {
        lock.lock();
        try {
            long now = nanoTime.getAsLong();
            made.values().removeIf(one -> now - one.nanos() >= FRESH_NANOS);
            return made.computeIfAbsent(new Asked(period, granularity), asked -> make(asked, now))
                    .frame();
        } finally {
            lock.unlock();
        }
    }

    private Made make(Asked asked, long now) {
        return new Made(Frames.of(broker.statistics(asked.period(), asked.granularity())), now);
    }
}
