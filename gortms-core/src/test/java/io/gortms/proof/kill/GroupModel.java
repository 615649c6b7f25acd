package io.gortms.proof.kill;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

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
        SETTLED,
        /** Its time is over, and it did not come: somebody must be told, unless it was settled. */
        VANISHED,
        /** Reported as expired; a death may have it reported twice. */
        EXPIRED,
        /** Its time is over, and nothing more is asked. */
        OVER
    }

    private static final class State {
        private Fate fate = Fate.OWED;
        private int leastAttempts;
        private int mostAttempts;
        private int leastFailures;
        private int mostFailures;
        private boolean seen;
        private boolean out;
        private boolean failing;
        private boolean buried;

        /** Since the last death. */
        private boolean reported;
    }

    private final String name;
    private final Map<Long, State> states = new HashMap<>();
    private final Set<Long> out = new HashSet<>();
    private final Lives lives;
    private final Turns turns;

    /** What is certain of the last call of each actor, once it has gone on. */
    private final Map<Integer, Runnable> failing = new HashMap<>();

    /** Deliveries that a dead process may have counted without anybody having seen them. */
    private int uncertain;

    private int repeats;
    private int lastRepeats;
    private int repeatsAllowed;
    private int polling;

    /** Messages that expired though they were left, which is allowed within the windows of all deaths. */
    private int expiredAfterAll;

    private int everAllowed;

    GroupModel(String name, Lives lives) {
        this.name = name;
        this.lives = lives;
        this.turns = new Turns(lives);
    }

    private State state(long position) {
        return states.computeIfAbsent(position, p -> new State());
    }

    /**
     * A consumer has got the message.
     *
     * @param askedMicros when it asked, or later: the message was handed out after that
     * @param nowMicros when it had the message
     */
    void delivered(long position, int attempt, int failures, long askedMicros, long nowMicros) {
        State state = state(position);
        check(!lives.isExpired(position, askedMicros), position, "is delivered though its time is over");
        check(lives.hasBegun(position, nowMicros), position, "is delivered before its time");
        String outOfTurn = turns.delivered(position, !state.seen, nowMicros, p -> state(p).out, this::isOwed);
        check(outOfTurn.isEmpty(), position, outOfTurn);
        state.seen = true;
        check(
                state.fate != Fate.SETTLED && state.fate != Fate.EXPIRED,
                position,
                "is " + state.fate + " and comes again, attempt " + attempt);
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

    private boolean isOwed(long position) {
        return state(position).fate == Fate.OWED;
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

    /** A thread that calls handlers has gone on: its last call is over and done with. */
    void wentOn(int actor) {
        Runnable certain = failing.remove(actor);
        if (certain != null) {
            certain.run();
        }
    }

    void left(long position) {
        ends(position).fate = Fate.LEFT;
    }

    void failing(int actor, long position) {
        givingUp(position);
        failing.put(actor, () -> gaveUp(position));
    }

    /** A handler is about to throw, and the message comes again. */
    void throwing(int actor, long position) {
        retrying(position);
        State state = state(position);
        int failures = state.leastFailures + 1;
        // another thread may have the message by then
        failing.put(actor, () -> state.leastFailures = Math.max(state.leastFailures, failures));
    }

    /** It was reported that the message expired, and that there is no letter. */
    void expired(long position, long nowMicros) {
        State state = state(position);
        check(mayBeExpired(position, nowMicros), position, "is reported as expired before its time is over");
        check(state.fate != Fate.SETTLED, position, "is reported as expired after it was settled");
        check(!state.reported, position, "is reported as expired twice");
        state.reported = true;
        check(state.leastFailures == 0, position, "has failed, expires and is not dead-lettered");
        if (state.fate == Fate.LEFT || state.fate == Fate.OVER) {
            expiredAfterAll++;
            check(expiredAfterAll <= everAllowed, position, "expires; so did too many that handlers have left");
        }
        state.fate = Fate.EXPIRED;
    }

    /** It was reported that the message is dead-lettered, because its time is over or for another reason. */
    void buried(long position, boolean isExpired, long nowMicros) {
        State state = state(position);
        checkLetter(position, isExpired, nowMicros);
        check(state.buried || state.fate != Fate.SETTLED, position, "is dead-lettered after it was settled");
        check(!state.reported, position, "is dead-lettered twice");
        state.reported = true;
        gaveUp(position);
    }

    /** There is a letter of it; a death may have kept it from being settled, and then it may come again. */
    void letter(long position, boolean isExpired, long nowMicros) {
        checkLetter(position, isExpired, nowMicros);
        if (state(position).fate == Fate.VANISHED) {
            gaveUp(position);
        }
    }

    private boolean mayBeExpired(long position, long nowMicros) {
        return lives.isExpired(position, nowMicros) || lives.isUnknown(position);
    }

    private void checkLetter(long position, boolean isExpired, long nowMicros) {
        State state = state(position);
        if (isExpired) {
            check(mayBeExpired(position, nowMicros), position, "is dead-lettered before its time is over");
            check(state.mostFailures > 0, position, "has not failed, expires and is dead-lettered");
            check(state.buried || state.fate != Fate.SETTLED, position, "is settled and a dead letter");
        } else {
            check(state.failing, position, "is dead-lettered, and nobody gave it up");
        }
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
        states.values().forEach(state -> state.reported &= state.fate == Fate.SETTLED);
        uncertain += polling + Plan.WORKERS;
        polling = 0;
        repeatsAllowed += WINDOW + Plan.WORKERS;
        everAllowed += WINDOW + Plan.WORKERS;
    }

    /**
     * Everything that can come has come: nothing is uncertain any more.
     *
     * @param came all positions that were delivered since the process died
     * @param end the end of the queue
     * @param nowMicros when the last one was asked for
     */
    void complete(Set<Long> came, long end, long nowMicros) {
        NavigableSet<Long> missing = missing(came, end, nowMicros);
        check(
                missing.isEmpty(),
                missing.isEmpty() ? -1 : missing.first(),
                "and " + missing.size() + " in all are gone");
        for (long position = 0; position < end; position++) {
            State state = state(position);
            if (came.contains(position)) {
                continue;
            }
            if (lives.isUnknown(position)) {
                state.fate = Fate.OVER;
            } else if (lives.isExpired(position, nowMicros)) {
                state.fate = over(state.fate);
            } else if (state.fate != Fate.EXPIRED) {
                state.fate = Fate.SETTLED;
            }
        }
        uncertain = 0;
        lastRepeats = repeats;
        repeats = 0;
        repeatsAllowed = 0;
    }

    /** What must come and did not; see {@link #complete}. */
    NavigableSet<Long> missing(Set<Long> came, long end, long nowMicros) {
        TreeSet<Long> missing = new TreeSet<>();
        for (long position = 0; position < end; position++) {
            if (!came.contains(position)
                    && isOwed(position)
                    && !lives.isUnknown(position)
                    && !lives.isExpired(position, nowMicros)) {
                missing.add(position);
            }
        }
        return missing;
    }

    private static Fate over(Fate fate) {
        return switch (fate) {
            case OWED -> Fate.VANISHED;
            case PERHAPS_SETTLED, LEFT -> Fate.OVER;
            default -> fate;
        };
    }

    /** How many messages are settled, expired and dead-lettered, in words. */
    String counts() {
        int dead = buried().size();
        return name + " " + (positions(state -> state.fate == Fate.SETTLED).size() - dead) + " settled, "
                + positions(state -> state.fate == Fate.EXPIRED).size() + " expired, " + dead + " dead, "
                + positions(state -> state.fate == Fate.OWED).size() + " waiting, "
                + positions(state -> state.fate == Fate.OVER).size() + " settled or expired";
    }

    /** Positions that nobody was told of though their time is over. */
    Set<Long> vanished() {
        return positions(state -> state.fate == Fate.VANISHED);
    }

    /** Whether it has failed, for certain: when its time is over it is dead-lettered. */
    boolean hasFailed(long position) {
        return state(position).leastFailures > 0;
    }

    /** Takes it that the reports were lost in the deaths. */
    void forgiveVanished() {
        vanished().forEach(position -> state(position).fate = Fate.OVER);
    }

    /** How many auto-settled messages had come again when everything was last known. */
    int repeats() {
        return lastRepeats;
    }

    /** Positions that must stand in the dead-letter queue. */
    Set<Long> buried() {
        return positions(state -> state.buried);
    }

    private Set<Long> positions(Predicate<State> which) {
        Set<Long> positions = new HashSet<>();
        states.forEach((position, state) -> {
            if (which.test(state)) {
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
