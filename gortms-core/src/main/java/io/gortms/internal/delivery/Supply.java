package io.gortms.internal.delivery;

import io.gortms.internal.group.GroupMemory;
import io.gortms.internal.journal.Journal;
import io.gortms.internal.journal.StoredRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
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

    private final Journal journal;
    private final ReadingAhead work;
    private final GroupMemory memory;
    private final KeyOrder keys;
    private final RedeliverySchedule schedule = new RedeliverySchedule();
    private final TreeMap<Long, StoredRecord> ready = new TreeMap<>();
    private final ArrayDeque<Long> unread = new ArrayDeque<>();

    /** Messages with keys whose time has come, until it is known which keys are held further on. */
    private final List<StoredRecord> heldBack = new ArrayList<>();

    private final Set<String> heldBackKeys = new HashSet<>();

    /** Up to here the journal may hold messages that were tried, and hold their keys. */
    private long triedBound;

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

    Supply(Journal journal, GroupMemory memory, KeyOrder keys) {
        this.journal = journal;
        this.work = new ReadingAhead(journal);
        this.memory = memory;
        this.keys = keys;
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
        heldBack.clear();
        heldBackKeys.clear();
        keys.clear();
        triedBound = memory.highestKnown() + 1;
        forgetReading = reading;
        schedule.expect(memory.knownCount());
        memory.forEachWaiting(schedule::add);
    }

    /** What is on the heap for the group and not out. */
    HeldMessages held() {
        HeldMessages held = HeldMessages.NONE;
        for (StoredRecord stored : ahead) {
            held = held.plus(new HeldMessages(1, stored.sizeBytes()));
        }
        for (StoredRecord stored : ready.values()) {
            held = held.plus(new HeldMessages(1, stored.sizeBytes()));
        }
        return held;
    }

    RedeliverySchedule schedule() {
        return schedule;
    }

    /** Whether messages are to come again, now or later, that must be read first. */
    boolean hasToComeAgain() {
        return schedule.size() > 0 || !unread.isEmpty();
    }

    /** Whether a message is to come again now that must be read first. */
    boolean isRedeliveryDue(long nowMicros) {
        return !unread.isEmpty() || schedule.nextDueMicros() <= nowMicros;
    }

    /** The message whose turn it is now that its key is free. */
    void addNext(KeyOrder.@Nullable Parked next) {
        if (next == null) {
            return;
        }
        StoredRecord stored = next.stored();
        if (stored == null) {
            unread.add(next.position());
        } else {
            addReady(stored);
        }
    }

    /** A message to come again now, at its place in position order. */
    void addReady(StoredRecord stored) {
        ready.put(stored.position(), stored);
    }

    /** Whether the next {@link #peek()} may find something. */
    boolean hasReadAhead() {
        return !ahead.isEmpty() || !ready.isEmpty();
    }

    /** Whether the journal has something that was not read ahead yet, and may be. */
    boolean hasUnread() {
        return journal.readable() > readPosition && !keys.isFull();
    }

    /** The next message, or null if one must be read first, or there is none. */
    @Nullable StoredRecord peek() {
        StoredRecord next = peekReady();
        if (next == null) {
            next = peekAhead();
            if (!heldBack.isEmpty() && passedPosition >= triedBound) {
                heldBack.forEach(this::addReady);
                heldBack.clear();
                heldBackKeys.clear();
                StoredRecord first = peekReady();
                next = first == null ? next : first;
            }
        }
        return next;
    }

    private @Nullable StoredRecord peekReady() {
        while (!ready.isEmpty()) {
            Map.Entry<Long, StoredRecord> first = ready.firstEntry();
            if (!memory.window().isSettled(first.getKey())) {
                return first.getValue();
            }
            ready.pollFirstEntry();
        }
        return null;
    }

    private @Nullable StoredRecord peekAhead() {
        for (StoredRecord stored = ahead.peek(); stored != null; stored = ahead.peek()) {
            passTo(stored.position());
            if (!isTakenOtherwise(stored)) {
                return stored;
            }
            removeAhead(stored);
        }
        passTo(readPosition);
        return null;
    }

    private boolean isTakenOtherwise(StoredRecord stored) {
        long position = stored.position();
        if (memory.window().isSettled(position) || (!outOfTurn.isEmpty() && outOfTurn.contains(position))) {
            return true;
        }
        if (memory.comesLater(position)) {
            if (comesAgain(stored)) {
                keys.hold(stored);
            }
            return true;
        }
        return holdsBack(stored);
    }

    /** Whether the message was out before, and so holds its key; otherwise it was only delayed. */
    private boolean comesAgain(StoredRecord stored) {
        return memory.isTried(stored.position()) || !memory.isWaiting(stored.position(), stored.deliverAtMicros());
    }

    /**
     * A delayed message may find its key held by a later one that was out before: what is further on must be known first.
     * Others of its key wait with it, for it may be before them.
     */
    private boolean holdsBack(StoredRecord stored) {
        String key = stored.key();
        boolean unsure = passedPosition < triedBound
                && key != null
                && (stored.deliverAtMicros() >= 0 || heldBackKeys.contains(key))
                && !memory.isTried(stored.position());
        if (unsure) {
            heldBack.add(stored);
            heldBackKeys.add(key);
        }
        return unsure;
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
        work.clear();
        while (work.fetchCount() < wanted && !unread.isEmpty()) {
            work.fetch(unread.remove());
        }
        while (work.fetchCount() < wanted && work.mayFetchMore() && schedule.nextDueMicros() <= nowMicros) {
            long position = schedule.nextPosition();
            boolean holds = memory.isWaiting(position, schedule.nextDueMicros());
            schedule.removeNext();
            if (holds) {
                work.fetch(position);
            }
        }
        boolean readOn = ahead.isEmpty() && work.fetchCount() < wanted && hasUnread();
        if (work.fetchCount() == 0 && !readOn) {
            return false;
        }
        if (readOn) {
            work.readOnFrom(memory.window().nextUnsettled(readPosition));
        }
        reading = true;
        forgetReading = false;
        return true;
    }

    /** Reads the journal; without the group's lock. */
    void read() {
        work.read();
    }

    /** Enters what was read, unless the group was moved meanwhile. */
    void endReading() {
        reading = false;
        if (!forgetReading) {
            enterFetched();
            if (work.hasReadOn()) {
                ahead.addAll(work.found());
                readPosition = work.readTo();
            }
        }
        work.clear();
        if (closed) {
            work.close();
        }
    }

    private void enterFetched() {
        List<StoredRecord> fetched = work.fetched();
        int next = 0;
        for (int i = 0; i < work.fetchCount(); i++) {
            long position = work.fetchPosition(i);
            if (next < fetched.size() && fetched.get(next).position() == position) {
                enter(fetched.get(next++));
            } else {
                memory.passOver(position, position + 1);
                addNext(keys.releaseLost(position, memory.window()::isSettled));
            }
        }
    }

    private void enter(StoredRecord stored) {
        if (memory.window().isSettled(stored.position())) {
            return; // it expired or was dropped while it was read: it must not hold its key
        }
        if (stored.position() >= passedPosition) {
            outOfTurn.add(stored.position());
        }
        if (comesAgain(stored)) {
            keys.hold(stored);
            addReady(stored);
        } else if (!holdsBack(stored)) {
            addReady(stored);
        }
    }

    /** Takes back what a failed {@link #read()} was to fetch. */
    void abandonReading() {
        if (!forgetReading) {
            for (int i = 0; i < work.fetchCount(); i++) {
                unread.add(work.fetchPosition(i));
            }
        }
        work.clear();
        endReading();
    }

    /** Reads nothing more; a reading that is under way closes the readers when it ends. */
    void close() {
        closed = true;
        ahead.clear();
        ready.clear();
        schedule.clear();
        if (!reading) {
            work.close();
        }
    }

    boolean isReading() {
        return reading;
    }
}
