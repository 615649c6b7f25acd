package io.gortms.websocket.internal.console;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows down who fails: after some failures each further one doubles the wait, from a second to five minutes. A quarter of an hour
 * without a failure, or a success, and all is forgotten. Bounded: of too many the oldest are forgotten. Not safe for use by several
 * threads.
 */
final class LoginThrottle {

    private static final int MOST = 10_000;
    private static final int MOST_DOUBLINGS = 9;
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Duration FORGOTTEN = Duration.ofMinutes(15);

    /** How often somebody has failed, and when last. */
    private record Failures(int count, Instant last) {}

    private final int free;
    private final Map<String, Failures> failures = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > MOST;
        }
    };

    /**
     * A throttle.
     *
     * @param free how many failures cost nothing
     */
    LoginThrottle(int free) {
        this.free = free;
    }

    /** How long it is to wait until it may try; zero if it may. */
    Duration wait(String who, Instant now) {
        Failures before = failures.get(who);
        if (before == null || before.count < free || isForgotten(before, now)) {
            return Duration.ZERO;
        }
        Duration pause = Duration.ofSeconds(1L << Math.min(MOST_DOUBLINGS, before.count - free));
        Duration left = Duration.between(now, before.last.plus(pause.compareTo(LONGEST) > 0 ? LONGEST : pause));
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** It has failed. Returns how often, lately. */
    int failed(String who, Instant now) {
        Failures before = failures.remove(who);
        int count = before == null || isForgotten(before, now) ? 1 : before.count + 1;
        failures.put(who, new Failures(count, now));
        return count;
    }

    void succeeded(String who) {
        failures.remove(who);
    }

    private static boolean isForgotten(Failures before, Instant now) {
        return !now.isBefore(before.last.plus(FORGOTTEN));
    }
}
