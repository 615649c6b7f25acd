package io.gortms.internal.delivery;

import io.gortms.BrokerEvent;
import io.gortms.internal.group.GroupMemory;
import io.gortms.internal.journal.Journal;
import io.gortms.internal.journal.StoredRecord;
import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Everything about a group's delivery but handing out, settling and counting: moving it, pausing it, its end. */
final class GroupControl {

    private final Dispatcher dispatcher;
    private final GroupMemory memory;
    private final Journal journal;

    GroupControl(Dispatcher dispatcher) {
        this.dispatcher = dispatcher;
        this.memory = dispatcher.memory;
        this.journal = dispatcher.env.journal();
        dispatcher.lock.lock();
        try {
            passGoneLocked();
        } finally {
            dispatcher.lock.unlock();
        }
    }

    /**
     * Moves the group.
     *
     * @param target between the oldest kept position and the end
     */
    void seek(long target) {
        dispatcher.lock.lock();
        try {
            checkOpenLocked("seek");
            for (LocalDelivery delivery : dispatcher.leases.all()) {
                delivery.end(LocalDelivery.State.REVOKED);
                dispatcher.leases.remove(delivery);
                dispatcher.gate.breaker().onNoResult(delivery.breakerEra);
            }
            dispatcher.counters.skipped += memory.moveTo(target);
            passGoneLocked();
            dispatcher.epoch++;
            dispatcher.supply.restart();
            dispatcher.settler.settledWaits.wakeAll();
        } finally {
            dispatcher.unlockAndFollowUp();
        }
        dispatcher.env.ledgerWritten().run();
        dispatcher.wakeups.wake();
    }

    /** What is gone for all groups, or for another group only, is nothing that this one has still to settle. */
    private void passGoneLocked() {
        QueueMemory queue = dispatcher.env.queueMemory();
        queue.forEachGone(memory.window().cursor(), memory::settleRange);
        queue.forEachAddressedToOthers(
                memory.window().cursor(), memory.groupId(), position -> memory.settleRange(position, position + 1));
    }

    /** See {@link Gate#onSettingsChanged()}. */
    void onSettingsChanged() {
        dispatcher.lock.lock();
        try {
            dispatcher.gate.onSettingsChanged();
        } finally {
            dispatcher.lock.unlock();
        }
    }

    void pause(boolean paused) {
        dispatcher.lock.lock();
        try {
            checkOpenLocked(paused ? "pause" : "resume");
            memory.pause(paused);
        } finally {
            dispatcher.lock.unlock();
        }
        dispatcher.env.ledgerWritten().run();
        if (!paused) {
            dispatcher.wakeups.wake();
        }
    }

    boolean isPaused() {
        dispatcher.lock.lock();
        try {
            return memory.isPaused();
        } finally {
            dispatcher.lock.unlock();
        }
    }

    boolean awaitSettled(Duration wait) {
        long target = journal.readable();
        long leftNanos = Durations.nanos(wait);
        dispatcher.lock.lock();
        try {
            while (memory.window().cursor() < target) {
                if (dispatcher.end != null) {
                    if (dispatcher.end.isDeleted()) {
                        throw dispatcher.end.exception("awaitSettled");
                    }
                    return false;
                }
                if (leftNanos <= 0) {
                    return false;
                }
                leftNanos = dispatcher.settler.settledWaits.await(target, leftNanos);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            dispatcher.lock.unlock();
        }
    }

    void checkUsable(String refused) {
        dispatcher.lock.lock();
        try {
            checkOpenLocked(refused);
        } finally {
            dispatcher.lock.unlock();
        }
    }

    private void checkOpenLocked(String refused) {
        if (dispatcher.end != null) {
            throw dispatcher.end.exception(refused);
        }
    }

    /**
     * Waits until a poll may find something.
     *
     * @return false if the wait is over, the thread is interrupted, or the broker closes
     */
    boolean awaitAvailable(long waitNanos) {
        long leftNanos = waitNanos;
        dispatcher.lock.lock();
        dispatcher.wakeups.enterPoll();
        try {
            while (true) {
                if (dispatcher.end != null) {
                    if (dispatcher.end.isDeleted()) {
                        throw dispatcher.end.exception("poll");
                    }
                    return false;
                }
                dispatcher.wakeups.setHungry();
                if (dispatcher.mayHandOutLocked()) {
                    return true;
                }
                if (leftNanos <= 0) {
                    return false;
                }
                leftNanos = dispatcher.wakeups.await(leftNanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            dispatcher.wakeups.leavePoll();
            dispatcher.lock.unlock();
        }
    }

    /** A message goes, whoever has it: it counts as settled. What may go out for that is woken by the caller. */
    void drop(StoredRecord stored) {
        long position = stored.position();
        dispatcher.lock.lock();
        try {
            if (dispatcher.end != null || memory.window().isSettled(position)) {
                return;
            }
            for (LocalDelivery delivery : dispatcher.leases.all()) {
                if (delivery.position() == position) {
                    delivery.end(LocalDelivery.State.DROPPED);
                    dispatcher.leases.remove(delivery);
                    dispatcher.gate.breaker().onNoResult(delivery.breakerEra);
                }
            }
            dispatcher.counters.dropped++;
            dispatcher.gate.leave(stored);
            memory.flush();
        } finally {
            dispatcher.unlockAndFollowUp();
        }
    }

    /** A message that is addressed to another group counts as settled, uncounted. */
    void skip(long position) {
        dispatcher.lock.lock();
        try {
            if (dispatcher.end == null) {
                memory.settle(position);
                dispatcher.settler.settledWaits.onCursor(memory.window().cursor());
            }
        } finally {
            dispatcher.unlockAndFollowUp();
        }
    }

    /** The first position at or after this one that the group has not settled. */
    long nextUnsettled(long from) {
        dispatcher.lock.lock();
        try {
            return memory.window().nextUnsettled(from);
        } finally {
            dispatcher.lock.unlock();
        }
    }

    /** The first position at or after this one that the group has settled, or {@link Long#MAX_VALUE} if there is none. */
    long nextSettled(long from) {
        dispatcher.lock.lock();
        try {
            return memory.window().nextSettled(from);
        } finally {
            dispatcher.lock.unlock();
        }
    }

    /** Lets a consumer take part; one that comes after the end is told so at once. */
    void admit(Taker taker) {
        GroupEnd ended;
        dispatcher.lock.lock();
        try {
            ended = dispatcher.end;
            if (ended == null) {
                dispatcher.wakeups.takers().add(taker);
                dispatcher.wakeups.setHungry();
            }
        } finally {
            dispatcher.lock.unlock();
        }
        if (ended == null) {
            dispatcher.tell((sequence, now) ->
                    new BrokerEvent.ConsumerConnected(sequence, now, dispatcher.env.resource(), taker.name()));
        } else {
            taker.end(ended);
        }
    }

    /** Gives back the open deliveries of a holder, or of everybody if it is null. */
    void giveBack(@Nullable Object holder, LocalDelivery.State how, Predicate<LocalDelivery> which) {
        boolean wake;
        dispatcher.lock.lock();
        try {
            for (LocalDelivery delivery : dispatcher.leases.all()) {
                if ((holder == null || delivery.holder == holder) && which.test(delivery) && delivery.end(how)) {
                    dispatcher.settler.giveBackLocked(delivery, 0);
                }
            }
            wake = dispatcher.mayHandOutLocked();
        } finally {
            dispatcher.unlockAndFollowUp();
        }
        if (wake) {
            dispatcher.wakeups.wake();
        }
    }

    /** Hands out nothing any more. Of a deleted group every open delivery is revoked too. */
    void end(GroupEnd end) {
        dispatcher.lock.lock();
        try {
            if (dispatcher.end != null) {
                return;
            }
            dispatcher.end = end;
            if (end.isDeleted()) {
                for (LocalDelivery delivery : dispatcher.leases.all()) {
                    delivery.end(LocalDelivery.State.DELETED);
                }
            }
            dispatcher.wakeups.signalPolls();
            dispatcher.settler.settledWaits.wakeAll();
        } finally {
            dispatcher.lock.unlock();
        }
        for (Taker taker : dispatcher.wakeups.takers()) {
            taker.end(end);
        }
    }

    /** Gives back what is open, writes down what is known, and lets go of the journal. Comes after {@link #end}. */
    void close() {
        dispatcher.lock.lock();
        try {
            if (memory.isClosed()) {
                return;
            }
            if (dispatcher.end != null && !dispatcher.end.isDeleted()) {
                for (LocalDelivery delivery : dispatcher.leases.all()) {
                    if (delivery.end(dispatcher.end.state())) {
                        dispatcher.settler.giveBackLocked(delivery, 0);
                    }
                }
            }
            memory.close();
            dispatcher.supply.close();
            dispatcher.awaitReadingEndedLocked();
        } finally {
            dispatcher.lock.unlock();
        }
    }
}
