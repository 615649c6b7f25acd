package io.gortms.internal.group;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * Makes group states from entries. Positions at and beyond the journal's end are left out as if they had never been
 * written. Not thread-safe.
 */
final class LedgerReplay implements LedgerReader.EntryConsumer {

    private final long end;
    private final Map<Integer, GroupState> states = new HashMap<>();
    private final Attempts attempts = new Attempts();
    private boolean cut;

    /** Takes what lies below this end of the journal. */
    LedgerReplay(long end) {
        this.end = end;
    }

    Map<Integer, GroupState> states() {
        return states;
    }

    /** Whether anything at or beyond the end was left out. */
    boolean hasCut() {
        return cut;
    }

    @Override
    public void entry(int type, ByteBuffer body) {
        switch (type) {
            case LedgerFormat.BEGIN, LedgerFormat.END -> cutAt(body.getLong());
            case LedgerFormat.RANGES -> ranges(body);
            case LedgerFormat.TRIED -> tried(body);
            case LedgerFormat.SETTLED -> settled(body);
            case LedgerFormat.HANDED_OUT -> handedOut(body);
            case LedgerFormat.ATTEMPTS -> attempts(body);
            case LedgerFormat.MOVED -> moved(body);
            case LedgerFormat.PAUSED -> state(body.getInt()).pause(body.getInt() != 0);
            case LedgerFormat.FORGOTTEN -> states.remove(body.getInt());
            default -> {}
        }
    }

    private GroupState state(int group) {
        return states.computeIfAbsent(group, GroupState::new);
    }

    private void cutAt(long cutEnd) {
        if (cutEnd != LedgerFormat.NOT_CUT) {
            states.values().forEach(state -> state.cutAt(cutEnd));
        }
    }

    private void ranges(ByteBuffer body) {
        GroupState state = state(body.getInt());
        state.pause(body.getInt() != 0);
        int ranges = body.getInt();
        body.getInt();
        long position = body.getLong();
        for (int i = 0; i < ranges; i++) {
            long from = position + Varints.get(body);
            position = from + Varints.get(body);
            settle(state, from, position);
        }
    }

    private void tried(ByteBuffer body) {
        GroupState state = state(body.getInt());
        int entries = body.getInt();
        long position = 0;
        for (int i = 0; i < entries; i++) {
            position += Varints.get(body);
            TriedCodec.get(body, attempts);
            put(state, position);
        }
    }

    private void settled(ByteBuffer body) {
        GroupState state = state(body.getInt());
        int ranges = body.getInt();
        for (int i = 0; i < ranges; i++) {
            long from = body.getLong();
            settle(state, from, body.getLong());
        }
    }

    private void settle(GroupState state, long from, long to) {
        cut |= to > end;
        long stop = Math.min(to, end);
        if (from < stop) {
            state.settleRange(from, stop);
        }
    }

    private void handedOut(ByteBuffer body) {
        GroupState state = state(body.getInt());
        int positions = body.getInt();
        for (int i = 0; i < positions; i++) {
            long position = body.getLong();
            if (position < end) {
                state.handedOut(position);
            } else {
                cut = true;
            }
        }
    }

    private void attempts(ByteBuffer body) {
        GroupState state = state(body.getInt());
        attempts.deliveries = body.getInt();
        long position = body.getLong();
        attempts.failures = body.getInt();
        attempts.flags = body.getInt();
        attempts.dueMicros = body.getLong();
        attempts.firstFailureMicros = body.getLong();
        attempts.lastFailureMicros = body.getLong();
        put(state, position);
    }

    private void put(GroupState state, long position) {
        if (position < end) {
            state.putAttempts(position, attempts);
        } else {
            cut = true;
        }
    }

    private void moved(ByteBuffer body) {
        GroupState state = state(body.getInt());
        body.getInt();
        long target = body.getLong();
        cut |= target > end;
        state.moveTo(Math.min(target, end));
    }
}
