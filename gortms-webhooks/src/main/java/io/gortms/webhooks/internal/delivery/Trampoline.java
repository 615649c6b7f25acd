package io.gortms.webhooks.internal.delivery;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs work that may ask for more of its kind: what is asked for while some of it runs on this thread runs after it, not inside it.
 * Without that, webhooks that are done with at once would stand on each other's stack.
 */
final class Trampoline {

    private static final Logger LOG = LoggerFactory.getLogger(Trampoline.class);
    private static final ThreadLocal<Deque<Runnable>> NEXT = new ThreadLocal<>();

    private Trampoline() {}

    /** Runs this now, or after what runs on this thread. */
    static void run(Runnable work) {
        Deque<Runnable> next = NEXT.get();
        if (next != null) {
            next.add(work);
            return;
        }
        next = new ArrayDeque<>();
        NEXT.set(next);
        try {
            for (Runnable now = work; now != null; now = next.poll()) {
                runAlone(now);
            }
        } finally {
            NEXT.remove();
        }
    }

    /** What fails keeps nothing that was asked for from its turn. */
    private static void runAlone(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            LOG.error("what follows the end of an attempt failed", e);
        }
    }
}
