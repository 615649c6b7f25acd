package io.gortms.internal.journal;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Tells the listener of each damaged place once, however many readers come across it. Safe for use by any thread.
 */
final class DamageLog {

    /** A place is known by the first record behind it that can be read. */
    private record Place(Path file, long nextPosition) {}

    private final DamageListener listener;
    private final Map<Place, Long> lowestReported = new HashMap<>();

    DamageLog(DamageListener listener) {
        this.listener = listener;
    }

    /**
     * The records from one position to before another cannot be read; none of them if both are the same, and only what
     * stands between the records is damaged.
     */
    void lost(Path file, long from, long to) {
        long until = to;
        synchronized (this) {
            Long lowest = lowestReported.putIfAbsent(new Place(file, to), from);
            if (lowest != null) {
                if (from >= lowest) {
                    return;
                }
                lowestReported.put(new Place(file, to), from);
                until = lowest;
            }
        }
        listener.onDamage(file, describe(from, until), until - from);
    }

    /** A file that only helps to open the journal is damaged. */
    void unusable(Path file, String description) {
        listener.onDamage(file, description, 0);
    }

    private static String describe(long from, long to) {
        if (from == to) {
            return "damaged before position " + to + "; no message is lost";
        }
        return from + 1 == to
                ? "the message at position " + from + " cannot be read; it is skipped"
                : "the messages at positions " + from + " to " + (to - 1) + " cannot be read; they are skipped";
    }
}
