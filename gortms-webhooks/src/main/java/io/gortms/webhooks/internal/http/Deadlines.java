package io.gortms.webhooks.internal.http;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ends exchanges that take too long. All that are under way are looked at every {@value #TICK_MS} ms, and nothing happens while
 * none is: cheaper than a timer task for each, of which nearly none would run.
 */
final class Deadlines {

    private static final int TICK_MS = 10;

    private final Set<Exchange> underWay = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean ticking = new AtomicBoolean();
    private final ScheduledThreadPoolExecutor timer;

    Deadlines(ScheduledThreadPoolExecutor timer) {
        this.timer = timer;
    }

    void add(Exchange exchange) {
        underWay.add(exchange);
        startTicking();
    }

    void remove(Exchange exchange) {
        underWay.remove(exchange);
    }

    void cancelAll() {
        underWay.forEach(exchange -> exchange.cancel(true));
    }

    private void startTicking() {
        if (!ticking.get() && ticking.compareAndSet(false, true)) {
            ScheduledFuture<?> unused = timer.schedule(this::tick, TICK_MS, TimeUnit.MILLISECONDS);
        }
    }

    private void tick() {
        try {
            long nowNanos = System.nanoTime();
            underWay.forEach(exchange -> exchange.expire(nowNanos));
        } finally {
            ticking.set(false);
            if (!underWay.isEmpty()) {
                startTicking();
            }
        }
    }
}
