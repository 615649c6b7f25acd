package io.gortms.webhooks.internal.delivery;

import io.gortms.BrokerException;
import io.gortms.webhooks.FailurePolicy;
import io.gortms.webhooks.RateLimit;
import io.gortms.webhooks.internal.store.Micros;
import io.gortms.webhooks.internal.store.Queues;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The way to one endpoint: how many requests are under way, who waits in hand, and whether anything may go now. It keeps to its own
 * bound, its rate, its pauses, and to the bound of all lanes; so whatever is wrong with one endpoint costs its own requests only.
 *
 * <p>The bound grows by one with each success, up to what is allowed, and is halved by a failure: what has waited for an endpoint
 * to come back is not thrown at it all at once, and one that does not answer holds one request. After some successes in a
 * row as many webhooks again are in hand beforehand, so that the next one goes out where the answer to another came in, with no wait
 * for the queue.
 *
 * <p>The lock guards everything; nothing is called while it is held.
 */
final class Lane implements Permits.Turn {

    /** What a lane tells, with no lock held. */
    interface Owner {

        /** It can have so many more in hand, those included that were asked for before. */
        void onRoom(int count);

        /** What a result has done to the endpoint. */
        void onChange(Judgement judgement, EndpointHealth.Change change, long closedUntilMicros);

        /** A webhook is done with, for now or for good. */
        void onDone();
    }

    /** As many as a circuit breaker looks at by default: what is in hand when it opens was asked for in vain. */
    private static final int SUCCESSES_FOR_MORE = 20;

    private final InstantSource clock;
    private final Permits permits;
    private final Alarms alarms;
    private final Sender sender;
    private final Owner owner;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Job> held = new ArrayDeque<>();
    private final EndpointHealth health;
    private FailurePolicy policy;
    private int most;
    private @Nullable TokenBucket bucket;
    private int pace = 1;
    private int inRow; // successes
    private int inFlight;
    private boolean stopped = true;
    private boolean closed;
    private @Nullable Target target;
    private long closedUntilMicros;
    private long restUntilMicros; // the part of it that the receiver has asked for
    private long alarmMicros = Micros.NEVER;

    Lane(Sender sender, Owner owner, EndpointHealth health, FailurePolicy policy, int most, long closedUntilMicros) {
        this.clock = sender.clock();
        this.permits = sender.permits();
        this.alarms = sender.alarms();
        this.sender = sender;
        this.owner = owner;
        this.health = health;
        this.policy = policy;
        this.most = most;
        this.closedUntilMicros = closedUntilMicros;
    }

    /** Keeps to these bounds from now on. */
    void configure(FailurePolicy newPolicy, int newMost, @Nullable RateLimit rate) {
        lock.lock();
        try {
            policy = newPolicy;
            most = newMost;
            if (rate == null) {
                bucket = null;
            } else {
                bucket = bucket == null ? new TokenBucket(rate) : bucket.of(rate);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Sends what is in hand there from now on, and what comes in hand, wherever that was to go. */
    void retarget(Target newTarget) {
        change(() -> {
            target = newTarget;
            List<Job> all = new ArrayList<>(held);
            held.clear();
            all.forEach(job -> held.add(new Job(job.delivery(), newTarget)));
        });
    }

    /** Lets webhooks go, at a growing pace. */
    void start() {
        change(() -> {
            stopped = closed;
            pace = 1;
        });
        pump();
    }

    /** Lets none go; those under way are not touched. */
    void stop() {
        change(() -> stopped = true);
    }

    /** Lets none go ever again, and gives back what is in hand; those under way are not touched. */
    void close() {
        change(() -> {
            stopped = true;
            closed = true;
        });
        giveBackHeld(0);
    }

    /** Ends a pause of its own. */
    void reopen(boolean forgetEverything) {
        change(() -> {
            closedUntilMicros = 0;
            restUntilMicros = 0;
            pace = 1;
            if (forgetEverything) {
                health.forgetAll();
            } else {
                health.forgetPauses();
            }
        });
        pump();
    }

    private void change(Runnable what) {
        lock.lock();
        try {
            what.run();
        } finally {
            lock.unlock();
        }
    }

    /** Takes a webhook in hand, to send it when it may go; one that comes after the end is given back. */
    void offer(Job job) {
        boolean late;
        lock.lock();
        try {
            held.add(target == null ? job : new Job(job.delivery(), target));
            late = closed;
        } finally {
            lock.unlock();
        }
        if (late) {
            giveBackHeld(0);
        } else {
            pump();
        }
    }

    /** Sends what may go. */
    void pump() {
        Job job = next();
        while (job != null) {
            sender.send(job, this);
            job = next();
        }
        int room = room();
        if (room > 0) {
            owner.onRoom(room);
        }
    }

    private @Nullable Job next() {
        lock.lock();
        try {
            if (!mayGo() || !permits.tryTake(this)) {
                return null;
            }
            Job job = begin();
            if (job != null) {
                return job;
            }
        } finally {
            lock.unlock();
        }
        permits.giveBack(); // the rate does not allow one
        return null;
    }

    @Override
    public boolean usePermit() {
        Job job;
        lock.lock();
        try {
            job = mayGo() ? begin() : null;
        } finally {
            lock.unlock();
        }
        if (job == null) {
            return false;
        }
        sender.send(job, this);
        pump(); // there may be more, whose turn is after the others'
        return true;
    }

    private boolean mayGo() {
        if (held.isEmpty() || stopped || inFlight >= Math.min(most, pace)) {
            return false;
        }
        if (isClosed()) {
            wakeAt(closedUntilMicros);
            return false;
        }
        return true;
    }

    private boolean isClosed() {
        return closedUntilMicros > 0 && Micros.now(clock) < closedUntilMicros;
    }

    /** The caller has a permit. */
    private @Nullable Job begin() {
        long tokenAtMicros = bucket == null ? 0 : bucket.take(Micros.now(clock));
        if (tokenAtMicros > 0) {
            wakeAt(tokenAtMicros);
            return null;
        }
        inFlight++;
        return held.remove();
    }

    private void wakeAt(long atMicros) {
        if (alarmMicros > atMicros) {
            alarmMicros = atMicros;
            alarms.plan(atMicros, this::onAlarm);
        }
    }

    private void onAlarm() {
        change(() -> alarmMicros = Micros.NEVER);
        pump();
    }

    private int room() {
        lock.lock();
        try {
            boolean rests = stopped || isClosed();
            if (rests && !stopped) {
                wakeAt(closedUntilMicros);
            }
            int ahead = pace < most || inRow < SUCCESSES_FOR_MORE ? 0 : Queues.ahead(most);
            if (rests || (ahead > 0 && held.size() > ahead / 2)) {
                return 0;
            }
            return Math.min(most, pace) + ahead - inFlight - held.size();
        } finally {
            lock.unlock();
        }
    }

    /** An attempt has ended. */
    void onResult(Job job, Judgement judgement) {
        long nowMicros = Micros.now(clock);
        EndpointHealth.Change change;
        long until;
        lock.lock();
        try {
            inFlight--;
            if (judgement.isDelivered()) {
                change = health.onSuccess();
                if (change.recovered()) {
                    closedUntilMicros = restUntilMicros; // what was under way when it was paused shows that it works
                }
                pace = Math.min(most, pace + 1);
                inRow++;
            } else {
                change = health.onFailure(policy, job.delivery().position(), nowMicros);
                pace = Math.max(1, Math.min(most, pace) / 2);
                inRow = 0;
            }
            if (judgement.restMicros() > 0) {
                restUntilMicros = Math.max(restUntilMicros, nowMicros + judgement.restMicros());
            }
            long restMicros = Math.max(change.pauseMicros(), judgement.restMicros());
            if (restMicros > 0) {
                closedUntilMicros = Math.max(closedUntilMicros, nowMicros + restMicros);
                pace = 1;
            }
            until = closedUntilMicros;
        } finally {
            lock.unlock();
        }
        try {
            owner.onChange(judgement, change, until);
        } finally {
            onEnded();
        }
    }

    /** A webhook did not get as far as an attempt, or its attempt was cut short. */
    void onNoResult() {
        change(() -> inFlight--);
        onEnded();
    }

    private void onEnded() {
        Trampoline.run(() -> {
            permits.giveBack();
            owner.onDone();
            pump();
        });
    }

    /** Gives back what is in hand and not under way, to come again after this; answers how many that were. */
    int giveBackHeld(long afterMicros) {
        List<Job> all;
        lock.lock();
        try {
            all = new ArrayList<>(held);
            held.clear();
        } finally {
            lock.unlock();
        }
        for (Job job : all) {
            try {
                job.delivery().release(Micros.duration(afterMicros));
            } catch (BrokerException e) {
                // its lease is gone, with its queue or its broker: nobody holds it
            }
        }
        return all.size();
    }

    /** How many requests are under way. */
    int inFlight() {
        lock.lock();
        try {
            return inFlight;
        } finally {
            lock.unlock();
        }
    }

    /** Until when nothing goes of the endpoint's own accord. */
    long closedUntilMicros() {
        lock.lock();
        try {
            return closedUntilMicros;
        } finally {
            lock.unlock();
        }
    }

    /** Since when there were failures only; 0 if the last attempt succeeded. */
    long failingSinceMicros() {
        lock.lock();
        try {
            return health.failingSinceMicros();
        } finally {
            lock.unlock();
        }
    }

    /** Whether it has nothing to do and nothing to remember. */
    boolean isDispensable() {
        lock.lock();
        try {
            return held.isEmpty() && inFlight == 0 && health.isClean() && closedUntilMicros <= Micros.now(clock);
        } finally {
            lock.unlock();
        }
    }
}
