package io.gortms.internal.group;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A sparse set of positions as a bitmap of two levels. What is full is one shared object, what is empty is null, so that
 * memory goes to the places where set and clear positions are mixed: one bit for each position there.
 *
 * <pre>
 * ring of nodes (262,144 positions each) → 256 leaves (1,024 positions each) → 16 words
 * </pre>
 *
 * <p>Positions below the last {@link #dropBelow} may not be asked for. Not thread-safe.
 */
final class SettledBits {

    private static final int LEAF_SHIFT = 10;
    private static final int LEAF_BITS = 1 << LEAF_SHIFT;
    private static final int LEAF_WORDS = LEAF_BITS / Long.SIZE;
    private static final int NODE_SHIFT = 18;
    private static final int NODE_LEAVES = 1 << (NODE_SHIFT - LEAF_SHIFT);
    private static final int FIRST_RING = 2;

    private static final long[] FULL_LEAF = new long[LEAF_WORDS];
    private static final Node FULL_NODE = new Node();

    static {
        Arrays.fill(FULL_LEAF, -1L);
        Arrays.fill(FULL_NODE.leaves, FULL_LEAF);
        Arrays.fill(FULL_NODE.counts, (short) LEAF_BITS);
        FULL_NODE.fullLeaves = NODE_LEAVES;
    }

    private static final class Node {
        final long[] @Nullable [] leaves = new long[NODE_LEAVES] @Nullable [];
        final short[] counts = new short[NODE_LEAVES];
        int fullLeaves;
    }

    private @Nullable Node[] ring = new @Nullable Node[FIRST_RING];
    private long firstNode;
    private long endNode;
    private long firstLeaf;
    private long @Nullable [] spareLeaf;

    /** Forgets everything; positions from this one on may come. */
    void reset(long position) {
        if (ring.length > FIRST_RING) {
            ring = new @Nullable Node[FIRST_RING];
        } else {
            Arrays.fill(ring, null);
        }
        firstNode = position >>> NODE_SHIFT;
        endNode = firstNode;
        firstLeaf = position >>> LEAF_SHIFT;
    }

    boolean isSet(long position) {
        long[] leaf = leafAt(position);
        return leaf != null && (leaf[wordIndex(position)] & (1L << position)) != 0;
    }

    /** Sets one; false if it was set already. */
    boolean set(long position) {
        Node node = nodeFor(position >>> NODE_SHIFT);
        int index = leafIndex(position);
        long[] leaf = node.leaves[index];
        if (leaf == null) {
            leaf = newLeaf();
            node.leaves[index] = leaf;
        }
        int word = wordIndex(position);
        long bit = 1L << position;
        if ((leaf[word] & bit) != 0) {
            return false;
        }
        leaf[word] |= bit;
        if (++node.counts[index] == LEAF_BITS) {
            leafIsFull(position >>> NODE_SHIFT, node, index);
        }
        return true;
    }

    /** Sets a range; returns how many of it were clear. */
    long setRange(long from, long to) {
        long added = 0;
        long position = from;
        while (position < to) {
            long nodeEnd = nextNode(position);
            if (nodeEnd - position == 1L << NODE_SHIFT && nodeEnd <= to) {
                added += fillNode(position >>> NODE_SHIFT);
                position = nodeEnd;
            } else {
                long stop = Math.min(to, nextLeaf(position));
                added += setInLeaf(position, stop);
                position = stop;
            }
        }
        return added;
    }

    private long fillNode(long nodeNumber) {
        Node node = nodeFor(nodeNumber);
        long had = 0;
        for (short count : node.counts) {
            had += count;
        }
        ring[slot(nodeNumber)] = FULL_NODE;
        return (1L << NODE_SHIFT) - had;
    }

    private int setInLeaf(long from, long to) {
        Node node = nodeFor(from >>> NODE_SHIFT);
        int index = leafIndex(from);
        long[] leaf = node.leaves[index];
        if (leaf == FULL_LEAF) {
            return 0;
        }
        if (leaf == null) {
            leaf = newLeaf();
            node.leaves[index] = leaf;
        }
        int added = 0;
        for (int word = wordIndex(from), last = wordIndex(to - 1); word <= last; word++) {
            long mask = wordMask(from, to, (from & -LEAF_BITS) + (long) word * Long.SIZE);
            added += Long.bitCount(mask & ~leaf[word]);
            leaf[word] |= mask;
        }
        node.counts[index] += (short) added;
        if (node.counts[index] == LEAF_BITS) {
            leafIsFull(from >>> NODE_SHIFT, node, index);
        }
        return added;
    }

    private void leafIsFull(long nodeNumber, Node node, int index) {
        recycle(node.leaves[index]);
        node.leaves[index] = FULL_LEAF;
        if (++node.fullLeaves == NODE_LEAVES) {
            ring[slot(nodeNumber)] = FULL_NODE;
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
        long position = from;
        while (true) {
            Node node = nodeAt(position >>> NODE_SHIFT);
            if (node == null) {
                return position;
            }
            if (node == FULL_NODE) {
                position = nextNode(position);
                continue;
            }
            long[] leaf = node.leaves[leafIndex(position)];
            if (leaf == null) {
                return position;
            }
            if (leaf != FULL_LEAF) {
                int word = wordIndex(position);
                long clear = ~leaf[word] & (-1L << position);
                while (clear == 0 && ++word < LEAF_WORDS) {
                    clear = ~leaf[word];
                }
                if (clear != 0) {
                    return (position & -LEAF_BITS) + (long) word * Long.SIZE + Long.numberOfTrailingZeros(clear);
                }
            }
            position = nextLeaf(position);
        }
    }

    /** The first position at or after this one that is set; the bound if there is none below it. */
    long nextSet(long from, long bound) {
        long position = from;
        while (position < bound) {
            Node node = nodeAt(position >>> NODE_SHIFT);
            if (node == null) {
                position = nextNode(position);
                continue;
            }
            long[] leaf = node.leaves[leafIndex(position)];
            if (leaf != null) {
                int word = wordIndex(position);
                long set = leaf[word] & (-1L << position);
                while (set == 0 && ++word < LEAF_WORDS) {
                    set = leaf[word];
                }
                if (set != 0) {
                    long found = (position & -LEAF_BITS) + (long) word * Long.SIZE + Long.numberOfTrailingZeros(set);
                    return Math.min(found, bound);
                }
            }
            position = nextLeaf(position);
        }
        return bound;
    }

    /** Clears everything at and after this position; returns how many were set. */
    long clearFrom(long position) {
        long cleared = 0;
        for (long number = Math.max(firstNode, position >>> NODE_SHIFT); number < endNode; number++) {
            Node node = ring[slot(number)];
            if (node == null) {
                continue;
            }
            long nodeStart = number << NODE_SHIFT;
            if (nodeStart >= position) {
                for (short count : node.counts) {
                    cleared += count;
                }
                ring[slot(number)] = null;
            } else {
                cleared += clearInNode(number, node, position);
            }
        }
        endNode = Math.min(endNode, Math.max(firstNode, (position >>> NODE_SHIFT) + 1));
        return cleared;
    }

    private long clearInNode(long number, Node shared, long position) {
        Node node = shared;
        if (shared == FULL_NODE) {
            node = new Node();
            Arrays.fill(node.leaves, FULL_LEAF);
            Arrays.fill(node.counts, (short) LEAF_BITS);
            node.fullLeaves = NODE_LEAVES;
            ring[slot(number)] = node;
        }
        long cleared = 0;
        for (int index = leafIndex(position); index < NODE_LEAVES; index++) {
            long[] leaf = node.leaves[index];
            if (leaf == null) {
                continue;
            }
            if (leaf == FULL_LEAF) {
                node.fullLeaves--;
                leaf = FULL_LEAF.clone();
                node.leaves[index] = leaf;
            }
            long leafStart = (number << NODE_SHIFT) + ((long) index << LEAF_SHIFT);
            int removed = 0;
            for (int word = 0; word < LEAF_WORDS; word++) {
                long mask = wordMask(position, Long.MAX_VALUE, leafStart + (long) word * Long.SIZE);
                removed += Long.bitCount(leaf[word] & mask);
                leaf[word] &= ~mask;
            }
            node.counts[index] -= (short) removed;
            cleared += removed;
            if (node.counts[index] == 0) {
                recycle(leaf);
                node.leaves[index] = null;
            }
        }
        return cleared;
    }

    /** Nobody asks for positions below this one any more. */
    void dropBelow(long position) {
        long leafNumber = position >>> LEAF_SHIFT;
        if (leafNumber == firstLeaf) {
            return;
        }
        long nodeNumber = position >>> NODE_SHIFT;
        for (; firstNode < Math.min(nodeNumber, endNode); firstNode++) {
            ring[slot(firstNode)] = null;
        }
        firstNode = nodeNumber;
        endNode = Math.max(endNode, nodeNumber);
        Node node = nodeAt(nodeNumber);
        if (node != null && node != FULL_NODE) {
            dropLeaves(node, Math.max(firstLeaf, nodeNumber << (NODE_SHIFT - LEAF_SHIFT)), leafNumber);
        }
        firstLeaf = leafNumber;
    }

    private void dropLeaves(Node node, long from, long to) {
        for (long number = from; number < to; number++) {
            int index = (int) number & (NODE_LEAVES - 1);
            long[] leaf = node.leaves[index];
            if (leaf == FULL_LEAF) {
                node.fullLeaves--;
            } else {
                recycle(leaf);
            }
            node.leaves[index] = null;
            node.counts[index] = 0;
        }
    }

    private long[] newLeaf() {
        long[] leaf = spareLeaf;
        if (leaf == null) {
            return new long[LEAF_WORDS];
        }
        spareLeaf = null;
        Arrays.fill(leaf, 0);
        return leaf;
    }

    private void recycle(long @Nullable [] leaf) {
        if (leaf != null) {
            spareLeaf = leaf;
        }
    }

    private Node nodeFor(long number) {
        if (number - firstNode >= ring.length) {
            growRing(number);
        }
        endNode = Math.max(endNode, number + 1);
        Node node = ring[slot(number)];
        if (node == null) {
            node = new Node();
            ring[slot(number)] = node;
        }
        return node;
    }

    private void growRing(long number) {
        long size = Long.highestOneBit(number - firstNode) << 1;
        @Nullable Node[] larger = new @Nullable Node[Math.toIntExact(size)];
        for (long n = firstNode; n < endNode; n++) {
            larger[(int) n & (larger.length - 1)] = ring[slot(n)];
        }
        ring = larger;
    }

    private @Nullable Node nodeAt(long number) {
        return number < firstNode || number >= endNode ? null : ring[slot(number)];
    }

    private long @Nullable [] leafAt(long position) {
        Node node = nodeAt(position >>> NODE_SHIFT);
        return node == null ? null : node.leaves[leafIndex(position)];
    }

    private static long nextNode(long position) {
        return ((position >>> NODE_SHIFT) + 1) << NODE_SHIFT;
    }

    private static long nextLeaf(long position) {
        return ((position >>> LEAF_SHIFT) + 1) << LEAF_SHIFT;
    }

    private int slot(long nodeNumber) {
        return (int) nodeNumber & (ring.length - 1);
    }

    private static int leafIndex(long position) {
        return (int) (position >>> LEAF_SHIFT) & (NODE_LEAVES - 1);
    }

    private static int wordIndex(long position) {
        return (int) (position >>> 6) & (LEAF_WORDS - 1);
    }

    /** The bits of the word that starts at this position which lie in the range. */
    private static long wordMask(long from, long to, long wordStart) {
        if (from >= wordStart + Long.SIZE || to <= wordStart) {
            return 0;
        }
        long mask = from > wordStart ? -1L << from : -1L;
        return to < wordStart + Long.SIZE ? mask & ((1L << to) - 1) : mask;
    }
}
