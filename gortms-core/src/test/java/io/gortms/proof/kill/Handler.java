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
    private static final int PAUSES_EVERY = 10;
    private static final long PAUSE_NANOS = 20_000;

    private final RunLog log;
    private final boolean mayFail;
    private final AtomicInteger actors = new AtomicInteger(FIRST_ACTOR);
    private final ThreadLocal<Integer> actor = ThreadLocal.withInitial(actors::getAndIncrement);
    private final AtomicLong calls = new AtomicLong();

    /** The call that does not return. */
    private final long lastCall;

    Handler(Plan plan, RunLog log) {
        this.log = log;
        this.mayFail = plan.load() != Load.FULL_DISK;
        this.lastCall = plan.load() == Load.LIVES ? Long.MAX_VALUE : Math.floorMod(plan.seed(), 2_000);
    }

    @Override
    public void handle(Delivery delivery) throws Exception {
        int self = actor.get();
        log.step(self, Step.HANDLING);
        log.add(Deed.ENTERED, self, delivery.position(), delivery.attempt(), delivery.failures());
        long key = Payload.key(delivery.payload());
        long call = calls.getAndIncrement();
        if (call == lastCall) {
            new CountDownLatch(1).await();
        }
        if (call % PAUSES_EVERY == 0) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        if (mayFail && key % FAILS_EVERY == 0) {
            log.add(Deed.FAILING, self, delivery.position());
            throw new IllegalStateException("the handler does not like " + key);
        }
        log.add(Deed.LEFT, self, delivery.position());
        log.step(self, Step.IDLE);
    }
}
