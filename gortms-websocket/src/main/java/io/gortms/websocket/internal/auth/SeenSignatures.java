package io.gortms.websocket.internal.auth;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Signatures that were accepted, until their timestamps are too old to be accepted again. Bounded: when as many are remembered as
 * may be, no other is accepted until some are too old. Safe for use by any thread.
 */
final class SeenSignatures {

    static final int MOST = 200_000;

    /** A signature, and when it is too old. */
    private record Seen(String signature, Instant until) {}

    private final int most;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Instant> seen = new HashMap<>();

    /** When the newest of those was too old that are remembered no more: the clock may be set back. */
    private Instant forgotten = Instant.MIN;

    private final PriorityQueue<Seen> byTime = new PriorityQueue<>((a, b) -> a.until.compareTo(b.until));

    SeenSignatures(int most) {
        this.most = most;
    }

    /** Remembers a signature. Returns whether it is the first time, and there is room. */
    boolean isFirst(String service, String signature, Instant timestamp, Duration window, Instant now) {
        lock.lock();
        try {
            while (!byTime.isEmpty() && byTime.peek().until.isBefore(now)) {
                Seen old = byTime.remove();
                seen.remove(old.signature);
                forgotten = old.until;
            }
            String both = service + " " + signature;
            Instant until = timestamp.plus(window);
            if (seen.size() >= most || seen.containsKey(both) || !until.isAfter(forgotten)) {
                return false;
            }
            seen.put(both, until);
            byTime.add(new Seen(both, until));
            return true;
        } finally {
            lock.unlock();
        }
    }
}
