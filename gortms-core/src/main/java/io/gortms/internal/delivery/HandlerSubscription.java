package io.gortms.internal.delivery;

import io.gortms.BrokerException;
import io.gortms.Subscription;
import io.gortms.internal.group.InHand;
import io.gortms.internal.time.BrokerClock;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handlers at work. It has no thread: a wake-up sends a worker to the executor, at most {@code workerCount} of them; a worker
 * stays until there is nothing to take.
 */
final class HandlerSubscription implements Subscription, Taker {

    private static final Logger LOG = LoggerFactory.getLogger(HandlerSubscription.class);
    private static final Duration TRY_AGAIN_AFTER = Duration.ofMillis(100);

    private final String name;
    private final IntSupplier workerCount;
    private final long handlerTimeoutMicros;
    private final HandlerCall call;
    private final Dispatcher dispatcher;
    private final GroupControl control;
    private final InHand inHand;
    private final AtomicInteger workers = new AtomicInteger();
    private final RunningHandlers running = new RunningHandlers();
    private volatile boolean ended;

    /** Handlers; at most {@code workerCount}, asked anew each time, are at work at once. */
    HandlerSubscription(
            String name,
            IntSupplier workerCount,
            @Nullable Duration handlerTimeout,
            HandlerCall call,
            Dispatcher dispatcher,
            GroupControl control) {
        this.name = name;
        this.workerCount = workerCount;
        this.handlerTimeoutMicros = handlerTimeout == null ? BrokerClock.NEVER : BrokerClock.toMicros(handlerTimeout);
        this.call = call;
        this.dispatcher = dispatcher;
        this.control = control;
        this.inHand = dispatcher.env.inHand();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean isActive() {
        return !ended;
    }

    /** Whether one more worker could be at work. */
    boolean hasFreeHand() {
        return workers.get() < workerCount.getAsInt() && !ended;
    }

    @Override
    public void wake() {
        if (!admitWorker()) {
            return;
        }
        try {
            dispatcher.env.threads().handlers().execute(this::work);
        } catch (RejectedExecutionException e) {
            workers.decrementAndGet();
            LOG.warn("{} of {}: the executor refuses work; it is asked again", name, dispatcher.env.resource(), e);
            dispatcher.env.threads().soon(this::wake, TRY_AGAIN_AFTER);
        }
    }

    /** Counts one more worker, unless there are enough. */
    private boolean admitWorker() {
        int now;
        do {
            now = workers.get();
            if (now >= workerCount.getAsInt() || ended) {
                return false;
            }
        } while (!workers.compareAndSet(now, now + 1));
        return true;
    }

    /** What came while the worker was leaving it takes itself: another thread would have to be woken for it. */
    private void work() {
        do {
            try {
                workUntilIdle();
            } catch (BrokerException e) {
                LOG.error("{} of {} could not take messages; it is tried again", name, dispatcher.env.resource(), e);
                return;
            } finally {
                boolean last = workers.decrementAndGet() == 0 && ended;
                if (last) {
                    dispatcher.left(this);
                }
                dispatcher.wakeups.setHungry();
            }
        } while (dispatcher.mayHandOut() && admitWorker());
    }

    private void workUntilIdle() {
        RunningHandlers.Run run = running.begin();
        int slot = inHand.acquire(dispatcher.memory.groupId());
        try {
            while (!ended && workers.get() <= workerCount.getAsInt()) {
                LocalDelivery delivery = dispatcher.takeOne(this, leaseMicros());
                if (delivery == null) {
                    return;
                }
                inHand.set(slot, delivery.position());
                run.enter(delivery);
                Settlement settlement = call.run(delivery, name);
                boolean cutShort = run.leave();
                finish(delivery, cutShort ? afterInterrupt(settlement) : settlement);
            }
        } finally {
            inHand.clear(slot);
            inHand.release(slot);
            running.end(run);
        }
    }

    private long leaseMicros() {
        return call.isManual() ? dispatcher.ackTimeoutMicros() : handlerTimeoutMicros;
    }

    /** What a handler throws because it is interrupted says nothing about its message. */
    private static @Nullable Settlement afterInterrupt(@Nullable Settlement settlement) {
        return settlement != null && settlement.kind() == Settlement.Kind.FAIL ? Settlement.RELEASE : settlement;
    }

    private void finish(LocalDelivery delivery, @Nullable Settlement settlement) {
        if (settlement == null) {
            dispatcher.countHeld(delivery);
        } else {
            try {
                // nothing to settle if the handler has done so, or the lease was lost
                boolean unused = dispatcher.settler.settle(delivery, settlement);
            } catch (BrokerException e) {
                LOG.warn(
                        "{} of {}: the message {} comes again: {}",
                        name,
                        dispatcher.env.resource(),
                        delivery.messageId(),
                        e.getMessage());
            }
        }
    }

    @Override
    public void end(GroupEnd end) {
        ended = true;
    }

    /** Waits for handlers that run, but not for one that this thread is in; then interrupts them. */
    void awaitHandlers(long deadlineNanos) {
        running.awaitNone(deadlineNanos);
    }

    boolean isInHandlerOfThisThread() {
        return running.isOfThisThread();
    }

    @Override
    public void close() {
        if (ended) {
            return;
        }
        ended = true;
        awaitHandlers(System.nanoTime() + Durations.nanos(dispatcher.env.shutdownTimeout()));
        if (!isInHandlerOfThisThread()) {
            // until then a broker that closes has to wait for its handlers
            dispatcher.left(this);
        }
        dispatcher.used();
        control.giveBack(this, LocalDelivery.State.GIVEN_BACK, delivery -> !running.isInHandlerOfThisThread(delivery));
    }
}
