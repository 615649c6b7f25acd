package io.gortms.internal.delivery;

import io.gortms.BreakerState;
import io.gortms.BrokerEvent;
import io.gortms.CircuitBreakerPolicy;
import io.gortms.ExpiryAction;
import io.gortms.QueueSettings;
import io.gortms.internal.group.GroupMemory;
import io.gortms.internal.journal.StoredRecord;
import io.gortms.internal.time.BrokerClock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides, message by message, what may go out now, and sends the rest where it belongs: expired messages away, delayed ones
 * to the schedule, those behind a held key aside. Guarded by the group's lock.
 */
final class Gate {

    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);

    /** A message that is given up; it moves to the graveyard once the lock is let go of. */
    record Spent(LocalDelivery delivery, String reason) {}

    private final Dispatcher dispatcher;
    private final GroupEnvironment env;
    private final GroupMemory memory;
    private final KeyOrder keys;
    private final Supply supply;
    private final Breaker breaker;
    private final List<Spent> spent = new ArrayList<>();
    private @Nullable QueueSettings known;
    private long ttlMicros;
    private boolean congested;

    Gate(Dispatcher dispatcher, KeyOrder keys) {
        this.dispatcher = dispatcher;
        this.env = dispatcher.env;
        this.memory = dispatcher.memory;
        this.supply = dispatcher.supply;
        this.keys = keys;
        this.breaker = new Breaker(env.resource(), this::onBreakerChange);
    }

    Breaker breaker() {
        return breaker;
    }

    private void onBreakerChange(BreakerState from, BreakerState to) {
        env.events().accept((sequence, now) -> new BrokerEvent.BreakerChanged(sequence, now, env.resource(), from, to));
        dispatcher.due.plan(breaker.nextProbeMicros());
    }

    /** Another circuit breaker's policy holds at once, not when somebody asks for a message. */
    void onSettingsChanged() {
        QueueSettings settings = env.settings().get();
        if (settings.circuitBreaker() != null) {
            breaker.onPolicyChanged(settings.circuitBreaker());
            dispatcher.due.plan(breaker.nextProbeMicros());
        }
        isOpen(settings);
    }

    /** Whether the circuit breaker lets anything out. */
    boolean isOpen(QueueSettings settings) {
        CircuitBreakerPolicy policy = settings.circuitBreaker();
        if (policy == null && breaker.state() == BreakerState.CLOSED) {
            return true;
        }
        return breaker.allows(policy, env.clock().nowMicros());
    }

    /** Whether the message may go out; if not, it is on its way to where it belongs. */
    boolean admits(StoredRecord stored, QueueSettings settings, long nowMicros) {
        long position = stored.position();
        if (isForAnother(stored)) {
            leave(stored);
            return false;
        }
        if (dispatcher.leases.isGivenUp(position)) {
            return false;
        }
        if (isExpired(stored, nowMicros)) {
            expire(stored);
            return false;
        }
        if (env.queueMemory().isGone(position)) {
            leave(stored);
            return false;
        }
        long startMicros = stored.deliverAtMicros();
        if (startMicros > nowMicros) {
            memory.delay(position, startMicros);
            supply.schedule().add(position, startMicros);
            dispatcher.due.plan(startMicros);
            return false;
        }
        if (env.graveyard() != null && FailureRule.isSpent(settings, memory.deliveries(position))) {
            giveUp(stored, DeadLetterReason.DELIVERY_LIMIT);
            return false;
        }
        return keys.admit(stored) || congestion();
    }

    /** Whether the message is addressed to another group: this one has nothing to do with it. */
    boolean isForAnother(StoredRecord stored) {
        int addressed = stored.addressedGroup();
        return addressed >= 0 && addressed != memory.groupId();
    }

    /** Tells once that too many messages are parked; answers false, for none of them goes out. */
    private boolean congestion() {
        if (keys.isFull() != congested) {
            congested = !congested;
            if (congested) {
                LOG.warn(
                        "{}: {} messages wait behind held keys; it reads no further for now",
                        env.resource(),
                        keys.parked());
                int parked = keys.parked();
                env.events()
                        .accept((sequence, now) ->
                                new BrokerEvent.KeysCongested(sequence, now, env.resource(), parked));
            }
        }
        return false;
    }

    /** Whether the message's time is over. */
    @SuppressWarnings("ReferenceEquality") // other settings are another object
    boolean isExpired(StoredRecord stored, long nowMicros) {
        QueueSettings settings = env.settings().get();
        if (settings != known) {
            known = settings;
            ttlMicros = MessageLife.ttlMicros(settings);
        }
        return MessageLife.expiresMicros(stored, ttlMicros) <= nowMicros;
    }

    /** A message that is not out has expired: it is dropped, or dead-lettered. */
    void expire(StoredRecord stored) {
        boolean bury =
                env.settings().get().expiry() == ExpiryAction.DEAD_LETTER || memory.failures(stored.position()) > 0;
        if (bury && env.graveyard() != null) {
            giveUp(stored, DeadLetterReason.EXPIRED);
            return;
        }
        if (dispatcher.counters.expired++ == 0) {
            LOG.warn(
                    "{}: the message {} expired and is dropped; the next ones are counted only",
                    env.resource(),
                    stored.messageId());
        }
        String id = stored.messageId();
        env.events()
                .accept((sequence, now) ->
                        new BrokerEvent.MessageExpired(sequence, now, env.resource(), id, stored.position()));
        leave(stored);
    }

    /** A message that is not out counts as settled. */
    void leave(StoredRecord stored) {
        memory.settleLater(stored.position());
        settled(stored);
    }

    /** A message that is not out moves to the graveyard; until it is there it stays in the group's hands. */
    void giveUp(StoredRecord stored, String reason) {
        long position = stored.position();
        LocalDelivery last = new LocalDelivery(
                stored, env.mapper(), dispatcher.settler, memory.deliveries(position), memory.failures(position), null);
        last.end(LocalDelivery.State.SETTLED);
        dispatcher.leases.addGivenUp(last);
        buryLater(last, reason);
    }

    /** Moves a message in the group's hands to the graveyard once the lock is let go of. */
    void buryLater(LocalDelivery last, String reason) {
        spent.add(new Spent(last, reason));
    }

    /** A message was settled: the next one of its key may go out, and the group may have come further. */
    void settled(StoredRecord stored) {
        if (stored.key() != null) {
            supply.addNext(keys.release(stored, memory.window()::isSettled));
        }
        dispatcher.settler.settledWaits.onCursor(memory.window().cursor());
    }

    /** A delivery ended with a result that the circuit breaker counts. */
    void result(LocalDelivery delivery, boolean success) {
        QueueSettings settings = env.settings().get();
        if (settings.circuitBreaker() != null) {
            breaker.onResult(
                    settings.circuitBreaker(),
                    delivery.breakerEra,
                    success,
                    env.clock().nowMicros());
        }
    }

    /** What was given up since the last call. */
    List<Spent> takeSpent() {
        if (spent.isEmpty()) {
            return List.of();
        }
        List<Spent> taken = List.copyOf(spent);
        spent.clear();
        return taken;
    }

    /** When something may go out though nothing else happens: the breaker's next probe. */
    long nextProbeMicros(long nowMicros) {
        long probeMicros = breaker.nextProbeMicros();
        return probeMicros > nowMicros ? probeMicros : BrokerClock.NEVER;
    }
}
