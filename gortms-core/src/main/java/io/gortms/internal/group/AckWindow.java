package io.gortms.internal.group;

/**
 * Which positions a group has settled: all below the {@linkplain #cursor() cursor}, and any number above it. Pure memory,
 * no limit on holes; in order settling costs an increment, out of order a bit. Not thread-safe.
 */
public final class AckWindow {

    private final SettledBits bits = new SettledBits();
    private long cursor;
    private long limit;
    private long settledAboveCursor;

    /** Everything below this position is settled, nothing else. */
    public AckWindow(long cursor) {
        moveTo(cursor);
    }

    /** The next position that is not settled contiguously. */
    public long cursor() {
        return cursor;
    }

    /** One behind the highest settled position; the cursor if nothing above it is settled. */
    public long limit() {
        return limit;
    }

    /** How many above the cursor are settled: the lag of a queue that ends at {@code end} is end - cursor - this. */
    public long settledAboveCursor() {
        return settledAboveCursor;
    }

    /** Settles one position; false if it was settled already. */
    public boolean settle(long position) {
        if (position > cursor) {
            if (!bits.set(position)) {
                return false;
            }
            settledAboveCursor++;
            if (position >= limit) {
                limit = position + 1;
            }
            return true;
        }
        if (position < cursor) {
            return false;
        }
        advance(cursor + 1);
        return true;
    }

    /** Settles positions from {@code from} up to but not including {@code to}; returns how many were not yet. */
    public long settleRange(long from, long to) {
        long start = Math.max(from, cursor);
        if (start >= to) {
            return 0;
        }
        if (start > cursor) {
            long added = bits.setRange(start, to);
            settledAboveCursor += added;
            limit = Math.max(limit, to);
            return added;
        }
        long had = settledAboveCursor == 0 ? 0 : bits.count(start, to);
        settledAboveCursor -= had;
        advance(to);
        return to - start - had;
    }

    /** Everything below is settled now, and none above that was counted lies below. */
    private void advance(long to) {
        if (settledAboveCursor == 0) {
            cursor = to;
            limit = to;
        } else {
            cursor = bits.nextClear(to);
            settledAboveCursor -= cursor - to;
            limit = Math.max(limit, cursor);
        }
        bits.dropBelow(cursor);
    }

    /** Whether this position is settled. */
    public boolean isSettled(long position) {
        return position < cursor || (position < limit && bits.isSet(position));
    }

    /** The first position at or after this one that is not settled. */
    public long nextUnsettled(long from) {
        return from <= cursor ? cursor : from >= limit ? from : bits.nextClear(from);
    }

    /** The first position at or after this one that is settled, or {@link Long#MAX_VALUE} if there is none. */
    public long nextSettled(long from) {
        if (from < cursor) {
            return from;
        }
        if (settledAboveCursor == 0 || from >= limit) {
            return Long.MAX_VALUE;
        }
        long found = bits.nextSet(from, limit);
        return found < limit ? found : Long.MAX_VALUE;
    }

    /** The settled ranges between two positions, in order, cut to them. */
    public void forEachRange(long from, long to, RangeConsumer consumer) {
        long start = nextSettled(from);
        while (start < to) {
            long end = Math.min(to, nextUnsettled(start));
            consumer.range(start, end);
            start = nextSettled(end);
        }
    }

    /** Everything below the target counts as settled, everything at and after it is forgotten. */
    public void moveTo(long target) {
        bits.reset(target);
        cursor = target;
        limit = target;
        settledAboveCursor = 0;
    }

    /** Forgets everything at and beyond the end; the cursor does not stay beyond it. */
    public void cutAt(long end) {
        if (end <= cursor) {
            moveTo(end);
        } else if (end < limit) {
            settledAboveCursor -= bits.clearFrom(end);
            limit = lastSettledBelow(end) + 1;
        }
    }

    private long lastSettledBelow(long end) {
        long last = cursor - 1;
        for (long from = nextSettled(cursor); from < end; from = nextSettled(from)) {
            from = nextUnsettled(from);
            last = from - 1;
        }
        return last;
    }
}
