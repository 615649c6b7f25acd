package io.gortms.proof.kill;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a group owes: which messages must come again, which must not, and with which numbers. Told of everything the group's
 * consumers did and saw, in that order; fails when they see what the contract rules out. Knows bounds only of what was cut
 * short by the death of a process.
 */
final class GroupModel {

    /** Auto-settled messages that may come again after the death of a process, besides those that were being settled. */
    static final int WINDOW = 256;

    private enum Fate {
        /** Comes until it is settled. */
        OWED,
        /** Settling it was begun. */
        PERHAPS_SETTLED,
        /** Its handler returned; a death may undo it, within the window. */
        LEFT,
        SETTLED
    }

    private static final class State {
        private Fate fate = Fate.OWED;
        private int leastAttempts;
        private int mostAttempts;
        private int leastFailures;
        private int mostFailures;
        private boolean out;
        private boolean failing;
        private boolean buried;
    }

    private final String name;
    private final Map<Long, State> states = new HashMap<>();
    private final Set<Long> out = new HashSet<>();
    private final Map<Integer, Long> failing = new HashMap<>();

    /** Deliveries that a dead process may have counted without anybody having seen them. */
    private int uncertain;

    private int repeats;
    private int lastRepeats;
    private int repeatsAllowed;
    private int polling;

    GroupModel(String name) {
        this.name = name;
    }

    private State state(long position) {
        return states.computeIfAbsent(position, p -> new State());
    }

    /** A consumer has got the message. */
    void delivered(long position, int attempt, int failures) {
        State state = state(position);
        check(state.fate != Fate.SETTLED, position, "was settled and comes again, attempt " + attempt);
        check(!state.out, position, "is delivered while another consumer has it");
        if (state.fate == Fate.LEFT) {
            repeats++;
            check(repeats <= repeatsAllowed, position, "is repeat " + repeats + " of " + repeatsAllowed + " allowed");
            check(
                    attempt >= state.leastAttempts,
                    position,
                    "has attempt " + attempt + ", below " + state.leastAttempts);
        } else {
            check(attempt > state.leastAttempts, position, attempt + " is not above attempt " + state.leastAttempts);
        }
        int unseen = Math.max(0, attempt - state.mostAttempts - 1);
        uncertain -= unseen;
        check(uncertain >= 0, position, "has attempt " + attempt + ", and at most " + state.mostAttempts + " before");
        check(
                failures >= state.leastFailures && failures <= state.mostFailures,
                position,
                "has " + failures + " failures, not " + state.leastFailures + " to " + state.mostFailures);
        state.leastAttempts = attempt;
        state.mostAttempts = attempt;
        state.leastFailures = failures;
        state.mostFailures = failures;
        state.fate = Fate.OWED;
        state.out = true;
        out.add(position);
    }

    private State ends(long position) {
        State state = state(position);
        state.out = false;
        out.remove(position);
        return state;
    }

    /** A poll for so many messages is under way, or over: then with 0. */
    void polling(int max) {
        polling = max;
    }

    void acking(long position) {
        ends(position).fate = Fate.PERHAPS_SETTLED;
    }

    void settled(long position) {
        state(position).fate = Fate.SETTLED;
    }

    void releasing(long position) {
        ends(position).leastAttempts--;
    }

    void released(long position) {
        state(position).mostAttempts--;
    }

    void retrying(long position) {
        ends(position).mostFailures++;
    }

    void retried(long position) {
        state(position).leastFailures++;
    }

    void givingUp(long position) {
        State state = ends(position);
        state.fate = Fate.PERHAPS_SETTLED;
        state.mostFailures++;
        state.failing = true;
    }

    void gaveUp(long position) {
        State state = state(position);
        state.fate = Fate.SETTLED;
        state.buried = true;
    }

    /** A handler has got a message: so the call before it of the same thread is over and done with. */
    void entered(int actor, long position, int attempt, int failures) {
        Long failed = failing.remove(actor);
        if (failed != null) {
            gaveUp(failed);
        }
        delivered(position, attempt, failures);
    }

    void left(long position) {
        ends(position).fate = Fate.LEFT;
    }

    void failing(int actor, long position) {
        givingUp(position);
        failing.put(actor, position);
    }

    /** The broker is about to be closed. */
    void closing() {
        out.forEach(position -> state(position).leastAttempts--);
    }

    /** It is closed: what was out is given back, what handlers have left is settled. */
    void closed() {
        out.forEach(position -> {
            state(position).mostAttempts--;
            state(position).out = false;
        });
        out.clear();
        failing.clear();
        states.values().stream().filter(state -> state.fate == Fate.LEFT).forEach(state -> state.fate = Fate.SETTLED);
    }

    /** The process is dead. */
    void killed() {
        out.forEach(position -> state(position).out = false);
        out.clear();
        failing.clear();
        uncertain += polling + Plan.WORKERS;
        polling = 0;
        repeatsAllowed += WINDOW + Plan.WORKERS;
    }

    /**
     * Everything that can come has come: nothing is uncertain any more.
     *
     * @param came all positions that were delivered since the process died
     * @param end the end of the queue
     */
    void complete(Set<Long> came, long end) {
        TreeSet<Long> missing = new TreeSet<>();
        for (long position = 0; position < end; position++) {
            State state = state(position);
            if (!came.contains(position) && state.fate == Fate.OWED) {
                missing.add(position);
            } else if (!came.contains(position)) {
                state.fate = Fate.SETTLED;
            }
        }
        check(
                missing.isEmpty(),
                missing.isEmpty() ? -1 : missing.first(),
                "and " + missing.size() + " in all are gone");
        uncertain = 0;
        lastRepeats = repeats;
        repeats = 0;
        repeatsAllowed = 0;
    }

    /** How many auto-settled messages had come again when everything was last known. */
    int repeats() {
        return lastRepeats;
    }

    /** Positions that must stand in the dead-letter queue. */
    Set<Long> buried() {
        Set<Long> positions = new HashSet<>();
        states.forEach((position, state) -> {
            if (state.buried) {
                positions.add(position);
            }
        });
        return positions;
    }

    /** Whether the message may stand in the dead-letter queue. */
    boolean mayBeBuried(long position) {
        return state(position).failing;
    }

    private void check(boolean holds, long position, String otherwise) {
        if (!holds) {
            throw new AssertionError("group " + name + ", position " + position + ": " + otherwise);
        }
    }
}
