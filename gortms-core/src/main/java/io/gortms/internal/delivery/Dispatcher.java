package io.gortms.internal.delivery;

import io.gortms.BrokerEvent;
import io.gortms.BrokerException;
import io.gortms.QueueSettings;
import io.gortms.internal.group.GroupMemory;
import io.gortms.internal.journal.StoredRecord;
import io.gortms.internal.stats.NewEvent;
import io.gortms.internal.time.BrokerClock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who of a group gets what next. Every face of consumption takes here, and here only it is decided what may go out: what is
 * in flight, whether the group is paused; {@link Gate} says so of each message.
 *
 * <p>The group's lock guards the group's memory, the supply, the leases and the counters. Under it the locks of the queue's
 * memory, of the ledger, the timer and the events may be taken, nothing else; the journal is read and dead letters are moved
 * without it.
 */
final class Dispatcher {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final long MAX_IN_FLIGHT_BYTES = 64L << 20;
    private static final int HANDLER_PREFETCH = 32;
    private static final long READ_AGAIN_MICROS = 1_000_000;
    private static final Duration FLUSH_AFTER = Duration.ofMillis(3);

    final GroupEnvironment env;
    final ReentrantLock lock;
    final Wakeups wakeups;
    final GroupMemory memory;
    final Supply supply;
    final Gate gate;
    final Leases leases = new Leases();
    final GroupCounters counters = new GroupCounters();
    final Settler settler;
    private final Condition readingEnded;
    private long[] handedOut = new long[16];
    private boolean flushPlanned;

    /** Grows with each seek; guarded by the lock. */
    int epoch;

    /** Set when nothing is handed out any more; written under the lock. */
    volatile @Nullable GroupEnd end;

    final GroupDue due;

    /** When the group was last in use, as far as nothing is in use now. */
    private volatile long usedMicros = Long.MIN_VALUE;

    Dispatcher(GroupEnvironment env) {
        this.env = env;
        this.memory = env.memory();
        this.lock = memory.lock();
        this.wakeups = new Wakeups(lock);
        this.readingEnded = lock.newCondition();
        KeyOrder keys = new KeyOrder();
        this.supply = new Supply(env.journal(), memory, keys);
        this.gate = new Gate(this, keys);
        this.settler = new Settler(this);
        this.due = new GroupDue(this);
        due.plan(supply.schedule().nextDueMicros());
    }

    /**
     * Takes up to this many messages, each under a lease that ends, counted as delivered at once.
     *
     * @param holder who takes them, for giving them back
     * @param into where they are added
     */
    void take(int max, @Nullable Object holder, List<LocalDelivery> into) {
        while (true) {
            boolean more;
            long leaseMicros = ackTimeoutMicros();
            lock.lock();
            try {
                int before = into.size();
                while (into.size() < max) {
                    LocalDelivery delivery = takeOneLocked(holder, leaseMicros);
                    if (delivery == null) {
                        break;
                    }
                    into.add(delivery);
                }
                countLocked(into, before);
                memory.flush(); // what was met expired is not to expire once more after a death
                more = into.size() < max && beginReadingLocked(max - into.size());
            } finally {
                unlockAndFollowUp();
            }
            if (!more) {
                if (!into.isEmpty()) {
                    env.ledgerWritten().run();
                }
                passOn();
                return;
            }
            try {
                readSupply();
            } catch (BrokerException e) {
                if (into.isEmpty()) {
                    throw e;
                }
                // what is taken already must reach who asked; the next call meets the failure again
                LOG.warn("{}: the journal could not be read on", env.resource(), e);
                return;
            }
        }
    }

    /**
     * Takes the next message for a handler.
     *
     * @param leaseMicros how long its lease is; {@link BrokerClock#NEVER} if it ends with the handler's return only
     * @return null if there is nothing now
     */
    @Nullable LocalDelivery takeOne(HandlerSubscription holder, long leaseMicros) {
        while (true) {
            LocalDelivery delivery;
            boolean pass = false;
            boolean read = false;
            lock.lock();
            try {
                delivery = takeOneLocked(holder, leaseMicros);
                if (delivery == null) {
                    memory.flush();
                    read = beginReadingLocked(HANDLER_PREFETCH);
                } else {
                    if (memory.hasUnflushed()) {
                        planFlushLocked();
                    }
                    if (holder.hasFreeHand()) {
                        wakeups.setHungry();
                    }
                    pass = wakeups.isHungry() && (supply.hasReadAhead() || supply.hasUnread());
                }
            } finally {
                unlockAndFollowUp();
            }
            if (pass) {
                wakeups.wake();
            }
            if (read) {
                readSupply();
                continue;
            }
            if (delivery == null) {
                env.ledgerWritten().run();
            }
            return delivery;
        }
    }

    /** How long a lease is that does not end with a handler's return. */
    long ackTimeoutMicros() {
        return Math.min(
                Leases.LONGEST_MICROS, BrokerClock.toMicros(env.settings().get().ackTimeout()));
    }

    private @Nullable LocalDelivery takeOneLocked(@Nullable Object holder, long leaseMicros) {
        if (end != null || memory.isPaused()) {
            return null;
        }
        QueueSettings settings = env.settings().get();
        long nowMicros = env.clock().nowMicros();
        while (hasRoomLocked(settings) && gate.isOpen(settings)) {
            StoredRecord stored = isRedeliveryDueLocked() ? null : peekLocked();
            if (stored == null || !fitsLocked(stored)) {
                return null;
            }
            supply.remove(stored);
            if (gate.admits(stored, settings, nowMicros)) {
                LocalDelivery delivery = leaseLocked(stored, holder, leaseMicros);
                delivery.measured = env.latency().chooses(nowMicros);
                return delivery;
            }
        }
        return null;
    }

    /** Looking passes over what cannot be read, and that moves the group on, as settling does. */
    private @Nullable StoredRecord peekLocked() {
        StoredRecord next = supply.peek();
        settler.settledWaits.onCursor(memory.window().cursor());
        return next;
    }

    private boolean hasRoomLocked(QueueSettings settings) {
        return leases.count() < settings.maxInFlight();
    }

    /** One message may always be out, however large it is. */
    private boolean fitsLocked(StoredRecord stored) {
        return leases.count() == 0 || leases.bytes() + stored.sizeBytes() <= MAX_IN_FLIGHT_BYTES;
    }

    private LocalDelivery leaseLocked(StoredRecord stored, @Nullable Object holder, long leaseMicros) {
        int attempt = memory.deliveries(stored.position()) + 1;
        int failures = memory.failures(stored.position());
        LocalDelivery delivery = new LocalDelivery(stored, env.mapper(), settler, attempt, failures, holder);
        delivery.breakerEra = gate.breaker().onHandOut();
        if (leaseMicros < BrokerClock.NEVER) {
            delivery.leaseUntilMicros = Leases.endMicros(env.clock().leaseNowMicros(), leaseMicros);
        }
        leases.add(delivery);
        if (leaseMicros < BrokerClock.NEVER && leases.nextEndMicros() == delivery.leaseUntilMicros) {
            due.plan(due.leaseEndMicros());
        }
        counters.delivered++;
        if (attempt > 1) {
            counters.redelivered++;
        }
        return delivery;
    }

    /** Writes down that these were delivered, so that the death of the process does not forget it. */
    private void countLocked(List<LocalDelivery> deliveries, int from) {
        int count = deliveries.size() - from;
        if (count == 0) {
            return;
        }
        if (handedOut.length < count) {
            handedOut = Arrays.copyOf(handedOut, Math.max(count, 2 * handedOut.length));
        }
        for (int i = 0; i < count; i++) {
            LocalDelivery delivery = deliveries.get(from + i);
            delivery.counted = true;
            handedOut[i] = delivery.position();
        }
        memory.handedOut(handedOut, count);
    }

    /** A manually settling handler has returned and keeps its delivery: it counts like a polled one from now on. */
    void countHeld(LocalDelivery delivery) {
        lock.lock();
        try {
            if (delivery.isOpen() && delivery.listed && !delivery.counted) {
                countLocked(List.of(delivery), 0);
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean beginReadingLocked(int wanted) {
        return mayTakeLocked()
                && (isRedeliveryDueLocked() || peekLocked() == null)
                && supply.beginReading(wanted, env.clock().nowMicros());
    }

    private void readSupply() {
        boolean read = false;
        try {
            supply.read();
            read = true;
        } finally {
            lock.lock();
            try {
                if (read) {
                    supply.endReading();
                    due.plan(supply.schedule().nextDueMicros());
                } else {
                    supply.abandonReading();
                    due.plan(env.clock().nowMicros() + READ_AGAIN_MICROS);
                }
                readingEnded.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** What was given up leaves for the graveyard once the lock is let go of; publishers may have room. */
    void unlockAndFollowUp() {
        List<Gate.Spent> spent = gate.takeSpent();
        lock.unlock();
        for (Gate.Spent given : spent) {
            settler.bury(given.delivery(), given.reason(), null, 0);
        }
        env.onSettled().run();
    }

    /** Whoever has taken enough passes what is left on to those who wait. */
    void passOn() {
        if (wakeups.isHungry() && mayHandOut()) {
            wakeups.wake();
        }
    }

    /** Whether a consumer that looks now may find something; errs to true only. */
    boolean mayHandOut() {
        lock.lock();
        try {
            return mayHandOutLocked();
        } finally {
            lock.unlock();
        }
    }

    boolean mayHandOutLocked() {
        return mayTakeLocked() && !supply.isReading() && isSupplyPromisingLocked();
    }

    private boolean mayTakeLocked() {
        QueueSettings settings = env.settings().get();
        return end == null && !memory.isPaused() && hasRoomLocked(settings) && gate.isOpen(settings);
    }

    private boolean isSupplyPromisingLocked() {
        StoredRecord next = peekLocked();
        return next == null ? supply.hasUnread() || isRedeliveryDueLocked() : fitsLocked(next);
    }

    /** What is to come again goes before what was not out yet, and must be read first. */
    private boolean isRedeliveryDueLocked() {
        return supply.hasToComeAgain()
                && !supply.isReading()
                && supply.isRedeliveryDue(env.clock().nowMicros());
    }

    /** Settlements that wait for company are written soon, whatever the handlers do meanwhile. */
    private void planFlushLocked() {
        if (!flushPlanned) {
            flushPlanned = true;
            env.threads().soon(this::flush, FLUSH_AFTER);
        }
    }

    private void flush() {
        lock.lock();
        try {
            flushPlanned = false;
            if (memory.hasUnflushed()) {
                memory.flush();
                planFlushLocked();
            }
        } finally {
            lock.unlock();
        }
        env.ledgerWritten().run();
    }

    /** A consumer has gone; does nothing if it had gone before. */
    void left(Taker taker) {
        if (wakeups.takers().remove(taker)) {
            used();
            tell((sequence, now) -> new BrokerEvent.ConsumerLost(sequence, now, env.resource(), taker.name()));
        }
    }

    /** Tells of a consumer, unless the group ends and all of them go. */
    void tell(NewEvent event) {
        if (end == null) {
            env.events().accept(event);
        }
    }

    /** Somebody used the group: a consumer has gone, or a message was settled. */
    void used() {
        usedMicros = env.clock().nowMicros();
    }

    /** Like {@link #used}, of a settlement: as long as there are consumers the clock need not be asked. */
    void usedBySettling() {
        if (wakeups.takers().isEmpty()) {
            used();
        }
    }

    /** When the group was last used; now if it is in use. */
    long usedMicros(long nowMicros) {
        lock.lock();
        try {
            return wakeups.hasConsumers() || leases.count() > 0 ? nowMicros : usedMicros;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a reading that is under way; with the lock. */
    void awaitReadingEndedLocked() {
        while (supply.isReading()) {
            readingEnded.awaitUninterruptibly();
        }
    }
}
