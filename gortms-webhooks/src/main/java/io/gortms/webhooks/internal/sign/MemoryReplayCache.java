package io.gortms.webhooks.internal.sign;

import io.gortms.webhooks.ReplayCache;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** The attempts of some minutes, in the order they came in. */
public final class MemoryReplayCache implements ReplayCache {

    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();
    // guarded by lock
    private final Map<String, Instant> untilByKey = new LinkedHashMap<>();

    // the latest end of one that is remembered no more: when the clock is set back, nobody knows who came before that
    private Instant forgotten = Instant.MIN;

    /** Makes an empty one for this many attempts. */
    public MemoryReplayCache(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity is at least 1, not " + capacity);
        }
        this.capacity = capacity;
    }

    @Override
    public boolean add(String key, Instant now, Instant until) {
        lock.lock();
        try {
            forgetOld(now);
            if (!until.isAfter(forgotten) || untilByKey.putIfAbsent(key, until) != null) {
                return false;
            }
            if (untilByKey.size() > capacity) {
                untilByKey.remove(untilByKey.keySet().iterator().next());
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    // Attempts come nearly in the order they expire in; one that hides behind a later one waits for it.
    private void forgetOld(Instant now) {
        Iterator<Instant> untils = untilByKey.values().iterator();
        while (untils.hasNext()) {
            Instant until = untils.next();
            if (!until.isBefore(now)) {
                return;
            }
            forgotten = until.isAfter(forgotten) ? until : forgotten;
            untils.remove();
        }
    }
}
