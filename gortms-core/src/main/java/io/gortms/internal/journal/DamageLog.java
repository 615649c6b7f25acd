package io.gortms.internal.journal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Tells the listener of each position that is lost once, however many readers come across it, and in however large steps.
 * Safe for use by any thread.
 */
final class DamageLog {

    /** From one position to before another. */
    private record Range(long from, long to) {}

    /** What is known of a file. */
    private static final class Known {

        /** Beginnings of ranges that are lost, and where they end. */
        private final TreeMap<Long, Long> lost = new TreeMap<>();

        /** Records before which something is damaged that was no record. */
        private final Set<Long> damagedBefore = new HashSet<>();

        /** The pieces of the range that were not known, and are now. */
        List<Range> add(long from, long to) {
            if (from == to) {
                boolean behindLost = from > 0 && lostUntil(from - 1) == from;
                return !behindLost && damagedBefore.add(to) ? List.of(new Range(from, to)) : List.of();
            }
            List<Range> news = new ArrayList<>();
            long at = from;
            while (at < to) {
                if (lostUntil(at) > at) {
                    at = lostUntil(at);
                } else {
                    Long next = lost.higherKey(at);
                    long end = next == null ? to : Math.min(next, to);
                    lost.put(at, end);
                    news.add(new Range(at, end));
                    at = end;
                }
            }
            return news;
        }

        private long lostUntil(long position) {
            Map.Entry<Long, Long> range = lost.floorEntry(position);
            return range == null ? position : Math.max(position, range.getValue());
        }
    }

    private final DamageListener listener;
    private final Map<Path, Known> files = new HashMap<>();
    private volatile boolean closed;

    DamageLog(DamageListener listener) {
        this.listener = listener;
    }

    /**
     * The records from one position to before another cannot be read; none of them if both are the same, and only what
     * stands between the records is damaged.
     */
    void lost(Path file, long from, long to) {
        if (closed) {
            return;
        }
        List<Range> news;
        synchronized (this) {
            news = files.computeIfAbsent(file, f -> new Known()).add(from, to);
        }
        news.forEach(range -> listener.onDamage(file, describe(range), range.to - range.from));
    }

    /** The journal is closed: what a reader that is still at work does not find is no damage. */
    void close() {
        closed = true;
    }

    /** A file that only helps to open the journal is damaged. */
    void unusable(Path file, String description) {
        listener.onDamage(file, description, 0);
    }

    private static String describe(Range lost) {
        if (lost.from == lost.to) {
            return "damaged before position " + lost.to + "; no message is lost";
        }
        return lost.from + 1 == lost.to
                ? "the message at position " + lost.from + " cannot be read; it is skipped"
                : "the messages at positions " + lost.from + " to " + (lost.to - 1)
                        + " cannot be read; they are skipped";
    }
}
