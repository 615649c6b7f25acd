package io.gortms.contract.harness;

import io.gortms.Delivery;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A stream subscriber that keeps what it gets and asks for nothing by itself. */
public final class Collector implements Flow.Subscriber<Delivery> {

    private final CountDownLatch subscribed = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final List<Delivery> got = new CopyOnWriteArrayList<>();
    private final AtomicInteger inside = new AtomicInteger();
    private volatile boolean overlapped;
    private volatile Flow.@Nullable Subscription subscription;
    private volatile @Nullable Throwable error;

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        subscribed.countDown();
    }

    @Override
    public void onNext(Delivery delivery) {
        overlapped |= inside.incrementAndGet() > 1;
        got.add(delivery);
        inside.decrementAndGet();
    }

    @Override
    public void onError(Throwable throwable) {
        error = throwable;
        ended.countDown();
    }

    @Override
    public void onComplete() {
        ended.countDown();
    }

    /** Asks for more. */
    public void request(long count) {
        subscription().request(count);
    }

    /** Wants no more. */
    public void cancel() {
        subscription().cancel();
    }

    /** Waits until it has so many, and returns all it has. */
    public List<Delivery> await(int count) {
        Await.until(count + " deliveries came", () -> got.size() >= count);
        return got;
    }

    /** Everything it got so far. */
    public List<Delivery> got() {
        return got;
    }

    /** Waits for the end of the stream: null if it was completed, otherwise the error. */
    public @Nullable Throwable awaitEnd() {
        Await.latch("the stream ends", ended);
        return error;
    }

    /** Whether the stream has ended. */
    public boolean hasEnded() {
        return ended.getCount() == 0;
    }

    /** Whether two signals came at the same time. */
    public boolean overlapped() {
        return overlapped;
    }

    private Flow.Subscription subscription() {
        Await.latch("onSubscribe was called", subscribed);
        return subscription;
    }
}
