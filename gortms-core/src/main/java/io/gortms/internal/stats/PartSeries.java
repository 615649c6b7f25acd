package io.gortms.internal.stats;

/** What happened lately in a group; its counters are written down as they grow. For one thread, but for {@link #rates()}. */
public final class PartSeries {

    private final RateSeries series = RateSeries.ofPart();
    private Counts last = Counts.NONE;

    /** What happened lately. */
    public RateSeries rates() {
        return series;
    }

    /** Writes down by how much the counters have grown, and what was published in the queue meanwhile. */
    Counts advance(long second, long published, Counts now) {
        Counts more = new Counts(published, now.delivered() - last.delivered(), now.consumed() - last.consumed());
        last = now;
        if (!more.isNone()) {
            series.add(second, more);
        }
        return more;
    }
}
