package io.gortms.internal.stats;

import java.util.ArrayDeque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * How many of everything there were at any time of the last day, by the minute: noted only where it has changed, at most 1,441
 * times, which take about 64 bytes each. Safe for use by any thread.
 */
final class LevelHistory {

    private static final long MINUTE_SECONDS = 60;
    private static final long KEPT_SECONDS = 86_400;

    private final ArrayDeque<Levels> noted = new ArrayDeque<>();

    /** How many there are from this second on; of one minute the last word counts. */
    synchronized void note(Levels now) {
        Levels last = noted.peekLast();
        if (last != null && last.sameAs(now)) {
            return;
        }
        if (last != null && noted.size() > 1 && minute(last.second()) == minute(now.second())) {
            noted.removeLast();
        }
        noted.addLast(now);
        dropBefore(now.second() - KEPT_SECONDS);
    }

    private static long minute(long second) {
        return Math.floorDiv(second, MINUTE_SECONDS);
    }

    /** What was so at that second stays, however long ago it began. */
    private void dropBefore(long second) {
        while (noted.size() > 1) {
            Levels oldest = noted.removeFirst();
            if (noted.element().second() > second) {
                noted.addFirst(oldest);
                return;
            }
        }
    }

    /** How many there were at this second; null if that is not known. */
    synchronized @Nullable Levels at(long second) {
        for (Iterator<Levels> newestFirst = noted.descendingIterator(); newestFirst.hasNext(); ) {
            Levels levels = newestFirst.next();
            if (levels.second() <= second) {
                return levels;
            }
        }
        return null;
    }

    /** How often a change is noted. */
    synchronized int size() {
        return noted.size();
    }
}
