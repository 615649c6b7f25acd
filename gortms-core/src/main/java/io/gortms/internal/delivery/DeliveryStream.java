package io.gortms.internal.delivery;

import io.gortms.Delivery;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Reactive Streams subscriber of a group. It has no thread: a request or a wake-up sends a run to the executor, one at a
 * time, which takes what was requested and no more.
 */
final class DeliveryStream implements Flow.Subscription, Taker {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryStream.class);
    private static final int BATCH = 64;

    private final String name;
    private final Dispatcher dispatcher;
    private final GroupControl control;
    private final AtomicLong demand = new AtomicLong();

    /** How often a run was asked for since the last one ended; a run is under way while it is not zero. */
    private final AtomicInteger asked = new AtomicInteger(1);

    private volatile Flow.@Nullable Subscriber<? super Delivery> subscriber;
    private volatile @Nullable Throwable failure;
    private volatile @Nullable GroupEnd end;

    private DeliveryStream(
            String name, Flow.Subscriber<? super Delivery> subscriber, Dispatcher dispatcher, GroupControl control) {
        this.name = name;
        this.subscriber = subscriber;
        this.dispatcher = dispatcher;
        this.control = control;
    }

    /** A publisher whose subscribers get these names. */
    static Flow.Publisher<Delivery> publisher(Supplier<String> names, Dispatcher dispatcher, GroupControl control) {
        return subscriber -> {
            Objects.requireNonNull(subscriber, "subscriber");
            DeliveryStream stream = new DeliveryStream(names.get(), subscriber, dispatcher, control);
            subscriber.onSubscribe(stream);
            control.admit(stream);
            stream.submit();
        };
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void request(long n) {
        if (n <= 0) {
            failure = new IllegalArgumentException("a request is for at least 1 element, not " + n + " (rule 3.9)");
        } else {
            demand.accumulateAndGet(n, (have, more) -> have + more < 0 ? Long.MAX_VALUE : have + more);
        }
        wake();
    }

    @Override
    public void cancel() {
        subscriber = null;
        dispatcher.left(this);
        wake();
    }

    /** Whoever ends a group may hold locks: the application's code must not run here, whatever its executor does. */
    @Override
    public void end(GroupEnd groupEnd) {
        end = groupEnd;
        dispatcher.env.threads().io().execute(this::wake);
    }

    @Override
    public void wake() {
        if (asked.getAndIncrement() == 0) {
            submit();
        }
    }

    private void submit() {
        try {
            dispatcher.env.threads().handlers().execute(this::run);
        } catch (RejectedExecutionException e) {
            LOG.warn("a stream of {}: the executor refuses work; the stream ends", dispatcher.env.resource(), e);
            finish(e);
        }
    }

    private void run() {
        int seen = asked.get();
        do {
            try {
                if (!signal()) {
                    return;
                }
            } catch (RuntimeException | Error e) {
                LOG.error("a stream of {} failed and ends", dispatcher.env.resource(), e);
                finish(e);
                return;
            }
            seen = asked.addAndGet(-seen);
        } while (seen != 0);
    }

    /** Signals what there is; answers whether the stream goes on. */
    private boolean signal() {
        while (true) {
            Throwable failed = failure;
            GroupEnd ended = end;
            if (subscriber == null) {
                dispatcher.left(this);
                return false;
            }
            if (failed != null) {
                finish(failed);
                return false;
            }
            if (ended != null) {
                finish(ended.isDeleted() ? ended.exception("publisher") : null);
                return false;
            }
            if (demand.get() == 0 || !deliver()) {
                return true;
            }
        }
    }

    /** Hands on a batch; answers whether there may be more. */
    private boolean deliver() {
        List<LocalDelivery> batch = new ArrayList<>();
        dispatcher.take((int) Math.min(BATCH, demand.get()), this, batch);
        if (batch.isEmpty()) {
            dispatcher.wakeups.setHungry();
            return dispatcher.mayHandOut();
        }
        demand.addAndGet(-batch.size());
        int handed = 0;
        try {
            Flow.Subscriber<? super Delivery> target = subscriber;
            while (target != null && handed < batch.size()) {
                target.onNext(batch.get(handed++));
                target = subscriber;
            }
            return target != null;
        } finally {
            if (handed < batch.size()) { // cancelled, or a subscriber that has thrown
                List<LocalDelivery> left = batch.subList(handed, batch.size());
                control.giveBack(this, LocalDelivery.State.GIVEN_BACK, left::contains);
            }
        }
    }

    private void finish(@Nullable Throwable error) {
        Flow.Subscriber<? super Delivery> target = subscriber;
        cancel();
        if (target == null) {
            return;
        }
        if (error == null) {
            target.onComplete();
        } else {
            target.onError(error);
        }
    }
}
