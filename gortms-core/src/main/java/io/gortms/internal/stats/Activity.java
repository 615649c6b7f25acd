package io.gortms.internal.stats;

import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Whether something happens in an open queue, and what: sampled once a second while something does. Whatever happens calls
 * {@link #touch()}, which costs a volatile read.
 *
 * <p>Its monitor guards the sampling; a group's lock is taken inside it, and it is taken with no lock but 1 to 3 of the list in
 * the documentation held.
 */
public final class Activity {

    /** What is sampled of a queue. Called by one thread at a time. */
    public interface Source {

        /** Messages stored since it was opened. */
        long published();

        /** Messages that wait. */
        long messages(long nowMicros);

        /** How many may; 0 if there is no bound. */
        long maxSize();

        /** What the messages take on the disk. */
        long diskBytes();

        /** Its groups. */
        Collection<? extends Part> groups();
    }

    /** What is sampled of a group. */
    public interface Part {

        /** What it has delivered and acknowledged since it was opened; nothing is published there. */
        Counts counts();

        /** Where it is written down. */
        PartSeries series();
    }

    private final Sampler sampler;
    private final Source source;
    private final CapacityWatch capacity;
    private final RateSeries series = RateSeries.ofPart();

    /** Whether the sampler looks at it; for ever if it looks at nothing. */
    private final AtomicBoolean active;

    private long published;
    private long messages;
    private long diskBytes;
    private boolean closed;

    /** The activity of a queue that has just been opened. */
    public Activity(Sampler sampler, Source source, CapacityWatch capacity) {
        this.sampler = sampler;
        this.source = source;
        this.capacity = capacity;
        this.active = new AtomicBoolean(!sampler.isOn());
    }

    /** Something has happened. With any lock or none. */
    public void touch() {
        if (!active.get() && active.compareAndSet(false, true)) {
            sampler.join(this);
        }
    }

    /** What happened lately. */
    public RateSeries series() {
        return series;
    }

    /** How full the queue is. */
    public CapacityWatch capacity() {
        return capacity;
    }

    /** Writes down what happened since the last time; answers with that. */
    synchronized Counts sample(long second, long nowMicros) {
        if (closed) {
            return Counts.NONE;
        }
        Counts all = count(second);
        hold(source.messages(nowMicros), source.diskBytes());
        capacity.look(messages, source.maxSize());
        return all;
    }

    private Counts count(long second) {
        long publishedNow = source.published();
        long more = publishedNow - published;
        published = publishedNow;
        Counts all = new Counts(more, 0, 0);
        for (Part group : source.groups()) {
            Counts own = group.series().advance(second, more, group.counts());
            all = new Counts(more, all.delivered() + own.delivered(), all.consumed() + own.consumed());
        }
        if (!all.isNone()) {
            series.add(second, all);
        }
        return all;
    }

    /** A group has gone, and does nothing more: what it did since the last time is written down. */
    public synchronized void left(Part group) {
        long second = sampler.second();
        Counts last = group.series().advance(second, 0, group.counts());
        if (sampler.isOn() && !last.isNone()) {
            series.add(second, last);
            sampler.count(second, last);
        }
    }

    private void hold(long messagesNow, long diskBytesNow) {
        sampler.held(messagesNow - messages, diskBytesNow - diskBytes);
        messages = messagesNow;
        diskBytes = diskBytesNow;
    }

    /**
     * Is not looked at any more until it is touched. What happens meanwhile is not missed: whoever does something counts it
     * first, and touches then; the sampler says this first, and looks once more then.
     */
    void rest() {
        active.set(false);
    }

    /** The queue closes: what happened since the last time is written down. Comes before its journal is closed. */
    public void close() {
        sampler.leave(this);
        synchronized (this) {
            if (!closed) {
                closed = true;
                long second = sampler.second();
                sampler.count(second, count(second));
                hold(0, 0);
            }
        }
    }
}
