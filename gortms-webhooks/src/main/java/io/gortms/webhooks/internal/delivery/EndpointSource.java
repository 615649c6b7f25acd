package io.gortms.webhooks.internal.delivery;

import io.gortms.ConsumerGroup;
import io.gortms.Delivery;
import java.util.concurrent.Flow;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks a queue for as many webhooks as there is room for, and hands them on. */
final class EndpointSource implements Flow.Subscriber<Delivery> {

    private static final Logger LOG = LoggerFactory.getLogger(EndpointSource.class);

    private final String name;
    private final Consumer<Delivery> next;
    private final Runnable onReady;
    private final ReentrantLock lock = new ReentrantLock(); // guards what was asked for
    private long asked;
    private volatile Flow.@Nullable Subscription subscription;

    /** @param onReady is called once it may be asked for more */
    EndpointSource(String name, Consumer<Delivery> next, Runnable onReady) {
        this.name = name;
        this.next = next;
        this.onReady = onReady;
    }

    void subscribeTo(ConsumerGroup group) {
        group.publisher().subscribe(this);
    }

    /** Asks for so many in all, those that were asked for and have not come included. */
    void ask(int count) {
        Flow.Subscription open = subscription;
        if (open == null) {
            return;
        }
        long more;
        lock.lock();
        try {
            more = count - asked;
            if (more <= 0) {
                return;
            }
            asked += more;
        } finally {
            lock.unlock();
        }
        open.request(more);
    }

    /** Gets nothing more. */
    void cancel() {
        Flow.Subscription open = subscription;
        if (open != null) {
            open.cancel();
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription opened) {
        subscription = opened;
        onReady.run();
    }

    @Override
    public void onNext(Delivery delivery) {
        lock.lock();
        try {
            asked--;
        } finally {
            lock.unlock();
        }
        next.accept(delivery);
    }

    @Override
    public void onError(Throwable error) {
        LOG.debug("the queue of {} is gone", name, error);
    }

    @Override
    public void onComplete() {
        LOG.debug("the broker of {} is closed", name);
    }
}
