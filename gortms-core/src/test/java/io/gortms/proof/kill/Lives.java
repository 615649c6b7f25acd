package io.gortms.proof.kill;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * From when to when each message may be delivered. Empty where no message expires; then every message lives for ever, and has
 * no key. Times are those of the broker's clock.
 */
final class Lives {

    private record Life(Terms terms, long startMicros) {}

    private final Map<Long, Life> lives = new HashMap<>();

    /** A message was seen. */
    void add(long position, long number, long startMicros) {
        Life life = new Life(Terms.of(number), startMicros);
        Life before = lives.put(position, life);
        if (before != null && !before.equals(life)) {
            throw new AssertionError("position " + position + " was " + before + ", and is " + life);
        }
    }

    /** Whether nobody has a receipt of it and nobody has seen it: nothing is promised of it. */
    boolean isUnknown(long position) {
        return !lives.isEmpty() && !lives.containsKey(position);
    }

    /** Whether its time was over then. */
    boolean isExpired(long position, long nowMicros) {
        Life life = lives.get(position);
        return life != null && life.startMicros + life.terms.ttlMicros() <= nowMicros;
    }

    /** For how long its time was over then; 0 if it was not, or nobody knows. */
    long overSinceMicros(long position, long nowMicros) {
        Life life = lives.get(position);
        return life == null ? 0 : Math.max(0, nowMicros - life.startMicros - life.terms.ttlMicros());
    }

    /** Whether its time was over in this span of the clock, the end included. */
    boolean expiresWithin(long position, long fromMicros, long toMicros) {
        return !isExpired(position, fromMicros - 1) && isExpired(position, toMicros);
    }

    /** Whether its time had come then. */
    boolean hasBegun(long position, long nowMicros) {
        Life life = lives.get(position);
        return life == null || life.startMicros <= nowMicros;
    }

    boolean isDelayed(long position) {
        Life life = lives.get(position);
        return life != null && life.terms.delayMicros() > 0;
    }

    @Nullable String key(long position) {
        Life life = lives.get(position);
        return life == null ? null : life.terms.key();
    }
}
