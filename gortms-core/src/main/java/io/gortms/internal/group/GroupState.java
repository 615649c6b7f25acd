package io.gortms.internal.group;

/**
 * What one group has settled and still owes. Live use and replay of the ledger change it by the same methods, so that what
 * is read back cannot differ from what was. Pure memory. Not thread-safe: guarded by the group's lock.
 */
public final class GroupState {

    private final int group;
    private final AckWindow window = new AckWindow(0);
    private final AttemptsTable attempts = new AttemptsTable();
    private final Attempts holder = new Attempts();
    private boolean paused;

    /** A group that has settled nothing. */
    public GroupState(int group) {
        this.group = group;
    }

    /** The group's number in its queue. */
    public int group() {
        return group;
    }

    /** What is settled: for reading; changes go through this object. */
    public AckWindow window() {
        return window;
    }

    /** What was tried and is not settled: for reading; changes go through this object. */
    public AttemptsTable attempts() {
        return attempts;
    }

    /** Whether the group is paused. */
    public boolean isPaused() {
        return paused;
    }

    /** Pauses or resumes. */
    public void pause(boolean pause) {
        paused = pause;
    }

    /** Settles a position, and forgets its attempts; false if it was settled already. */
    public boolean settle(long position) {
        if (attempts.size() > 0) {
            attempts.remove(position);
        }
        return window.settle(position);
    }

    /** Settles positions from {@code from} up to but not including {@code to}; returns how many were not yet. */
    public long settleRange(long from, long to) {
        if (attempts.size() > 0) {
            attempts.removeBetween(from, to);
        }
        return window.settleRange(from, to);
    }

    /** Counts one more delivery; of a settled position, nothing. */
    public void handedOut(long position) {
        if (!window.isSettled(position)) {
            attempts.get(position, holder);
            holder.deliveries++;
            attempts.put(position, holder);
        }
    }

    /** Replaces what is remembered of an unsettled position; of a settled one, nothing is. */
    public void putAttempts(long position, Attempts values) {
        if (!window.isSettled(position)) {
            attempts.put(position, values);
        }
    }

    /** Everything below the target counts as settled; settlements at and after it and all attempts are forgotten. */
    public void moveTo(long target) {
        window.moveTo(target);
        attempts.clear();
    }

    /** Forgets everything at and beyond the end. */
    public void cutAt(long end) {
        window.cutAt(end);
        attempts.removeFrom(end);
    }
}
