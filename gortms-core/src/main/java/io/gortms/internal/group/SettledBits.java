package io.gortms.internal.group;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A sparse set of positions as bitmaps: a ring of {@linkplain BitNode nodes}. What is full is one shared object, what is
 * empty is null, so that memory goes to the places where set and clear positions are mixed: one bit for each position there.
 *
 * <p>Positions below the last {@link #dropBelow} may not be asked for. Not thread-safe.
 */
final class SettledBits {

    private static final int FIRST_RING = 2;
    private static final int OFFSET_MASK = BitNode.BITS - 1;
    private static final int DROP_SHIFT = 10;

    private @Nullable BitNode[] ring = new @Nullable BitNode[FIRST_RING];
    private long firstNode;
    private long endNode;
    private long dropped;

    /** Forgets everything; positions from this one on may come. */
    void reset(long position) {
        if (ring.length > FIRST_RING) {
            ring = new @Nullable BitNode[FIRST_RING];
        } else {
            Arrays.fill(ring, null);
        }
        firstNode = position >>> BitNode.SHIFT;
        endNode = firstNode;
        dropped = position;
    }

    boolean isSet(long position) {
        BitNode node = nodeAt(position >>> BitNode.SHIFT);
        return node != null && node.isSet(position);
    }

    /** Sets one; false if it was set already. */
    boolean set(long position) {
        long number = position >>> BitNode.SHIFT;
        BitNode node = nodeFor(number);
        if (!node.set(position)) {
            return false;
        }
        shareIfFull(number, node);
        return true;
    }

    /** Sets a range; returns how many of it were clear. */
    long setRange(long from, long to) {
        long added = 0;
        for (long position = from; position < to; ) {
            long number = position >>> BitNode.SHIFT;
            long end = Math.min(to, start(number + 1));
            BitNode node = nodeFor(number);
            if (end - position == BitNode.BITS) {
                added += BitNode.BITS - node.count();
                ring[slot(number)] = BitNode.FULL;
            } else if (node != BitNode.FULL) {
                added += node.setRange(offset(position), (int) (end - start(number)));
                shareIfFull(number, node);
            }
            position = end;
        }
        return added;
    }

    private void shareIfFull(long number, BitNode node) {
        if (node.isFull()) {
            ring[slot(number)] = BitNode.FULL;
        }
    }

    /** How many are set in a range. */
    long count(long from, long to) {
        long count = 0;
        long position = nextSet(from, to);
        while (position < to) {
            long end = Math.min(to, nextClear(position));
            count += end - position;
            position = nextSet(end, to);
        }
        return count;
    }

    /** The first position at or after this one that is clear. */
    long nextClear(long from) {
        for (long position = from; ; position = start((position >>> BitNode.SHIFT) + 1)) {
            BitNode node = nodeAt(position >>> BitNode.SHIFT);
            if (node == null) {
                return position;
            }
            int found = node == BitNode.FULL ? BitNode.BITS : node.nextClear(offset(position));
            if (found < BitNode.BITS) {
                return start(position >>> BitNode.SHIFT) + found;
            }
        }
    }

    /** The first position at or after this one that is set; the bound if there is none below it. */
    long nextSet(long from, long bound) {
        for (long position = from; position < bound; position = start((position >>> BitNode.SHIFT) + 1)) {
            BitNode node = nodeAt(position >>> BitNode.SHIFT);
            int found = node == null ? BitNode.BITS : node.nextSet(offset(position));
            if (found < BitNode.BITS) {
                return Math.min(bound, start(position >>> BitNode.SHIFT) + found);
            }
        }
        return bound;
    }

    /** Clears everything at and after this position; returns how many were set. */
    long clearFrom(long position) {
        long cleared = 0;
        for (long number = Math.max(firstNode, position >>> BitNode.SHIFT); number < endNode; number++) {
            BitNode node = ring[slot(number)];
            if (node == null) {
                continue;
            }
            if (start(number) >= position) {
                cleared += node.count();
                ring[slot(number)] = null;
            } else {
                BitNode own = node == BitNode.FULL ? BitNode.newFull() : node;
                ring[slot(number)] = own;
                cleared += own.clearFrom(offset(position));
            }
        }
        return cleared;
    }

    /** Nobody asks for positions below this one any more. */
    void dropBelow(long position) {
        if (position >>> DROP_SHIFT == dropped >>> DROP_SHIFT) {
            return;
        }
        long number = position >>> BitNode.SHIFT;
        for (; firstNode < Math.min(number, endNode); firstNode++) {
            ring[slot(firstNode)] = null;
        }
        firstNode = number;
        endNode = Math.max(endNode, number);
        BitNode node = nodeAt(number);
        if (node != null && node != BitNode.FULL) {
            node.dropLeaves(offset(Math.max(dropped, start(number))), offset(position));
        }
        dropped = position;
    }

    private BitNode nodeFor(long number) {
        if (number - firstNode >= ring.length) {
            growRing(number);
        }
        endNode = Math.max(endNode, number + 1);
        BitNode node = ring[slot(number)];
        if (node == null) {
            node = new BitNode();
            ring[slot(number)] = node;
        }
        return node;
    }

    private void growRing(long number) {
        long size = Long.highestOneBit(number - firstNode) << 1;
        @Nullable BitNode[] larger = new @Nullable BitNode[Math.toIntExact(size)];
        for (long n = firstNode; n < endNode; n++) {
            larger[(int) n & (larger.length - 1)] = ring[slot(n)];
        }
        ring = larger;
    }

    private @Nullable BitNode nodeAt(long number) {
        return number < firstNode || number >= endNode ? null : ring[slot(number)];
    }

    private int slot(long number) {
        return (int) number & (ring.length - 1);
    }

    private static long start(long number) {
        return number << BitNode.SHIFT;
    }

    private static int offset(long position) {
        return (int) position & OFFSET_MASK;
    }
}
