package io.gortms.internal.observe;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gortms.Observation;
import io.gortms.Observer;
import io.gortms.internal.journal.Journal;
import io.gortms.internal.journal.JournalReader;
import io.gortms.internal.journal.StoredRecord;
import io.gortms.internal.message.RecordMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The observers of a queue. Publishers only say that there is something to read; one task at a time reads it, once for all
 * observers, and puts it into their buffers. A reading that is too far behind leaves out what no buffer could hold, and while
 * no observer needs anything there is none: those that stall cost nothing.
 */
public final class Observers {

    private static final Logger LOG = LoggerFactory.getLogger(Observers.class);
    private static final Watching[] NOBODY = {};

    /** How long a reading that has caught up rests, during which publishers have nobody to wake. */
    private static final Duration REST = Duration.ofNanos(200_000);

    /** So much is too much to rest. */
    private static final int RESTED_MESSAGES = Observer.BUFFERED_MESSAGES / 4;

    /** How long nothing is read for observers that all have enough: it would only push out what they have. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    private enum Reading {
        /** The next publisher has to begin one. */
        NONE,
        /** One is under way, or about to begin. */
        ASKED,
        /** What comes is read soon, or when it is much. */
        RESTS,
        /** What comes is read when an observer needs it, or after a while. */
        PAUSES
    }

    private final String resource;
    private final Journal journal;
    private final Supplier<ObjectMapper> mapper;
    private final Executor executor;
    private final BiConsumer<Runnable, Duration> later;
    private final AtomicReference<Reading> reading = new AtomicReference<>(Reading.NONE);

    /** Whether a reading that rests is looked after, and one that pauses. */
    private final AtomicBoolean restTimed = new AtomicBoolean();

    private final AtomicBoolean pauseTimed = new AtomicBoolean();

    /** How far the last reading came. */
    private volatile long readTo;

    /** Guards who watches. */
    private final ReentrantLock lock = new ReentrantLock();

    private volatile Watching[] watching = NOBODY;
    private volatile boolean ended;

    /** Guards the reader; held while it reads. */
    private final ReentrantLock readLock = new ReentrantLock();

    private volatile @Nullable JournalReader reader;

    /**
     * The observers of a queue.
     *
     * @param executor runs what may take long, and never on the caller's thread
     * @param later runs something short after this time
     */
    public Observers(
            String resource,
            Journal journal,
            Supplier<ObjectMapper> mapper,
            Executor executor,
            BiConsumer<Runnable, Duration> later) {
        this.resource = resource;
        this.later = later;
        this.journal = journal;
        this.mapper = mapper;
        this.executor = executor;
    }

    /** Begins to show messages to an observer. */
    public Observation add(Observer observer) {
        Watching added;
        lock.lock();
        try {
            added = new Watching(resource, observer, journal.readable(), executor, this::onHungry, this::remove);
            if (!ended) {
                Watching[] all = Arrays.copyOf(watching, watching.length + 1);
                all[watching.length] = added;
                watching = all;
            }
        } finally {
            lock.unlock();
        }
        if (ended) {
            added.end();
        } else {
            onHungry();
            onReadable(); // a publisher that did not see it yet has woken nobody
        }
        return added;
    }

    private void remove(Watching gone) {
        lock.lock();
        try {
            List<Watching> rest = new ArrayList<>(List.of(watching));
            if (!rest.remove(gone)) {
                return;
            }
            watching = rest.toArray(Watching[]::new);
        } finally {
            lock.unlock();
        }
        onHungry();
        ask(); // the last one makes the reader be closed
    }

    /** Messages have become readable. Costs a volatile read where nobody watches, and little more while a reading rests. */
    public void onReadable() {
        if (watching.length > 0) {
            ask();
        }
    }

    private void ask() {
        Reading now = reading.get();
        boolean isNeeded =
                now == Reading.NONE || (now == Reading.RESTS && journal.readable() - readTo >= RESTED_MESSAGES);
        if (isNeeded && reading.compareAndSet(now, Reading.ASKED)) {
            executor.execute(this::read);
        }
    }

    /** An observer has room for what was not read because all had enough. */
    private void onHungry() {
        if (reading.compareAndSet(Reading.PAUSES, Reading.ASKED)) {
            executor.execute(this::read);
        }
    }

    /** What comes from now on asks nobody for a while. */
    private void rest() {
        if (!isAnyHungry()) {
            rest(Reading.PAUSES, pauseTimed, PAUSE);
            if (isAnyHungry()) { // only now, and saw no pause
                onHungry();
            }
        } else {
            rest(Reading.RESTS, restTimed, REST);
        }
    }

    private void rest(Reading how, AtomicBoolean timed, Duration atMost) {
        reading.set(how);
        if (timed.compareAndSet(false, true)) {
            later.accept(
                    () -> {
                        timed.set(false);
                        if (reading.compareAndSet(how, Reading.NONE) && isBehind()) {
                            ask();
                        }
                    },
                    atMost);
        }
    }

    /** Whether there is anybody for whom to read, or nobody who still needs the reader. */
    private boolean isAnyHungry() {
        Watching[] all = watching;
        for (Watching one : all) {
            if (one.isHungry()) {
                return true;
            }
        }
        return all.length == 0;
    }

    /** What observers have not been given yet and is not to be reclaimed: from this position on. */
    public long unread() {
        Watching[] all = watching;
        return all.length == 0 ? Long.MAX_VALUE : from(all, journal.readable());
    }

    /** Whether the task has something to do. */
    private boolean isBehind() {
        Watching[] all = watching;
        long end = journal.readable();
        return all.length == 0 ? reader != null : from(all, end) < end;
    }

    private void read() {
        readLock.lock();
        try {
            Watching[] all = watching;
            if (all.length == 0) {
                closeReader();
            } else {
                read(all, journal.readable());
            }
        } catch (RuntimeException e) {
            miss(watching, e);
        } finally {
            readLock.unlock();
            if (isBehind() && isAnyHungry()) { // what came meanwhile has asked nobody
                executor.execute(this::read);
            } else {
                rest();
            }
        }
    }

    private void read(Watching[] all, long end) {
        long from = from(all, end);
        if (from < end) {
            JournalReader open = reader;
            if (open == null) {
                open = journal.openReader();
                reader = open;
            }
            open.moveTo(from);
            for (StoredRecord stored = open.next(end); stored != null; stored = open.next(end)) {
                RecordMessage message = new RecordMessage(stored, mapper);
                for (Watching one : all) {
                    one.offer(message);
                }
            }
        }
        for (Watching one : all) {
            one.readUpTo(end);
        }
        readTo = end;
    }

    private void miss(Watching[] all, RuntimeException e) {
        LOG.warn("{}: observers miss messages that could not be read", resource, e);
        for (Watching one : all) {
            one.readUpTo(journal.readable());
        }
    }

    /**
     * Where the one begins that has been given least: somebody may have come after the last reading was begun, and was not
     * given what was read. What is further back fits into no buffer any more.
     */
    private static long from(Watching[] all, long end) {
        long first = Long.MAX_VALUE;
        for (Watching one : all) {
            first = Math.min(first, one.expected());
        }
        return Math.max(first, end - Observer.BUFFERED_MESSAGES);
    }

    private void closeReader() {
        JournalReader open = reader;
        if (open != null) {
            reader = null;
            open.close();
        }
    }

    /** Gives everybody what there is, tells that nothing follows, and lets go of the journal. */
    public void close() {
        Watching[] all;
        lock.lock();
        try {
            ended = true;
            all = watching;
            watching = NOBODY;
        } finally {
            lock.unlock();
        }
        readLock.lock();
        try {
            read(all, journal.readable());
        } catch (RuntimeException e) { // the queue is closed all the same
            miss(all, e);
        } finally {
            closeReader();
            readLock.unlock();
        }
        for (Watching one : all) {
            one.end();
        }
    }
}
