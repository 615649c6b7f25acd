package io.gortms.internal.delivery;

import io.gortms.BrokerEvent;
import io.gortms.StorageFullException;
import io.gortms.internal.group.GroupMemory;
import io.gortms.internal.time.BrokerClock;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Settles deliveries, and moves those that are given up to the graveyard. Called without the group's lock. */
final class Settler implements LocalDelivery.Settler {

    private static final Logger LOG = LoggerFactory.getLogger(Settler.class);
    private static final Duration BURY_AGAIN_AFTER = Duration.ofSeconds(1);

    private final Dispatcher dispatcher;
    private final GroupEnvironment env;
    private final GroupMemory memory;
    final SettledWaits settledWaits;

    Settler(Dispatcher dispatcher) {
        this.dispatcher = dispatcher;
        this.env = dispatcher.env;
        this.memory = dispatcher.memory;
        this.settledWaits = new SettledWaits(dispatcher.lock);
    }

    @Override
    public boolean settle(LocalDelivery delivery, Settlement settlement) {
        String deadReason = null;
        boolean wake;
        boolean written = true;
        dispatcher.lock.lock();
        try {
            if (!delivery.end(LocalDelivery.State.SETTLED)) {
                return false;
            }
            switch (settlement.kind()) {
                case ACK -> {
                    written = memory.settle(delivery.position());
                    ackedLocked(delivery);
                }
                case ACK_BATCHED -> {
                    memory.settleLater(delivery.position());
                    ackedLocked(delivery);
                }
                case RELEASE -> giveBackLocked(delivery, settlement.delayMicros());
                case FAIL ->
                    deadReason = failLocked(
                            delivery,
                            settlement.delayMicros() == Settlement.BY_POLICY
                                    ? FailureRule.Cause.FAILED
                                    : FailureRule.Cause.FAILED_WITH_DELAY,
                            settlement.delayMicros(),
                            settlement.error());
                case REJECT -> deadReason = rejectLocked(delivery, settlement);
            }
            wake = dispatcher.wakeups.isHungry() && dispatcher.mayHandOutLocked();
        } finally {
            dispatcher.unlockAndFollowUp();
        }
        dispatcher.usedBySettling();
        if (deadReason != null) {
            bury(delivery, deadReason, settlement.error(), env.clock().nowMicros());
        }
        if (wake) {
            dispatcher.wakeups.wake();
        }
        if (settlement.kind() != Settlement.Kind.ACK_BATCHED) {
            env.ledgerWritten().run();
        }
        if (!written && !memory.writeRefused()) {
            throw StorageFullException.ofSettlement(env.resource(), delivery.messageId(), memory.freeBytes());
        }
        return true;
    }

    private void ackedLocked(LocalDelivery delivery) {
        dispatcher.leases.remove(delivery);
        dispatcher.counters.acked++;
        if (delivery.measured) {
            env.latency()
                    .record(
                            MessageAge.sinceMicros(delivery.stored()),
                            env.clock().nowMicros());
        }
        dispatcher.gate.result(delivery, true);
        dispatcher.gate.settled(delivery.stored());
    }

    /** Ends a delivery whose lease is over; false if it has ended before. With the group's lock. */
    boolean expireLocked(LocalDelivery delivery) {
        if (!delivery.end(LocalDelivery.State.EXPIRED)) {
            return false;
        }
        String deadReason = failLocked(delivery, FailureRule.Cause.EXPIRED, 0, null);
        if (deadReason != null) {
            dispatcher.gate.buryLater(delivery, deadReason);
        }
        return true;
    }

    /** Counts a failure and plans what follows; answers why the message is to be given up, if it is. */
    private @Nullable String failLocked(
            LocalDelivery delivery, FailureRule.Cause cause, long nackDelayMicros, @Nullable Throwable error) {
        int attempt = delivery.attempt();
        int failures = delivery.failures() + 1;
        FailureRule.Verdict verdict = env.graveyard() == null
                ? FailureRule.letterVerdict(cause, failures, nackDelayMicros)
                : FailureRule.verdict(env.settings().get(), cause, attempt, failures, nackDelayMicros, error);
        dispatcher.counters.nacked++;
        long nowMicros = env.clock().nowMicros();
        long dueMicros = verdict.delayMicros() == 0 ? 0 : BrokerClock.later(nowMicros, verdict.delayMicros());
        memory.failed(delivery.position(), attempt, failures, dueMicros, nowMicros);
        dispatcher.gate.result(delivery, false);
        if (verdict.deadReason() == null) {
            dispatcher.leases.remove(delivery);
            comeAgainLocked(delivery, dueMicros);
        } else {
            dispatcher.leases.countFailed(delivery);
        }
        return verdict.deadReason();
    }

    private @Nullable String rejectLocked(LocalDelivery delivery, Settlement settlement) {
        if (env.graveyard() == null) {
            return failLocked(delivery, FailureRule.Cause.FAILED, 0, settlement.error());
        }
        dispatcher.gate.breaker().onNoResult(delivery.breakerEra);
        return settlement.reason();
    }

    /** Takes the delivery back from the count: the message comes again as if it had not been out. */
    void giveBackLocked(LocalDelivery delivery, long delayMicros) {
        dispatcher.leases.remove(delivery);
        dispatcher.counters.released++;
        dispatcher.gate.breaker().onNoResult(delivery.breakerEra);
        long dueMicros = delayMicros == 0 ? 0 : BrokerClock.later(env.clock().nowMicros(), delayMicros);
        if (delivery.counted || dueMicros != 0) {
            memory.givenBack(delivery.position(), delivery.attempt() - 1, dueMicros);
        }
        comeAgainLocked(delivery, dueMicros);
    }

    private void comeAgainLocked(LocalDelivery delivery, long dueMicros) {
        if (dispatcher.end == null
                && dispatcher.gate.isExpired(delivery.stored(), env.clock().nowMicros())) {
            dispatcher.gate.expire(delivery.stored());
            memory.flush();
        } else if (dueMicros == 0) {
            dispatcher.supply.addReady(delivery.stored());
        } else {
            dispatcher.supply.schedule().add(delivery.position(), dueMicros);
            dispatcher.due.plan(dueMicros);
        }
    }

    @Override
    public void extend(LocalDelivery delivery, long leaseMicros) {
        dispatcher.lock.lock();
        try {
            // one of a handler that settles by returning does not end, and is not given an end
            if (delivery.isOpen() && delivery.leaseUntilMicros < BrokerClock.NEVER) {
                long untilMicros = Leases.endMicros(env.clock().leaseNowMicros(), leaseMicros);
                dispatcher.leases.extend(delivery, untilMicros);
                dispatcher.due.plan(BrokerClock.later(env.clock().nowMicros(), leaseMicros));
            }
        } finally {
            dispatcher.lock.unlock();
        }
    }

    /**
     * Moves a message to the graveyard, then settles it: a crash between the two leaves it in both places, never in none.
     * If the letter cannot be stored, the message stays in the group's hands and the move is tried again.
     *
     * @param failedMicros when the last delivery failed or was rejected; 0 if it did neither
     */
    void bury(LocalDelivery delivery, String reason, @Nullable Throwable thrown, long failedMicros) {
        Graveyard graveyard = env.graveyard();
        if (graveyard == null || !isStillOurs(delivery)) {
            return;
        }
        Throwable error = thrown == null ? null : Printable.of(thrown);
        LOG.warn("{}: the message {} is dead-lettered: {}", env.resource(), delivery.messageId(), reason, error);
        try {
            graveyard.bury(delivery.stored(), headers(delivery, reason, error, failedMicros));
        } catch (RuntimeException e) {
            LOG.warn(
                    "{}: the message {} could not be dead-lettered; it is tried again: {}",
                    env.resource(),
                    delivery.messageId(),
                    e.toString());
            env.threads()
                    .soon(
                            () -> env.threads().io().execute(() -> bury(delivery, reason, error, failedMicros)),
                            BURY_AGAIN_AFTER);
            return;
        }
        buried(delivery, reason);
    }

    private boolean isStillOurs(LocalDelivery delivery) {
        dispatcher.lock.lock();
        try {
            return isStillOursLocked(delivery);
        } finally {
            dispatcher.lock.unlock();
        }
    }

    /** Whether nobody has taken the message away since it was given up: a seek, a drop, a deletion, the close. */
    private boolean isStillOursLocked(LocalDelivery delivery) {
        boolean deleted = dispatcher.end != null && dispatcher.end.isDeleted();
        return delivery.listed && !deleted && !memory.isClosed();
    }

    private Map<String, String> headers(
            LocalDelivery delivery, String reason, @Nullable Throwable error, long failedMicros) {
        long position = delivery.position();
        dispatcher.lock.lock();
        try {
            long firstMicros = memory.firstFailureMicros(position);
            return DeadLetterHeaders.of(
                    env.groupName(),
                    position,
                    delivery.attempt(),
                    delivery.stored().ttlMicros(),
                    reason,
                    error,
                    firstMicros == 0 ? failedMicros : firstMicros,
                    failedMicros == 0 ? memory.lastFailureMicros(position) : failedMicros);
        } finally {
            dispatcher.lock.unlock();
        }
    }

    private void buried(LocalDelivery delivery, String reason) {
        boolean wake = false;
        dispatcher.lock.lock();
        try {
            if (isStillOursLocked(delivery)) {
                dispatcher.leases.remove(delivery);
                memory.settle(delivery.position());
                dispatcher.gate.settled(delivery.stored());
                wake = dispatcher.wakeups.isHungry() && dispatcher.mayHandOutLocked();
            }
            dispatcher.counters.deadLettered++;
        } finally {
            dispatcher.unlockAndFollowUp();
        }
        String id = delivery.messageId();
        env.events()
                .accept((sequence, now) -> new BrokerEvent.MessageDeadLettered(
                        sequence, now, env.resource(), id, delivery.position(), reason));
        if (wake) {
            dispatcher.wakeups.wake();
        }
        env.ledgerWritten().run();
    }
}
