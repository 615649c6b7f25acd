package io.gortms.internal.group;

import java.util.concurrent.locks.ReentrantLock;

/**
 * What one group has settled and still owes, in memory and in the ledger at once: every change goes to both in one hold of
 * the group's lock, which this object keeps. All methods but {@link #lock()}, {@link #groupId()} and those that say so are
 * called with that lock.
 */
public final class GroupMemory {

    /** Most settlements that wait for company before they are written. */
    private static final int MAX_UNFLUSHED = 256;

    /** Takes a message that comes again later. */
    @FunctionalInterface
    public interface WaitingVisitor {

        /** The message at this position comes again at this time. */
        void waiting(long position, long dueMicros);
    }

    /** Takes a message that was delivered. */
    @FunctionalInterface
    public interface DeliveredVisitor {

        /** The message at this position was delivered so often. */
        void delivered(long position, int deliveries);
    }

    private final GroupLedger ledger;
    private final GroupState state;
    private final ReentrantLock lock;
    private final Attempts holder = new Attempts();
    private final long[] unflushed = new long[MAX_UNFLUSHED];
    private int unflushedCount;
    private long passedOver;
    private boolean closed;

    /**
     * The memory of a group.
     *
     * @param state the group's, attached to the ledger with this lock
     */
    public GroupMemory(GroupLedger ledger, GroupState state, ReentrantLock lock) {
        this.ledger = ledger;
        this.state = state;
        this.lock = lock;
    }

    /** The group's lock. */
    public ReentrantLock lock() {
        return lock;
    }

    public int groupId() {
        return state.group();
    }

    /** What is settled: for reading. */
    public AckWindow window() {
        return state.window();
    }

    public boolean isPaused() {
        return state.isPaused();
    }

    /** Whether {@link #close()} was called: nothing is written any more. */
    public boolean isClosed() {
        return closed;
    }

    /** How many messages were passed over because they could not be read. */
    public long passedOver() {
        return passedOver;
    }

    /** How often the message was delivered, as far as that is counted. */
    public int deliveries(long position) {
        return state.attempts().get(position, holder) ? holder.deliveries : 0;
    }

    public int failures(long position) {
        return state.attempts().get(position, holder) ? holder.failures : 0;
    }

    public long firstFailureMicros(long position) {
        return state.attempts().get(position, holder) ? holder.firstFailureMicros : 0;
    }

    public long lastFailureMicros(long position) {
        return state.attempts().get(position, holder) ? holder.lastFailureMicros : 0;
    }

    /** Whether the message has a time at which it comes again, so that it is not handed out in the journal's order. */
    public boolean comesLater(long position) {
        return state.attempts().get(position, holder) && holder.dueMicros != 0;
    }

    /** Whether the message waits for exactly this time. */
    public boolean isWaiting(long position, long dueMicros) {
        return state.attempts().get(position, holder) && holder.dueMicros == dueMicros;
    }

    /** Whether the message waits for a time that has come. */
    public boolean isDue(long position, long nowMicros) {
        return comesLater(position) && holder.dueMicros <= nowMicros;
    }

    /** Visits all messages that come again later, in no order. */
    public void forEachWaiting(WaitingVisitor visitor) {
        state.attempts().forEach((position, attempts) -> {
            if (attempts.dueMicros != 0) {
                visitor.waiting(position, attempts.dueMicros);
            }
        });
    }

    /**
     * Settles a message.
     *
     * @return whether it is written; if not, there was no room, and it is in memory only until there is
     */
    public boolean settle(long position) {
        state.settle(position);
        unflushed[unflushedCount++] = position;
        return flush();
    }

    /** Settles a message; written together with others, at the latest at the next {@link #flush()}. */
    public void settleLater(long position) {
        state.settle(position);
        unflushed[unflushedCount++] = position;
        if (unflushedCount == MAX_UNFLUSHED) {
            flush();
        }
    }

    /** Whether a settlement waits to be written. */
    public boolean hasUnflushed() {
        return unflushedCount > 0;
    }

    /** Writes the settlements that wait; false if there was no room, and they are in memory only until there is. */
    public boolean flush() {
        int count = unflushedCount;
        unflushedCount = 0;
        return switch (count) {
            case 0 -> true;
            case 1 -> ledger.settled(groupId(), unflushed[0], unflushed[0] + 1);
            default -> ledger.settled(groupId(), unflushed, count);
        };
    }

    /** Tries to write what there was no room for; false if there still is none. Without the lock. */
    public boolean writeRefused() {
        return ledger.writeRefused();
    }

    /** Bytes that are free where the group's memory is written. Without the lock. */
    public long freeBytes() {
        return ledger.freeBytes();
    }

    /** What cannot be read from {@code from} up to but not including {@code to} counts as settled. */
    public void passOver(long from, long to) {
        passedOver += settleRange(from, to);
    }

    /** Settles messages from {@code from} up to but not including {@code to}; answers how many were not yet. */
    public long settleRange(long from, long to) {
        long settled = state.settleRange(from, to);
        if (settled > 0) {
            ledger.settled(groupId(), from, to);
        }
        return settled;
    }

    /** The first {@code count} of these messages were delivered once more. */
    public void handedOut(long[] positions, int count) {
        for (int i = 0; i < count; i++) {
            state.handedOut(positions[i]);
        }
        ledger.handedOut(groupId(), positions, count);
    }

    /**
     * A delivery failed.
     *
     * @param deliveries how many there were, this one included
     * @param dueMicros when the message comes again; 0 at once
     */
    public void failed(long position, int deliveries, int failures, long dueMicros, long nowMicros) {
        state.attempts().get(position, holder);
        holder.deliveries = deliveries;
        holder.failures = failures;
        holder.dueMicros = dueMicros;
        if (holder.firstFailureMicros == 0) {
            holder.firstFailureMicros = nowMicros;
        }
        holder.lastFailureMicros = nowMicros;
        put(position);
    }

    /** A delivery was taken back: this many were before it. */
    public void givenBack(long position, int deliveries, long dueMicros) {
        state.attempts().get(position, holder);
        holder.deliveries = deliveries;
        holder.dueMicros = dueMicros;
        put(position);
    }

    /** A message is not to be delivered before this time. The message itself says so: nothing is written. */
    public void delay(long position, long dueMicros) {
        state.attempts().get(position, holder);
        holder.dueMicros = dueMicros;
        state.putAttempts(position, holder);
    }

    /** Writes down what group a message is for, as the number of its deliveries; its time, if it has one, stays. */
    public void addressed(long position, int group) {
        state.attempts().get(position, holder);
        holder.deliveries = group;
        put(position);
    }

    /** Visits all messages with a number of deliveries, in no order. */
    public void forEachDelivered(DeliveredVisitor visitor) {
        state.attempts().forEach((position, attempts) -> {
            if (attempts.deliveries > 0) {
                visitor.delivered(position, attempts.deliveries);
            }
        });
    }

    /** Whether the message was delivered or has failed before, and is not settled. */
    public boolean isTried(long position) {
        return state.attempts().get(position, holder) && (holder.deliveries > 0 || holder.failures > 0);
    }

    /** The highest unsettled position that was out before or comes later, or -1. */
    public long highestKnown() {
        long[] highest = {-1};
        state.attempts().forEach((position, attempts) -> highest[0] = Math.max(highest[0], position));
        return highest[0];
    }

    /** How many unsettled messages were out before or come later. */
    public int knownCount() {
        return state.attempts().size();
    }

    /** How many unsettled messages have failed. */
    public int failedCount() {
        return state.attempts().failed();
    }

    private void put(long position) {
        state.putAttempts(position, holder);
        ledger.attempts(groupId(), position, holder);
    }

    /**
     * Moves the group: everything below the target counts as settled, everything at and after it is forgotten.
     *
     * @return how many unsettled messages lie below the target
     */
    public long moveTo(long target) {
        flush();
        ledger.moved(groupId(), target);
        long skipped = state.settleRange(0, target);
        state.moveTo(target);
        return skipped;
    }

    /** Pauses or resumes. */
    public void pause(boolean paused) {
        ledger.paused(groupId(), paused);
        state.pause(paused);
    }

    /** Writes what waits, and nothing after it. */
    public void close() {
        flush();
        closed = true;
    }
}
