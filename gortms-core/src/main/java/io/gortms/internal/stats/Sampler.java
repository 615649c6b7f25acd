package io.gortms.internal.stats;

import io.gortms.Resources;
import io.gortms.internal.time.BrokerClock;
import io.gortms.internal.time.Due;
import io.gortms.internal.time.DueTimer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks once a second, on the timer, at the queues in which something happens, and writes down what. While nothing happens
 * anywhere the timer is not asked to call. Safe for use by any thread.
 */
public final class Sampler extends Due {

    private static final long SECOND_MICROS = 1_000_000;
    private static final long RESOURCES_EVERY_SECONDS = 60;
    private static final int RESOURCES_KEPT = 1_440;

    /** How many of everything are declared. */
    public record Declared(int domains, int queues, long routes) {}

    private final boolean on;
    private final BrokerClock clock;
    private final DueTimer timer;
    private final Supplier<Declared> counting;
    private final LongSupplier diskFree;
    private final Set<Activity> active = ConcurrentHashMap.newKeySet();
    private final RateSeries series = RateSeries.ofBroker();
    private final LevelHistory levels = new LevelHistory();
    private final AtomicLong messages = new AtomicLong();
    private final AtomicLong diskBytes = new AtomicLong();
    private final ArrayDeque<Resources> resources = new ArrayDeque<>();
    private volatile boolean declaredChanged = true;
    private volatile @Nullable Declared declared;

    /**
     * A sampler.
     *
     * @param on whether it looks at anything
     * @param counting counts what is declared
     * @param diskFree looks how much is left on the disk
     */
    public Sampler(boolean on, BrokerClock clock, DueTimer timer, Supplier<Declared> counting, LongSupplier diskFree) {
        this.on = on;
        this.clock = clock;
        this.timer = timer;
        this.counting = counting;
        this.diskFree = diskFree;
    }

    /** Looks for the first time soon: counting what is declared may have to read it, which opening does not wait for. */
    public void start() {
        onDeclared();
    }

    boolean isOn() {
        return on;
    }

    private static long second(long nowMicros) {
        return Math.floorDiv(nowMicros, SECOND_MICROS);
    }

    /** Looks at it from now on, until nothing happens there any more. */
    void join(Activity activity) {
        active.add(activity);
        plan();
    }

    void leave(Activity activity) {
        active.remove(activity);
    }

    /** The second that is under way. */
    long second() {
        return second(clock.nowMicros());
    }

    /** This happened in that second, and is not found by looking. */
    void count(long second, Counts counts) {
        if (on && !counts.isNone()) {
            series.add(second, counts);
        }
    }

    private void plan() {
        timer.plan(this, (second(clock.nowMicros()) + 1) * SECOND_MICROS);
    }

    /** Something was declared or deleted. With any lock or none. */
    public void onDeclared() {
        declaredChanged = true;
        if (on) {
            plan();
        }
    }

    /** So many more messages wait, and take so many more bytes. */
    public void held(long moreMessages, long moreBytes) {
        messages.addAndGet(moreMessages);
        diskBytes.addAndGet(moreBytes);
    }

    /** So many messages wait in a queue that is not open, and take so many bytes: noted though nothing happens there. */
    public void found(long waiting, long bytes) {
        held(waiting, bytes);
        if (on) {
            plan();
        }
    }

    @Override
    protected long runDue(long nowMicros) {
        long now = second(nowMicros);
        Counts all = Counts.NONE;
        for (Activity activity : active) {
            all = all.plus(sample(activity, now - 1, nowMicros));
        }
        count(now - 1, all);
        noteLevels(now);
        noteResources(now);
        return active.isEmpty() ? BrokerClock.NEVER : (now + 1) * SECOND_MICROS;
    }

    private Counts sample(Activity activity, long second, long nowMicros) {
        Counts counts = activity.sample(second, nowMicros);
        if (!counts.isNone()) {
            return counts;
        }
        active.remove(activity);
        activity.rest();
        Counts late = activity.sample(second, nowMicros);
        if (!late.isNone()) {
            activity.touch();
        }
        return late;
    }

    private void noteLevels(long second) {
        levels.note(levels(second, messages.get()));
    }

    /** How many of everything there are, and so many messages. */
    public Levels levels(long second, long waiting) {
        Declared known = declared;
        if (declaredChanged || known == null) {
            declaredChanged = false;
            known = counting.get();
            declared = known;
        }
        return new Levels(second, known.domains(), known.queues(), known.routes(), waiting);
    }

    private void noteResources(long second) {
        synchronized (resources) {
            Resources newest = resources.peekFirst();
            if (newest == null || second - newest.timestamp() >= RESOURCES_EVERY_SECONDS) {
                resources.addFirst(JvmFigures.now(second, diskBytes.get(), diskFree.getAsLong(), Map.of()));
                if (resources.size() > RESOURCES_KEPT) {
                    resources.removeLast();
                }
            }
        }
    }

    /** What was used lately, newest first. */
    public List<Resources> resources(int limit) {
        synchronized (resources) {
            List<Resources> newest = new ArrayList<>();
            for (Resources each : resources) {
                if (newest.size() == limit) {
                    break;
                }
                newest.add(each);
            }
            return List.copyOf(newest);
        }
    }

    /** What happened lately in the whole broker. */
    public RateSeries series() {
        return series;
    }

    /** How many of everything there were at that second; null if that is not known. */
    public @Nullable Levels levelsAt(long second) {
        return levels.at(second);
    }

    @Override
    public String toString() {
        return "statistics";
    }
}
