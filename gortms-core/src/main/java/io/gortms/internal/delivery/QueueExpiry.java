package io.gortms.internal.delivery;

import io.gortms.BrokerException;
import io.gortms.QueueSettings;
import io.gortms.internal.journal.Journal;
import io.gortms.internal.journal.JournalReader;
import io.gortms.internal.journal.RecordDraft;
import io.gortms.internal.journal.StoredRecord;
import io.gortms.internal.time.BrokerClock;
import io.gortms.internal.time.Due;
import io.gortms.internal.time.DueTimer;
import java.util.Collection;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The timed work of one queue: messages expire there though nobody takes them. A few hundred at a time, so that other queues
 * have their turn between.
 *
 * <p>Nobody waits for it: what it does while the queue closes or is deleted comes to nothing. It may have to make a dead-letter
 * queue, which the closing of this one must not wait for.
 */
public final class QueueExpiry extends Due {

    private static final Logger LOG = LoggerFactory.getLogger(QueueExpiry.class);
    private static final int CHUNK = 512;
    private static final long LOOK_AGAIN_MICROS = 1_000_000;

    private final String resource;
    private final Journal journal;
    private final QueueMemory memory;
    private final Supplier<QueueSettings> settings;
    private final Supplier<Collection<GroupDelivery>> groups;
    private final BrokerClock clock;
    private final DueTimer timer;
    private final Runnable onExpired;
    private final LongConsumer dueAtMost;
    private final Queue<Long> recheck = new ConcurrentLinkedQueue<>();

    /** Held by the one that runs; its lock is taken before any other. */
    private final ReentrantLock runs = new ReentrantLock();

    /** Have expired, and are in somebody's hands: looked at again after a while; used by the one that runs. */
    private final Set<Long> held = new HashSet<>();

    private long heldAgainMicros;

    /** Whether somebody may have let go of them: they are looked at now. */
    private final AtomicBoolean heldAgainNow = new AtomicBoolean();

    private final ReentrantLock lock = new ReentrantLock();

    /** Guarded by the lock, like the next two; used by the run that is under way. */
    private @Nullable JournalReader reader;

    private boolean running;
    private volatile boolean closed;

    /** Whether nothing in the queue can expire by the queue's ttl; the next append changes that. */
    private volatile boolean idle;

    /** When something is to be done, as far as is known. */
    private final AtomicLong nextMicros = new AtomicLong(BrokerClock.NEVER);

    /**
     * The work of a queue; {@link #start()} begins it.
     *
     * @param onExpired told, with no lock held, that messages may have expired
     * @param dueAtMost told when messages will expire, before they are appended
     */
    public QueueExpiry(
            String resource,
            Journal journal,
            QueueMemory memory,
            Supplier<QueueSettings> settings,
            Supplier<Collection<GroupDelivery>> groups,
            BrokerClock clock,
            DueTimer timer,
            Runnable onExpired,
            LongConsumer dueAtMost) {
        this.resource = resource;
        this.journal = journal;
        this.memory = memory;
        this.settings = settings;
        this.groups = groups;
        this.clock = clock;
        this.timer = timer;
        this.onExpired = onExpired;
        this.dueAtMost = dueAtMost;
    }

    /** Looks at what there is, as soon as the timer can. */
    public void start() {
        heldAgainNow.set(true);
        planAt(clock.nowMicros());
    }

    private void planAt(long micros) {
        nextMicros.accumulateAndGet(micros, Math::min);
        timer.plan(this, micros);
    }

    /** Whether messages may have expired that the timer has not come to yet. */
    public boolean isBehind(long nowMicros) {
        return nextMicros.get() <= nowMicros;
    }

    /** Does on the caller's thread what the timer has not come to yet. Called with no lock held. */
    public void catchUp(long nowMicros) {
        while (!runs.isHeldByCurrentThread() && isBehind(nowMicros)) {
            runDue(nowMicros);
        }
    }

    /** The options have changed: what expires when is found anew. */
    public void onSettingsChanged() {
        memory.forEachWithOwnTime(recheck::add);
        start();
    }

    /** A message is about to be appended; under the append lock. */
    public void beforeAppend(RecordDraft draft, long position, long timestampMicros) {
        long expiresMicros = MessageLife.expiresMicros(
                timestampMicros, draft.ttlMicros(), draft.deliverAtMicros(), MessageLife.ttlMicros(settings.get()));
        dueAtMost.accept(expiresMicros);
        if (draft.hasOwnTime()) {
            memory.expiresAt(position, expiresMicros);
            planAt(expiresMicros);
        }
    }

    /** A message was appended; under the append lock. */
    public void afterAppend(long timestampMicros) {
        if (idle) {
            idle = false;
            planAt(BrokerClock.later(timestampMicros, MessageLife.ttlMicros(settings.get())));
        }
    }

    /** Everything below this position that has no time of its own has expired. */
    public long bound(long nowMicros) {
        long ttlMicros = MessageLife.ttlMicros(settings.get());
        return ttlMicros >= BrokerClock.NEVER
                ? journal.firstPosition()
                : journal.firstPositionSince(nowMicros - ttlMicros + 1);
    }

    @Override
    protected long runDue(long nowMicros) {
        runs.lock();
        try {
            nextMicros.set(BrokerClock.NEVER);
            long next = run(nowMicros);
            nextMicros.accumulateAndGet(next, Math::min);
            return next;
        } finally {
            runs.unlock();
        }
    }

    private long run(long nowMicros) {
        JournalReader own = begin();
        if (own == null) {
            return BrokerClock.NEVER;
        }
        try {
            long next = expire(nowMicros, own);
            onExpired.run();
            dueAtMost.accept(next);
            return next;
        } catch (RuntimeException e) {
            if (closed) {
                return BrokerClock.NEVER;
            }
            throw e;
        } finally {
            finish();
        }
    }

    private @Nullable JournalReader begin() {
        lock.lock();
        try {
            if (closed) {
                return null;
            }
            running = true;
            if (reader == null) {
                reader = journal.openReader();
            }
            return reader;
        } finally {
            lock.unlock();
        }
    }

    private void finish() {
        lock.lock();
        try {
            running = false;
            if (closed) {
                closeReader();
            }
        } finally {
            lock.unlock();
        }
    }

    private long expire(long nowMicros, JournalReader own) {
        long bound = bound(nowMicros);
        long next = expireOwn(nowMicros, own);
        for (GroupDelivery group : groups.get()) {
            next = Math.min(next, group.sweep(bound, nowMicros, own));
        }
        return Math.min(next, nextByQueueTtl(bound, nowMicros, own));
    }

    /** When something expires next, at the earliest; before {@link #close()}. */
    public long nextMicros() {
        long nowMicros = clock.nowMicros();
        try (JournalReader own = journal.openReader()) {
            long bound = bound(nowMicros);
            boolean behind = groups.get().stream().anyMatch(group -> group.nextUnsettled(0) < bound);
            return behind ? nowMicros : Math.min(memory.nextExpiryMicros(), nextByQueueTtl(bound, nowMicros, own));
        } catch (BrokerException e) {
            LOG.warn(
                    "{}: it is not known when something expires next; that is found out at the next start",
                    resource,
                    e);
            return Long.MIN_VALUE;
        }
    }

    private long nextByQueueTtl(long bound, long nowMicros, JournalReader own) {
        long ttlMicros = MessageLife.ttlMicros(settings.get());
        if (ttlMicros >= BrokerClock.NEVER) {
            return BrokerClock.NEVER;
        }
        idle = true;
        if (journal.end() <= bound) {
            return BrokerClock.NEVER;
        }
        idle = false;
        StoredRecord first = readFrom(bound, own);
        return first == null ? nowMicros + LOOK_AGAIN_MICROS : BrokerClock.later(first.timestampMicros(), ttlMicros);
    }

    /** Messages that live by a time of their own; answers when to look again. */
    private long expireOwn(long nowMicros, JournalReader own) {
        if (heldAgainNow.getAndSet(false) || nowMicros >= heldAgainMicros) {
            recheck.addAll(held);
            held.clear();
            heldAgainMicros = nowMicros + LOOK_AGAIN_MICROS;
        }
        for (int i = 0; i < CHUNK && !closed; i++) {
            Long again = recheck.poll();
            long position = again == null ? memory.pollExpired(nowMicros) : again;
            if (position < 0) {
                return Math.min(memory.nextExpiryMicros(), held.isEmpty() ? BrokerClock.NEVER : heldAgainMicros);
            }
            if (!expireOwn(position, nowMicros, own)) {
                held.add(position);
            }
        }
        return nowMicros;
    }

    /** False if a group still holds the message: it is not gone before all have let go of it. */
    private boolean expireOwn(long position, long nowMicros, JournalReader own) {
        StoredRecord stored = read(position, own);
        if (stored != null) {
            long expiresMicros = MessageLife.expiresMicros(stored, MessageLife.ttlMicros(settings.get()));
            if (expiresMicros > nowMicros) {
                memory.expiresAt(position, expiresMicros);
                return true;
            }
            boolean held = false;
            for (GroupDelivery group : groups.get()) {
                held |= !group.expire(stored, nowMicros);
            }
            if (held) {
                memory.expiresAt(position, expiresMicros);
                return false;
            }
        }
        memory.remove(position);
        return true;
    }

    /** The first record at or after this position that can be read; null if there is none. */
    private @Nullable StoredRecord readFrom(long position, JournalReader own) {
        own.moveTo(position);
        return own.next(journal.readable());
    }

    private @Nullable StoredRecord read(long position, JournalReader own) {
        StoredRecord found = readFrom(position, own);
        return found != null && found.position() == position ? found : null;
    }

    /** Does nothing more; does not wait for what it is doing. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            if (!running) {
                closeReader();
            }
        } finally {
            lock.unlock();
        }
    }

    private void closeReader() {
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }

    @Override
    public String toString() {
        return resource;
    }
}
