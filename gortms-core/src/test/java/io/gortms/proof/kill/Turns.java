package io.gortms.proof.kill;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongPredicate;

/** Checks that the messages of a key come to a group one after another, those that are not delayed in order. */
final class Turns {

    private final Lives lives;

    /** Of each key, the message that was delivered last. */
    private final Map<String, Long> holders = new HashMap<>();

    /** Of each key, the highest one that was delivered and not delayed. */
    private final Map<String, Long> highest = new HashMap<>();

    Turns(Lives lives) {
        this.lives = lives;
    }

    /**
     * A message is delivered.
     *
     * @param first whether it was never delivered before
     * @param out whether a consumer has a message
     * @param owed whether a message is certainly not settled
     * @return what is wrong with that, or an empty text
     */
    String delivered(long position, boolean first, long nowMicros, LongPredicate out, LongPredicate owed) {
        String key = lives.key(position);
        if (key == null) {
            return "";
        }
        long before = holders.getOrDefault(key, position);
        holders.put(key, position);
        if (before != position && out.test(before)) {
            return "is delivered while " + before + " of the same key is out";
        }
        if (before < position && owed.test(before) && !lives.isExpired(before, nowMicros)) {
            return "is delivered while " + before + " of the same key is to come again";
        }
        if (first && !lives.isDelayed(position)) {
            long last = highest.getOrDefault(key, -1L);
            highest.put(key, Math.max(last, position));
            return position > last ? "" : "comes first after " + last + " of the same key";
        }
        return "";
    }
}
