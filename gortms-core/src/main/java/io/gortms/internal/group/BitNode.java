package io.gortms.internal.group;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A sparse set of 262,144 neighbouring positions: 256 leaves of 1,024 bits. A leaf that is empty is null, one that is full is
 * shared by all. Positions are taken by their low 18 bits. Not thread-safe.
 */
final class BitNode {

    static final int SHIFT = 18;
    static final int BITS = 1 << SHIFT;

    private static final int LEAF_SHIFT = 10;
    private static final int LEAF_BITS = 1 << LEAF_SHIFT;
    private static final int LEAF_WORDS = LEAF_BITS / Long.SIZE;
    private static final int LEAVES = BITS / LEAF_BITS;
    private static final long[] FULL_LEAF = new long[LEAF_WORDS];

    /** All are set. Shared, and never changed. */
    static final BitNode FULL = new BitNode();

    static {
        Arrays.fill(FULL_LEAF, -1L);
        FULL.fill();
    }

    private final long[] @Nullable [] leaves = new long[LEAVES] @Nullable [];
    private final short[] counts = new short[LEAVES];
    private int count;

    /** A node that is full, for changing. */
    static BitNode newFull() {
        BitNode node = new BitNode();
        node.fill();
        return node;
    }

    private void fill() {
        Arrays.fill(leaves, FULL_LEAF);
        Arrays.fill(counts, (short) LEAF_BITS);
        count = BITS;
    }

    /** How many are set. */
    int count() {
        return count;
    }

    boolean isFull() {
        return count == BITS;
    }

    boolean isSet(long position) {
        long[] leaf = leaves[leafIndex(position)];
        return leaf != null && (leaf[wordIndex(position)] & (1L << position)) != 0;
    }

    /** Sets one; false if it was set already. */
    boolean set(long position) {
        int index = leafIndex(position);
        long[] leaf = leaves[index];
        if (leaf == null) {
            leaf = new long[LEAF_WORDS];
            leaves[index] = leaf;
        }
        int word = wordIndex(position);
        long bit = 1L << position;
        if ((leaf[word] & bit) != 0) {
            return false;
        }
        leaf[word] |= bit;
        added(index, 1);
        return true;
    }

    /** Sets those from {@code from} up to but not including {@code to}, by offset in the node; returns how many were not. */
    int setRange(int from, int to) {
        int before = count;
        for (int start = from; start < to; ) {
            int end = Math.min(to, nextLeaf(start));
            setInLeaf(start, end);
            start = end;
        }
        return count - before;
    }

    private void setInLeaf(int from, int to) {
        int index = leafIndex(from);
        long[] leaf = leaves[index];
        if (leaf == FULL_LEAF) {
            return;
        }
        if (leaf == null) {
            leaf = new long[LEAF_WORDS];
            leaves[index] = leaf;
        }
        int added = 0;
        for (int word = wordIndex(from); word <= wordIndex(to - 1); word++) {
            long mask = wordMask(from, to, leafStart(index) + word * Long.SIZE);
            added += Long.bitCount(mask & ~leaf[word]);
            leaf[word] |= mask;
        }
        added(index, added);
    }

    private void added(int index, int added) {
        count += added;
        counts[index] += (short) added;
        if (counts[index] == LEAF_BITS) {
            leaves[index] = FULL_LEAF;
        }
    }

    /** The first offset from this one on that is clear, or {@link #BITS}. */
    int nextClear(int from) {
        for (int offset = from; offset < BITS; offset = nextLeaf(offset)) {
            long[] leaf = leaves[leafIndex(offset)];
            if (leaf == null) {
                return offset;
            }
            if (leaf != FULL_LEAF) {
                int word = wordIndex(offset);
                long clear = ~leaf[word] & (-1L << offset);
                while (clear == 0 && ++word < LEAF_WORDS) {
                    clear = ~leaf[word];
                }
                if (clear != 0) {
                    return (offset & -LEAF_BITS) + word * Long.SIZE + Long.numberOfTrailingZeros(clear);
                }
            }
        }
        return BITS;
    }

    /** The first offset from this one on that is set, or {@link #BITS}. */
    int nextSet(int from) {
        for (int offset = from; offset < BITS; offset = nextLeaf(offset)) {
            long[] leaf = leaves[leafIndex(offset)];
            if (leaf != null) {
                int word = wordIndex(offset);
                long set = leaf[word] & (-1L << offset);
                while (set == 0 && ++word < LEAF_WORDS) {
                    set = leaf[word];
                }
                if (set != 0) {
                    return (offset & -LEAF_BITS) + word * Long.SIZE + Long.numberOfTrailingZeros(set);
                }
            }
        }
        return BITS;
    }

    /** Clears everything from this offset on; returns how many were set. */
    int clearFrom(int offset) {
        int before = count;
        for (int index = leafIndex(offset); index < LEAVES; index++) {
            long[] leaf = leaves[index];
            if (leaf != null && leafStart(index) >= offset) {
                drop(index);
            } else if (leaf != null) {
                clearInLeaf(index, leaf == FULL_LEAF ? FULL_LEAF.clone() : leaf, offset);
            }
        }
        return before - count;
    }

    private void clearInLeaf(int index, long[] leaf, int from) {
        int removed = 0;
        for (int word = 0; word < LEAF_WORDS; word++) {
            long mask = wordMask(from, BITS, leafStart(index) + word * Long.SIZE);
            removed += Long.bitCount(leaf[word] & mask);
            leaf[word] &= ~mask;
        }
        leaves[index] = leaf;
        counts[index] -= (short) removed;
        count -= removed;
    }

    /** Clears the leaves from one offset to another; both are the start of their leaf or of what was cleared before. */
    void dropLeaves(int from, int to) {
        for (int index = leafIndex(from); index < leafIndex(to); index++) {
            drop(index);
        }
    }

    private void drop(int index) {
        leaves[index] = null;
        count -= counts[index];
        counts[index] = 0;
    }

    private static int nextLeaf(int offset) {
        return (offset & -LEAF_BITS) + LEAF_BITS;
    }

    private static int leafStart(int index) {
        return index << LEAF_SHIFT;
    }

    private static int leafIndex(long position) {
        return (int) (position >>> LEAF_SHIFT) & (LEAVES - 1);
    }

    private static int wordIndex(long position) {
        return (int) (position >>> 6) & (LEAF_WORDS - 1);
    }

    /** The bits of the word that starts at this offset which lie in the range. */
    private static long wordMask(int from, int to, int wordStart) {
        if (from >= wordStart + Long.SIZE || to <= wordStart) {
            return 0;
        }
        long mask = from > wordStart ? -1L << from : -1L;
        return to < wordStart + Long.SIZE ? mask & ((1L << to) - 1) : mask;
    }
}
