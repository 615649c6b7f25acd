package io.gortms.proof.kill;

import io.gortms.Delivery;
import io.gortms.MessageHandler;
import io.gortms.proof.harness.Payload;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Settles by returning, throws now and then, and keeps one message until the process dies. Called by several threads. */
final class Handler implements MessageHandler {

    private static final int FIRST_ACTOR = 20;
    private static final int FAILS_EVERY = 997;
    private static final int HOPELESS_EVERY = 199;
    private static final int DEADLY_EVERY = 97;
    private static final int FAILS_AT_FIRST_EVERY = 31;
    private static final int PAUSES_EVERY = 10;
    private static final long PAUSE_NANOS = 20_000;

    private final RunLog log;
    private final boolean mayFail;
    private final boolean guarantees;
    private final AtomicInteger actors = new AtomicInteger(FIRST_ACTOR);
    private final ThreadLocal<Integer> actor = ThreadLocal.withInitial(actors::getAndIncrement);
    private final AtomicLong calls = new AtomicLong();

    /** The call that does not return. */
    private final long lastCall;

    Handler(Plan plan, RunLog log) {
        this.log = log;
        this.mayFail = plan.load() != Load.FULL_DISK;
        this.guarantees = plan.load() == Load.GUARANTEES;
        this.lastCall = plan.load() == Load.LIVES ? Long.MAX_VALUE : Math.floorMod(plan.seed(), 2_000);
    }

    /** The thread is about to ask for a message. */
    void looking() {
        log.add(Deed.LOOKING, actor.get(), 0);
    }

    @Override
    public void handle(Delivery delivery) throws Exception {
        int self = actor.get();
        log.step(self, Step.HANDLING);
        long key = Payload.key(delivery.payload());
        if (guarantees) {
            log.add(Deed.MESSAGE, self, delivery.position(), key, Terms.startMicros(delivery));
        }
        log.add(Deed.ENTERED, self, delivery.position(), delivery.attempt(), delivery.failures());
        long call = calls.getAndIncrement();
        if (call == lastCall) {
            new CountDownLatch(1).await();
        }
        if (call % PAUSES_EVERY == 0) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        if (guarantees) {
            failUnderPolicy(delivery, self, key);
        } else if (mayFail && key % FAILS_EVERY == 0) {
            log.add(Deed.FAILING, self, delivery.position());
            throw new IllegalStateException("the handler does not like " + key);
        }
        log.add(Deed.LEFT, self, delivery.position());
        log.step(self, Step.IDLE);
    }

    /** Some messages fail the first time, some always, and some are not to be tried again. */
    private void failUnderPolicy(Delivery delivery, int self, long key) {
        boolean hopeless = key % HOPELESS_EVERY == 0;
        if (hopeless || key % DEADLY_EVERY == 0 || (key % FAILS_AT_FIRST_EVERY == 0 && delivery.attempt() == 1)) {
            boolean last = hopeless || delivery.failures() == Plan.MOST_RETRIES;
            log.add(last ? Deed.FAILING : Deed.THROWING, self, delivery.position());
            throw hopeless ? new UnsupportedOperationException("hopeless") : new IllegalStateException("not now");
        }
    }
}
