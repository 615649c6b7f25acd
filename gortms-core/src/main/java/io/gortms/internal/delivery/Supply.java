package io.gortms.internal.delivery;

import io.gortms.internal.group.GroupMemory;
import io.gortms.internal.journal.Journal;
import io.gortms.internal.journal.JournalReader;
import io.gortms.internal.journal.StoredRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The messages that could be handed out next: those to come again, then the journal in order, read ahead a batch at a time.
 *
 * <p>Guarded by the group's lock, but for {@link #read()}: the one thread for which {@link #beginReading} was true reads the
 * journal outside the lock, then enters what it found with {@link #endReading()}. What is read ahead carries no lease and
 * no count.
 */
final class Supply {

    private static final int BATCH_RECORDS = 512;
    private static final long BATCH_BYTES = 1 << 20;

    private final Journal journal;
    private final GroupMemory memory;
    private final RedeliverySchedule schedule = new RedeliverySchedule();
    private final TreeMap<Long, StoredRecord> ready = new TreeMap<>();
    private final ArrayDeque<Long> unread = new ArrayDeque<>();

    /** Messages that came again before the journal was read that far: the journal's order passes over them. */
    private final Set<Long> outOfTurn = new HashSet<>();

    private final ArrayDeque<StoredRecord> ahead = new ArrayDeque<>();

    /** The first position that was not read ahead yet. */
    private volatile long readPosition;

    /** The first position in the journal's order that {@link #peek} has not passed. */
    private long passedPosition;

    private boolean reading;
    private boolean forgetReading;
    private boolean closed;

    // Of the thread that reads, while it reads.
    private @Nullable JournalReader reader;
    private @Nullable JournalReader fetcher;
    private final List<StoredRecord> found = new ArrayList<>();
    private final List<StoredRecord> fetched = new ArrayList<>();
    private long[] toFetch = new long[16];
    private int toFetchCount;
    private boolean readOn;
    private long readTo;

    Supply(Journal journal, GroupMemory memory) {
        this.journal = journal;
        this.memory = memory;
        restart();
    }

    /** Begins anew at the group's cursor; what comes again later is known from the group's memory. */
    void restart() {
        readPosition = memory.window().cursor();
        passedPosition = readPosition;
        ahead.clear();
        ready.clear();
        schedule.clear();
        unread.clear();
        outOfTurn.clear();
        forgetReading = reading;
        memory.forEachWaiting(schedule::add);
    }

    RedeliverySchedule schedule() {
        return schedule;
    }

    /** How many messages wait to be tried again. */
    long waiting() {
        long failed = ready.keySet().stream()
                .filter(position -> memory.failures(position) > 0)
                .count();
        return schedule.size() + unread.size() + failed;
    }

    /** Whether messages are to come again, now or later, that must be read first. */
    boolean hasToComeAgain() {
        return schedule.size() > 0 || !unread.isEmpty();
    }

    /** Whether a message is to come again now that must be read first. */
    boolean isRedeliveryDue(long nowMicros) {
        return !unread.isEmpty() || schedule.nextDueMicros() <= nowMicros;
    }

    /** A message to come again now, at its place in position order. */
    void addReady(StoredRecord stored) {
        ready.put(stored.position(), stored);
    }

    /** Whether the next {@link #peek()} may find something. */
    boolean hasReadAhead() {
        return !ahead.isEmpty() || !ready.isEmpty();
    }

    /** Whether the journal has something that was not read ahead yet. Without the lock. */
    boolean hasUnread() {
        return journal.readable() > readPosition;
    }

    /** The next message, or null if one must be read first, or there is none. */
    @Nullable StoredRecord peek() {
        while (!ready.isEmpty()) {
            Map.Entry<Long, StoredRecord> first = ready.firstEntry();
            if (!memory.window().isSettled(first.getKey())) {
                return first.getValue();
            }
            ready.pollFirstEntry();
        }
        for (StoredRecord stored = ahead.peek(); stored != null; stored = ahead.peek()) {
            passTo(stored.position());
            if (!isTakenOtherwise(stored.position())) {
                return stored;
            }
            removeAhead(stored);
        }
        passTo(readPosition);
        return null;
    }

    private boolean isTakenOtherwise(long position) {
        return memory.window().isSettled(position)
                || memory.comesLater(position)
                || (!outOfTurn.isEmpty() && outOfTurn.contains(position));
    }

    /** Takes out what {@link #peek()} has just shown. */
    void remove(StoredRecord peeked) {
        if (ready.isEmpty()) {
            removeAhead(peeked);
        } else {
            ready.pollFirstEntry();
        }
    }

    private void removeAhead(StoredRecord first) {
        ahead.remove();
        if (!outOfTurn.isEmpty()) {
            outOfTurn.remove(first.position());
        }
        passedPosition = first.position() + 1;
    }

    /** What the journal could not give is passed over: it counts as settled. */
    private void passTo(long position) {
        if (position > passedPosition) {
            memory.passOver(passedPosition, position);
            passedPosition = position;
        }
    }

    /**
     * Decides what to read.
     *
     * @param wanted how many messages the caller could use
     * @return whether the caller is to call {@link #read()} outside the lock, then {@link #endReading()}
     */
    boolean beginReading(int wanted, long nowMicros) {
        if (reading || closed) {
            return false;
        }
        toFetchCount = 0;
        while (toFetchCount < wanted && !unread.isEmpty()) {
            addToFetch(unread.remove());
        }
        while (toFetchCount < wanted && toFetchCount < BATCH_RECORDS && schedule.nextDueMicros() <= nowMicros) {
            long position = schedule.nextPosition();
            boolean holds = memory.isWaiting(position, schedule.nextDueMicros());
            schedule.removeNext();
            if (holds) {
                addToFetch(position);
            }
        }
        readOn = ahead.isEmpty() && toFetchCount < wanted && hasUnread();
        if (toFetchCount == 0 && !readOn) {
            return false;
        }
        if (readOn) {
            readTo = memory.window().nextUnsettled(readPosition);
        }
        reading = true;
        forgetReading = false;
        return true;
    }

    private void addToFetch(long position) {
        if (toFetchCount == toFetch.length) {
            toFetch = Arrays.copyOf(toFetch, toFetchCount * 2);
        }
        toFetch[toFetchCount++] = position;
    }

    /** Reads the journal; without the group's lock. */
    void read() {
        fetched.clear();
        found.clear();
        for (int i = 0; i < toFetchCount; i++) {
            StoredRecord stored = fetch(toFetch[i]);
            if (stored != null) {
                fetched.add(stored);
            }
        }
        if (readOn) {
            readAhead();
        }
    }

    private @Nullable StoredRecord fetch(long position) {
        if (fetcher == null) {
            fetcher = journal.openReader();
        }
        fetcher.moveTo(position);
        return fetcher.next(position + 1);
    }

    private void readAhead() {
        long bound = journal.readable();
        if (readTo >= bound) {
            readTo = bound;
            return;
        }
        if (reader == null) {
            reader = journal.openReader();
        }
        if (reader.position() != readTo) {
            reader.moveTo(readTo);
        }
        long bytes = 0;
        while (found.size() < BATCH_RECORDS && bytes < BATCH_BYTES) {
            StoredRecord stored = reader.next(bound);
            if (stored == null) {
                break;
            }
            found.add(stored);
            bytes += stored.sizeBytes();
        }
        readTo = reader.position();
    }

    /** Enters what was read, unless the group was moved meanwhile. */
    void endReading() {
        reading = false;
        if (!forgetReading) {
            enterFetched();
            if (readOn) {
                ahead.addAll(found);
                readPosition = readTo;
            }
        }
        found.clear();
        fetched.clear();
        if (closed) {
            closeReaders();
        }
    }

    private void enterFetched() {
        for (StoredRecord stored : fetched) {
            addReady(stored);
            if (stored.position() >= passedPosition) {
                outOfTurn.add(stored.position());
            }
        }
        if (fetched.size() < toFetchCount) {
            for (int i = 0; i < toFetchCount; i++) {
                long position = toFetch[i];
                if (!ready.containsKey(position)) {
                    memory.passOver(position, position + 1);
                }
            }
        }
    }

    /** Takes back what a failed {@link #read()} was to fetch. */
    void abandonReading() {
        if (!forgetReading) {
            for (int i = 0; i < toFetchCount; i++) {
                unread.add(toFetch[i]);
            }
        }
        readOn = false;
        toFetchCount = 0;
        endReading();
    }

    /** Reads nothing more; a reading that is under way closes the readers when it ends. */
    void close() {
        closed = true;
        ahead.clear();
        ready.clear();
        schedule.clear();
        if (!reading) {
            closeReaders();
        }
    }

    boolean isReading() {
        return reading;
    }

    private void closeReaders() {
        if (reader != null) {
            reader.close();
            reader = null;
        }
        if (fetcher != null) {
            fetcher.close();
            fetcher = null;
        }
    }
}
