package io.gortms.model;

import io.gortms.BreakerState;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The circuit breaker of a group. */
final class ModelBreaker {

    private static final int WINDOW = 100;

    private BreakerState state = BreakerState.CLOSED;
    private final Deque<Boolean> failed = new ArrayDeque<>();
    private long openUntilMs;
    private int successes;
    private boolean probing;

    /** Grows with each change: results of calls begun in an earlier state are ignored. */
    private int era;

    int era() {
        return era;
    }

    /** The state now: an open one whose time is over is half open. */
    BreakerState state(long nowMs) {
        if (state == BreakerState.OPEN && nowMs >= openUntilMs) {
            change(BreakerState.HALF_OPEN);
        }
        return state;
    }

    /** Whether it was handed out anything since it is half open; until then it may still call itself open. */
    boolean isUntouched() {
        return !probing && successes == 0;
    }

    /** How many messages may go out now. */
    int allowed(long nowMs) {
        return switch (state(nowMs)) {
            case CLOSED -> Integer.MAX_VALUE;
            case OPEN -> 0;
            case HALF_OPEN -> probing ? 0 : 1;
        };
    }

    void onHandedOut() {
        probing = state == BreakerState.HALF_OPEN;
    }

    /** Released, rejected or revoked: counts neither way. */
    void onNoResult(int eraOfDelivery) {
        if (eraOfDelivery == era) {
            probing = false;
        }
    }

    void onResult(ModelOptions.@Nullable Breaking policy, int eraOfDelivery, boolean failure, long nowMs) {
        if (policy == null || eraOfDelivery != era || state(nowMs) == BreakerState.OPEN) {
            return;
        }
        if (state == BreakerState.CLOSED) {
            failed.add(failure);
            if (failed.size() > WINDOW) {
                failed.remove();
            }
            long failures = failed.stream().filter(f -> f).count();
            if (failed.size() >= policy.minimum() && failures >= policy.threshold() * failed.size()) {
                open(nowMs);
            }
            return;
        }
        probing = false;
        if (failure) {
            open(nowMs);
        } else if (++successes >= policy.successes()) {
            change(BreakerState.CLOSED);
        }
    }

    private void open(long nowMs) {
        openUntilMs = nowMs + ModelOptions.OPEN_TIMEOUT_MS;
        change(BreakerState.OPEN);
    }

    /** The queue has no policy any more. */
    void onPolicyGone() {
        if (state != BreakerState.CLOSED) {
            change(BreakerState.CLOSED);
        }
    }

    /** The broker was opened again. */
    void reset() {
        change(BreakerState.CLOSED);
    }

    private void change(BreakerState to) {
        state = to;
        era++;
        failed.clear();
        successes = 0;
        probing = false;
    }
}
