package io.gortms.internal.group;

import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;

/** What groups have settled and tried, the slow and obvious way. Compares by value. */
record LedgerModel(Map<Integer, Group> groups) {

    /** One group. */
    static final class Group {
        final BitSet settled = new BitSet();
        final Map<Long, Tried> tried = new TreeMap<>();
        boolean paused;

        void settle(long from, long to) {
            settled.set((int) from, (int) to);
            tried.keySet().removeIf(p -> p >= from && p < to);
        }

        void handedOut(long position) {
            if (!settled.get((int) position)) {
                Tried before = tried.getOrDefault(position, new Tried(0, 0, 0, 0, 0, 0));
                tried.put(
                        position,
                        new Tried(
                                before.deliveries + 1,
                                before.failures,
                                before.due,
                                before.first,
                                before.last,
                                before.flags));
            }
        }

        void tried(long position, Attempts attempts) {
            if (!settled.get((int) position)) {
                if (attempts.isDefault()) {
                    tried.remove(position);
                } else {
                    tried.put(position, Tried.of(attempts));
                }
            }
        }

        void moveTo(long target) {
            settled.clear();
            settled.set(0, (int) target);
            tried.clear();
        }

        Group copy() {
            Group copy = new Group();
            copy.settled.or(settled);
            copy.tried.putAll(tried);
            copy.paused = paused;
            return copy;
        }

        /** As text, for comparing and for failure messages. */
        String describe() {
            return "settled " + settled + (paused ? " paused " : " ") + tried;
        }
    }

    /** What is remembered of one position. */
    record Tried(int deliveries, int failures, long due, long first, long last, int flags) {

        static Tried of(Attempts a) {
            return new Tried(a.deliveries, a.failures, a.dueMicros, a.firstFailureMicros, a.lastFailureMicros, a.flags);
        }
    }

    LedgerModel() {
        this(new TreeMap<>());
    }

    Group group(int number) {
        return groups.computeIfAbsent(number, n -> new Group());
    }

    LedgerModel copy() {
        LedgerModel copy = new LedgerModel();
        groups.forEach((number, group) -> copy.groups.put(number, group.copy()));
        return copy;
    }

    /** The model of states as they are. */
    static LedgerModel of(Map<Integer, GroupState> states) {
        LedgerModel model = new LedgerModel();
        states.forEach((number, state) -> {
            Group group = model.group(number);
            state.window().forEachRange(0, Integer.MAX_VALUE, group::settle);
            state.attempts().forEach(group::tried);
            group.paused = state.isPaused();
        });
        return model;
    }

    /** What lies below this end. */
    LedgerModel cutAt(long end) {
        LedgerModel cut = copy();
        cut.groups.values().forEach(group -> {
            group.settled.clear((int) end, Math.max((int) end, group.settled.length()));
            group.tried.keySet().removeIf(p -> p >= end);
        });
        return cut;
    }

    /** Whether every group that is here has settled no more than it has there. */
    boolean settlesNoMoreThan(LedgerModel other) {
        return groups.entrySet().stream().allMatch(e -> {
            BitSet more = (BitSet) e.getValue().settled.clone();
            Group there = other.groups.get(e.getKey());
            if (there != null) {
                more.andNot(there.settled);
            }
            return more.isEmpty();
        });
    }

    /** As text, for comparing and for failure messages. */
    String describe() {
        StringBuilder text = new StringBuilder();
        groups.forEach((number, group) ->
                text.append(number).append(": ").append(group.describe()).append('\n'));
        return text.toString();
    }
}
