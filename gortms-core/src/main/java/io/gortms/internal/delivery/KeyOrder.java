package io.gortms.internal.delivery;

import io.gortms.internal.journal.StoredRecord;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is among messages of the same key: one of them is out, or waits to come again, and holds the key until it is
 * settled; the others are parked behind it, in position order. Guarded by the group's lock.
 */
final class KeyOrder {

    /** With more parked messages than this the group reads no further. */
    static final int MAX_PARKED = 100_000;

    /** Parked beyond this, a message is read again when its turn comes. */
    private static final long MAX_PARKED_BYTES = 16L << 20;

    private final Map<String, Turn> turns = new HashMap<>();
    private int parked;
    private long parkedBytes;

    /**
     * A message behind a held key.
     *
     * @param stored the message, or null if it must be read again
     */
    record Parked(long position, @Nullable StoredRecord stored) {}

    private static final class Turn {

        private long holder;
        private @Nullable NavigableMap<Long, Parked> waiting;

        private Turn(long holder) {
            this.holder = holder;
        }

        private NavigableMap<Long, Parked> waiting() {
            if (waiting == null) {
                waiting = new TreeMap<>();
            }
            return waiting;
        }
    }

    /** Whether so many messages are parked that reading further makes no sense. */
    boolean isFull() {
        return parked > MAX_PARKED;
    }

    int parked() {
        return parked;
    }

    /** Gives the message its key if nobody else holds it; otherwise parks the message, and answers false. */
    boolean admit(StoredRecord stored) {
        String key = stored.key();
        if (key == null) {
            return true;
        }
        Turn turn = turns.get(key);
        if (turn == null) {
            turns.put(key, new Turn(stored.position()));
            return true;
        }
        if (turn.holder == stored.position()) {
            return true;
        }
        park(turn, stored);
        return false;
    }

    private void park(Turn turn, StoredRecord stored) {
        boolean keep = parkedBytes + stored.sizeBytes() <= MAX_PARKED_BYTES;
        Parked before = turn.waiting().put(stored.position(), new Parked(stored.position(), keep ? stored : null));
        parked++;
        if (keep) {
            parkedBytes += stored.sizeBytes();
        }
        forget(before);
    }

    /** A message that comes again later holds its key meanwhile. */
    void hold(StoredRecord stored) {
        String key = stored.key();
        if (key != null) {
            turns.putIfAbsent(key, new Turn(stored.position()));
        }
    }

    /**
     * A message is settled: if it held its key, the next one gets it; if it was parked, it is so no more.
     *
     * @param settled whether a position is settled already: such messages are passed over
     * @return the message whose turn it is now, or null
     */
    @Nullable Parked release(StoredRecord stored, LongPredicate settled) {
        String key = stored.key();
        Turn turn = key == null ? null : turns.get(key);
        if (key == null || turn == null) {
            return null;
        }
        if (turn.holder == stored.position()) {
            return pass(key, turn, settled);
        }
        if (turn.waiting != null) {
            forget(turn.waiting.remove(stored.position()));
        }
        return null;
    }

    /** Like {@link #release}, for a message that cannot be read any more. */
    @Nullable Parked releaseLost(long position, LongPredicate settled) {
        for (Map.Entry<String, Turn> entry : turns.entrySet()) {
            if (entry.getValue().holder == position) {
                return pass(entry.getKey(), entry.getValue(), settled);
            }
        }
        return null;
    }

    private @Nullable Parked pass(String key, Turn turn, LongPredicate settled) {
        Parked next = turn.waiting == null ? null : poll(turn.waiting, settled);
        if (next == null) {
            turns.remove(key);
        } else {
            turn.holder = next.position();
        }
        return next;
    }

    private @Nullable Parked poll(NavigableMap<Long, Parked> waiting, LongPredicate settled) {
        while (!waiting.isEmpty()) {
            Parked next = waiting.pollFirstEntry().getValue();
            forget(next);
            if (!settled.test(next.position())) {
                return next;
            }
        }
        return null;
    }

    /** One is parked no more. */
    private void forget(@Nullable Parked gone) {
        if (gone != null) {
            parked--;
            if (gone.stored() != null) {
                parkedBytes -= gone.stored().sizeBytes();
            }
        }
    }

    /** Forgets everything: the group is moved, and reads anew. */
    void clear() {
        turns.clear();
        parked = 0;
        parkedBytes = 0;
    }
}
