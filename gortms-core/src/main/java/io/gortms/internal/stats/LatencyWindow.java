package io.gortms.internal.stats;

import org.HdrHistogram.IntCountsHistogram;
import org.jspecify.annotations.Nullable;

/**
 * How long messages took lately: those of the window that is under way, and of the one before it. Not safe for use by several
 * threads.
 *
 * <p>Measuring costs a look at the clock. So that it costs nothing that counts, of deliveries that follow each other within ten
 * microseconds only the first is measured: at most 100,000 a second. What is measured is chosen when it is handed out, by a time
 * that is known there anyway; how long it takes has no part in it.
 */
public final class LatencyWindow {

    private static final long WINDOW_MICROS = 300_000_000;
    private static final long GAP_MICROS = 10;

    /** One percent. */
    private static final int DIGITS = 2;

    private final boolean on;
    private final long gapMicros;
    private long chosenMicros = Long.MIN_VALUE / 2;
    private long windowNumber;
    private @Nullable IntCountsHistogram current;
    private @Nullable IntCountsHistogram before;

    /**
     * A window.
     *
     * @param on whether anything is measured
     * @param all whether everything is measured: under a clock that stands still gaps mean nothing
     */
    public LatencyWindow(boolean on, boolean all) {
        this.on = on;
        this.gapMicros = all ? 0 : GAP_MICROS;
    }

    /** Whether a delivery that is handed out now is to be measured. */
    public boolean chooses(long nowMicros) {
        if (!on) {
            return false;
        }
        long sinceMicros = nowMicros - chosenMicros;
        if (sinceMicros < gapMicros && sinceMicros >= 0) {
            return false;
        }
        chosenMicros = nowMicros;
        return true;
    }

    /** A message that was there since this time was acknowledged now. */
    public void record(long sinceMicros, long nowMicros) {
        roll(nowMicros);
        IntCountsHistogram histogram = current;
        if (histogram == null) {
            histogram = new IntCountsHistogram(DIGITS);
            current = histogram;
        }
        histogram.recordValue(Math.max(0, nowMicros - sinceMicros));
    }

    private void roll(long nowMicros) {
        long window = Math.floorDiv(nowMicros, WINDOW_MICROS);
        if (window != windowNumber) {
            before = window == windowNumber + 1 ? current : null;
            current = null;
            windowNumber = window;
        }
    }

    /** Adds what was measured lately. */
    void addTo(IntCountsHistogram all, long nowMicros) {
        roll(nowMicros);
        if (current != null) {
            all.add(current);
        }
        if (before != null) {
            all.add(before);
        }
    }
}
