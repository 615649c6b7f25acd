package io.gortms.model;

import io.gortms.Delivery;
import io.gortms.model.Progress.Hold;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A group as the contract describes it. Fed the time; every method is one thing that happens to the group. */
final class ModelGroup {

    private final String name;
    private final ModelQueue queue;
    private final List<Progress> progress = new ArrayList<>();
    private final ModelBreaker breaker = new ModelBreaker();
    private ModelCounters counters = new ModelCounters();
    private boolean paused;

    /** How long it may be idle, 0 for ever. */
    private long ttlMs;

    private long usedMs;

    /** A group that begins at this position. */
    ModelGroup(String name, ModelQueue queue, long start, long nowMs) {
        this.name = name;
        this.queue = queue;
        this.usedMs = nowMs;
        for (long p = 0; p < queue.end(); p++) {
            at(p).settled = p < start;
        }
    }

    /** How many messages wait at least: one that expires in somebody's hands need not count. */
    long leastWaiting(long nowMs) {
        return unsettled().stream()
                .filter(p -> at(p).out == null || !queue.isExpired(p, nowMs))
                .count();
    }

    /** How many wait at most. */
    long mostWaiting() {
        return unsettled().size();
    }

    private boolean isFor(long position) {
        ModelGroup only = message(position).onlyFor();
        return only == null || only == this;
    }

    /** Whether it has nothing to do with the message any more. */
    boolean hasSettled(long position) {
        return at(position).settled || !isFor(position) || queue.isDropped(position);
    }

    String name() {
        return name;
    }

    ModelBreaker breaker() {
        return breaker;
    }

    ModelCounters counters() {
        return counters;
    }

    void ttl(long ms) {
        ttlMs = ms;
    }

    /** It was polled. */
    void used(long nowMs) {
        usedMs = nowMs;
    }

    /** When it will have been idle for its ttl if nothing happens. */
    long idleEndMs() {
        return ttlMs == 0 || !out().isEmpty() ? ModelMessage.NEVER : usedMs + ttlMs;
    }

    boolean isPaused() {
        return paused;
    }

    void pause(boolean pause) {
        paused = pause;
    }

    ModelMessage message(long position) {
        return queue.message(position);
    }

    Progress at(long position) {
        while (progress.size() <= position) {
            progress.add(new Progress());
        }
        return progress.get((int) position);
    }

    /** The positions it has not settled, ascending. */
    List<Long> unsettled() {
        List<Long> found = new ArrayList<>();
        for (long p = 0; p < queue.end(); p++) {
            if (!hasSettled(p)) {
                found.add(p);
            }
        }
        return found;
    }

    long position() {
        List<Long> unsettled = unsettled();
        return unsettled.isEmpty() ? queue.end() : unsettled.get(0);
    }

    List<ModelDelivery> out() {
        List<ModelDelivery> out = new ArrayList<>();
        for (Progress each : progress) {
            if (each.out != null) {
                out.add(each.out);
            }
        }
        return out;
    }

    /** How many have failed and are not in somebody's hands. */
    long retrying() {
        return unsettled().stream()
                .map(this::at)
                .filter(each -> each.failures > 0 && each.out == null)
                .count();
    }

    ModelDelivery handedOut(Delivery real, long nowMs) {
        Progress it = at(real.position());
        it.deliveries++;
        it.dueMs = 0;
        it.dueAtLatestMs = 0;
        it.hold = Hold.YES;
        breaker.onHandedOut();
        counters.delivered++;
        if (it.deliveries > 1) {
            counters.redelivered++;
        }
        ModelDelivery delivery = new ModelDelivery(
                this,
                real.position(),
                real,
                breaker.era(),
                nowMs + queue.options().ackTimeoutMs());
        it.out = delivery;
        return delivery;
    }

    void ack(ModelDelivery delivery, long nowMs) {
        counters.acked++;
        usedMs = nowMs;
        breaker.onResult(queue.options().breaker(), delivery.era, false, nowMs);
        settle(delivery.position, nowMs);
    }

    void reject(ModelDelivery delivery, String reason, long nowMs) {
        usedMs = nowMs;
        breaker.onNoResult(delivery.era);
        bury(delivery.position, Set.of(reason), nowMs);
    }

    /** Given back: neither a delivery nor a failure is counted. */
    void release(ModelDelivery delivery, long delayMs, long nowMs) {
        Progress it = at(delivery.position);
        it.out = null;
        it.deliveries--;
        counters.released++;
        usedMs = nowMs;
        breaker.onNoResult(delivery.era);
        comeAgain(delivery.position, delayMs, delayMs, nowMs);
    }

    /** Failed: a nack, one with a delay, or the end of the lease. */
    void fail(ModelDelivery delivery, ModelFailure cause, long delayMs, long nowMs) {
        Progress it = at(delivery.position);
        it.out = null;
        it.failures++;
        it.firstFailureMs = it.firstFailureMs == 0 ? nowMs : it.firstFailureMs;
        it.lastFailureMs = nowMs;
        counters.nacked++;
        usedMs = nowMs;
        breaker.onResult(queue.options().breaker(), delivery.era, true, nowMs);
        Set<String> reasons = cause.deadReasons(queue.options(), it);
        ModelRetry retry = queue.options().retry();
        if (!reasons.isEmpty()) {
            bury(delivery.position, reasons, nowMs);
        } else if (cause == ModelFailure.NACK_WITH_DELAY) {
            comeAgain(delivery.position, delayMs, delayMs, nowMs);
        } else {
            comeAgain(delivery.position, retry.earliestMs(it.failures), retry.latestMs(it.failures), nowMs);
        }
    }

    private void comeAgain(long position, long earliestMs, long latestMs, long nowMs) {
        Progress it = at(position);
        if (queue.message(position).expiresMs(queue.options()) <= nowMs) {
            expire(position, nowMs, false);
        } else if (latestMs > 0) {
            it.dueMs = nowMs + earliestMs;
            it.dueAtLatestMs = nowMs + latestMs;
        }
    }

    /** What is not in somebody's hands and has expired goes. */
    void expireDue(long nowMs, boolean again) {
        for (long p : unsettled()) {
            if (at(p).out == null && queue.message(p).expiresMs(queue.options()) <= nowMs) {
                expire(p, nowMs, again);
            }
        }
    }

    /**
     * A message expires.
     *
     * @param again whether it had expired before the group was moved to it: whether that is told once more is not promised
     */
    private void expire(long position, long nowMs, boolean again) {
        boolean bury = queue.options().buryExpired() || at(position).failures > 0;
        if (again) {
            if (bury) {
                queue.letters().mayCome(ModelLetter.of(this, position, Set.of("expired"), nowMs));
            }
            counters.mayHaveExpired++;
            settle(position, nowMs);
        } else if (bury) {
            bury(position, Set.of("expired"), nowMs);
        } else {
            counters.expired++;
            settle(position, nowMs);
        }
    }

    /** Given up: it is in the dead-letter queue for one of these reasons. */
    void bury(long position, Set<String> reasons, long nowMs) {
        queue.letters().mustCome(ModelLetter.of(this, position, reasons, nowMs));
        counters.deadLettered++;
        settle(position, nowMs);
    }

    /** Goes to make room, whoever has it. */
    List<ModelDelivery> drop(long position, long nowMs) {
        if (hasSettled(position)) {
            return List.of();
        }
        counters.dropped++;
        ModelDelivery revoked = at(position).out;
        if (revoked != null) {
            breaker.onNoResult(revoked.era);
            usedMs = nowMs;
        }
        settle(position, nowMs);
        return revoked == null ? List.of() : List.of(revoked);
    }

    private void settle(long position, long nowMs) {
        Progress it = at(position);
        it.forget();
        it.settled = true;
        String key = message(position).key();
        if (key != null) {
            freed(key, nowMs);
        }
    }

    /** The next one's turn is now, though it goes out later; whether that is a delayed one that is due, is not promised. */
    private void freed(String key, long nowMs) {
        for (long p : unsettled()) {
            ModelMessage next = message(p);
            if (key.equals(next.key()) && next.deliverAtMs() <= nowMs && at(p).hold != Hold.YES) {
                at(p).hold = Hold.MAYBE;
                if (next.deliverAtMs() == 0) {
                    return;
                }
            }
        }
    }

    /** The message is gone for everybody: there is nothing to settle. */
    void leaveOut(long position) {
        at(position).forget();
        at(position).settled = true;
    }

    /** Open deliveries are revoked; what is below counts as settled, the rest is forgotten. */
    List<ModelDelivery> seek(long target, long nowMs) {
        List<ModelDelivery> revoked = out();
        usedMs = revoked.isEmpty() ? usedMs : nowMs;
        revoked.forEach(delivery -> breaker.onNoResult(delivery.era));
        counters.skipped += unsettled().stream().filter(p -> p < target).count();
        for (long p = 0; p < queue.end(); p++) {
            at(p).forget();
            at(p).settled = p < target;
        }
        expireDue(nowMs, true);
        return revoked;
    }

    /** The broker was closed, or its process has died, and is there again. */
    void reopened(boolean killed, long nowMs) {
        usedMs = nowMs;
        for (long p : unsettled()) {
            Progress each = at(p);
            each.outOfTurn =
                    each.wasTried() || message(p).key() != null || message(p).deliverAtMs() > 0;
            if (each.out != null) {
                each.out = null;
                each.deliveries -= killed ? 0 : 1;
                each.hold = Hold.MAYBE;
            } else if (each.hold != Hold.NO && each.failures == 0 && each.dueAtLatestMs == 0) {
                each.hold = Hold.MAYBE;
            }
        }
        counters = new ModelCounters();
        breaker.reset();
    }
}
