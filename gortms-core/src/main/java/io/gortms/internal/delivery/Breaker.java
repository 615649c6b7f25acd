package io.gortms.internal.delivery;

import io.gortms.BreakerState;
import io.gortms.CircuitBreakerPolicy;
import io.gortms.internal.time.BrokerClock;
import java.util.BitSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The circuit breaker of one group: fed the time and the policy in force. Guarded by the group's lock.
 *
 * <p>States have numbers that grow, and a delivery remembers the one it went out in: results of an earlier state say nothing
 * about this one.
 */
final class Breaker {

    private static final Logger LOG = LoggerFactory.getLogger(Breaker.class);

    private final String resource;
    private final BiConsumer<BreakerState, BreakerState> onChange;
    private final BitSet failed = new BitSet(CircuitBreakerPolicy.DEFAULT_WINDOW_SIZE);
    private BreakerState state = BreakerState.CLOSED;
    private int era;
    private int window;
    private int results;
    private int nextResult;
    private long openedMicros;
    private long openUntilMicros;
    private int successes;
    private boolean probing;

    /**
     * A closed breaker.
     *
     * @param onChange is told of the old and the new state; the group's lock is held
     */
    Breaker(String resource, BiConsumer<BreakerState, BreakerState> onChange) {
        this.resource = resource;
        this.onChange = onChange;
    }

    BreakerState state() {
        return state;
    }

    /** When an open breaker lets the first probe out, or never. */
    long nextProbeMicros() {
        return state == BreakerState.OPEN ? openUntilMicros : BrokerClock.NEVER;
    }

    /** The policy may be another: an open breaker stays so for as long as that one says, from when it opened. */
    void onPolicyChanged(CircuitBreakerPolicy policy) {
        openUntilMicros = BrokerClock.later(openedMicros, BrokerClock.toMicros(policy.openTimeout()));
    }

    /** Whether a message may go out; an open breaker whose time is over is half open from here on. */
    boolean allows(@Nullable CircuitBreakerPolicy policy, long nowMicros) {
        if (policy == null) {
            if (state != BreakerState.CLOSED) {
                change(BreakerState.CLOSED, "there is no policy any more");
            }
            return true;
        }
        if (state == BreakerState.OPEN && nowMicros >= openUntilMicros) {
            change(BreakerState.HALF_OPEN, "its time is over");
        }
        return state == BreakerState.CLOSED || (state == BreakerState.HALF_OPEN && !probing);
    }

    /** A message goes out; answers the number of the state it goes out in. */
    int onHandOut() {
        probing = state == BreakerState.HALF_OPEN;
        return era;
    }

    /** A delivery has ended without telling whether the consumer works. */
    void onNoResult(int eraOfDelivery) {
        if (eraOfDelivery == era) {
            probing = false;
        }
    }

    /** A delivery has succeeded, or failed. */
    void onResult(@Nullable CircuitBreakerPolicy policy, int eraOfDelivery, boolean success, long nowMicros) {
        if (policy == null || eraOfDelivery != era) {
            return;
        }
        if (state == BreakerState.CLOSED) {
            count(success, policy.windowSize());
            if (isTooMuch(policy)) {
                open(policy, nowMicros, failed.cardinality() + " of the last " + results + " failed");
            }
        } else if (state == BreakerState.HALF_OPEN) {
            probing = false;
            successes = success ? successes + 1 : 0;
            if (!success) {
                open(policy, nowMicros, "a probe failed");
            } else if (successes >= policy.successThreshold()) {
                change(BreakerState.CLOSED, successes + " probes succeeded");
            }
        }
    }

    private void count(boolean success, int windowSize) {
        if (window != windowSize) { // another policy: what was seen through another window is not comparable
            forget();
            window = windowSize;
        }
        failed.set(nextResult, !success);
        nextResult = (nextResult + 1) % window;
        results = Math.min(results + 1, window);
    }

    private void forget() {
        failed.clear();
        results = 0;
        nextResult = 0;
    }

    private boolean isTooMuch(CircuitBreakerPolicy policy) {
        // divided, not multiplied: the share 7 / 25 is the number 0.28, and 0.28 * 25 is more than 7
        return results >= policy.minimumRequests()
                && (double) failed.cardinality() / results >= policy.errorThreshold();
    }

    private void open(CircuitBreakerPolicy policy, long nowMicros, String why) {
        openedMicros = nowMicros;
        onPolicyChanged(policy);
        change(BreakerState.OPEN, why);
    }

    private void change(BreakerState to, String why) {
        BreakerState from = state;
        LOG.info("{}: circuit breaker {} -> {}: {}", resource, from, to, why);
        state = to;
        era++;
        forget();
        successes = 0;
        probing = false;
        onChange.accept(from, to);
    }
}
