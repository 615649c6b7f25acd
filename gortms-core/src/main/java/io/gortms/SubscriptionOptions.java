package io.gortms;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The description of a subscription, given to {@code subscribe}. Used by one thread, inside that lambda only. */
public final class SubscriptionOptions {

    private int workerCount;
    private boolean manualSettle;
    private @Nullable Duration handlerTimeout;
    private @Nullable String name;

    SubscriptionOptions() {}

    /** Handler calls at the same time; default the queue's {@link QueueOptions#workerCount(int) workerCount}. */
    public SubscriptionOptions workerCount(int value) {
        workerCount = Checks.atLeast(1, value, "workerCount");
        return this;
    }

    /**
     * A normal return no longer acks: the application settles each delivery, there or later, within the queue's {@link
     * QueueOptions#ackTimeout(java.time.Duration) ackTimeout}. An exception still nacks.
     */
    public SubscriptionOptions manualSettle() {
        manualSettle = true;
        return this;
    }

    /**
     * How long a handler keeps its delivery while it runs; default for ever. After that the delivery counts as failed, like an
     * expired lease, and the message may come again to another worker; what the handler does then changes nothing. The
     * handler is not interrupted, and keeps its worker busy. With {@link #manualSettle()} the lease of the queue's {@link
     * QueueOptions#ackTimeout(Duration) ackTimeout} holds, and this does not.
     */
    public SubscriptionOptions handlerTimeout(Duration value) {
        handlerTimeout = Checks.positive(value, "handlerTimeout");
        return this;
    }

    /** The name that logs and statistics show; default a generated one. */
    public SubscriptionOptions name(String value) {
        name = Objects.requireNonNull(value, "name");
        return this;
    }

    SubscriptionSettings freeze() {
        return new SubscriptionSettings(workerCount, manualSettle, handlerTimeout, name);
    }
}
