package io.gortms.internal.group;

import java.util.Arrays;
import java.util.Collection;

/**
 * Goes once over the states of all groups, a piece at a time; a group's lock is held for one piece. For one thread.
 */
final class CheckpointPass {

    /** Takes a piece, under the lock of the group it is of. */
    @FunctionalInterface
    interface Sink {

        /** Takes a piece; false if there is no room for it, which ends the pass. */
        boolean chunk(int type, byte[] body, int bodyBytes);
    }

    private final ChunkEncoder encoder = new ChunkEncoder();
    private final Sink sink;
    private long nextPosition;
    private long[] positions = {};
    private int nextIndex;

    CheckpointPass(Sink sink) {
        this.sink = sink;
    }

    /** Goes over the groups; false if the sink had no room. */
    boolean run(Collection<AttachedGroup> groups) {
        for (AttachedGroup group : groups) {
            if (!ranges(group) || !tried(group)) {
                return false;
            }
        }
        return true;
    }

    private boolean ranges(AttachedGroup group) {
        nextPosition = 0;
        while (nextPosition != Long.MAX_VALUE && !group.isForgotten()) {
            boolean given = group.withState(state -> {
                nextPosition = encoder.ranges(state, nextPosition);
                return group.isForgotten() || give(LedgerFormat.RANGES);
            });
            if (!given) {
                return false;
            }
        }
        return true;
    }

    /** Entries that appear after the positions were listed have been written by themselves, after the pass began. */
    private boolean tried(AttachedGroup group) {
        group.withState(state -> {
            positions = state.attempts().positions();
            return true;
        });
        Arrays.sort(positions);
        nextIndex = 0;
        while (nextIndex < positions.length && !group.isForgotten()) {
            boolean given = group.withState(state -> {
                nextIndex = encoder.tried(state, positions, nextIndex);
                return group.isForgotten() || give(LedgerFormat.TRIED);
            });
            if (!given) {
                return false;
            }
        }
        return true;
    }

    private boolean give(int type) {
        return sink.chunk(type, encoder.body(), encoder.bodyBytes());
    }
}
