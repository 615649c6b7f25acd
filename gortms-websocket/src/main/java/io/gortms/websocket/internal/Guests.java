package io.gortms.websocket.internal;

import io.gortms.websocket.internal.auth.Refusal;
import io.gortms.websocket.internal.auth.Standing;
import io.gortms.websocket.internal.net.CloseCodes;
import io.gortms.websocket.internal.net.Connection;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who was let in by name. Every second it is seen who would be let in no more, because a token has expired or a service has
 * lost its place; these are sent away. Safe for use by any thread.
 */
final class Guests {

    private static final Logger LOG = LoggerFactory.getLogger(Guests.class);
    private static final long SECONDS = 1;

    private final ScheduledExecutorService timer;
    private final InstantSource clock;

    /** Guards everything below; held while all are looked at. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Map<Connection, Standing> guests = new HashMap<>();

    Guests(ScheduledExecutorService timer, InstantSource clock) {
        this.timer = timer;
        this.clock = clock;
    }

    void add(Connection connection, Standing standing) {
        if (standing == Standing.FOREVER) {
            return;
        }
        lock.lock();
        try {
            guests.put(connection, standing);
            if (guests.size() == 1) {
                lookLater();
            }
        } finally {
            lock.unlock();
        }
    }

    private void lookLater() {
        try {
            var unused = timer.schedule(this::look, SECONDS, TimeUnit.SECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("the server is closed, and everybody is sent away", e);
        }
    }

    private void look() {
        lock.lock();
        try {
            Instant now = clock.instant();
            for (Iterator<Map.Entry<Connection, Standing>> all =
                            guests.entrySet().iterator();
                    all.hasNext(); ) {
                Map.Entry<Connection, Standing> guest = all.next();
                if (guest.getKey().isEnding() || isSentAway(guest.getKey(), guest.getValue(), now)) {
                    all.remove();
                }
            }
            if (!guests.isEmpty()) {
                lookLater();
            }
        } finally {
            lock.unlock();
        }
    }

    private static boolean isSentAway(Connection connection, Standing standing, Instant now) {
        try {
            standing.check(now);
            return false;
        } catch (Refusal e) {
            connection.close(CloseCodes.OF_STATUS + e.status(), e.text());
            return true;
        }
    }
}
