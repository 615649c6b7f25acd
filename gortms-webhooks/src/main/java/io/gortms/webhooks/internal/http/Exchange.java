package io.gortms.webhooks.internal.http;

import io.gortms.webhooks.TransportOptions;
import io.gortms.webhooks.WebhookRequest;
import io.gortms.webhooks.WebhookResponse;
import io.gortms.webhooks.WebhookTransportException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.jspecify.annotations.Nullable;

/**
 * One request under way, and the future its sender holds. It ends once: with a response, a failure, a missed deadline or a
 * cancellation; each but the first also ends what the client still does for it. Safe for use by any thread.
 */
final class Exchange extends CompletableFuture<WebhookResponse> implements FutureCallback<WebhookResponse> {

    private final WebhookRequest request;
    private final Deadlines deadlines;
    private final long startedNanos;
    private final long deadlineNanos;
    private volatile long connectDeadlineNanos;
    private volatile Phase phase = Phase.WAITING;
    private volatile @Nullable WebhookResponse response;
    private volatile @Nullable Future<?> execution;

    Exchange(WebhookRequest request, Deadlines deadlines) {
        this.request = request;
        this.deadlines = deadlines;
        this.startedNanos = System.nanoTime();
        this.deadlineNanos = startedNanos + options().deadline().toNanos();
    }

    WebhookRequest request() {
        return request;
    }

    TransportOptions options() {
        return request.options();
    }

    /** Says how far it has come; from the first phase of connecting on, the time to connect runs. */
    void enter(Phase next) {
        if (next == Phase.RESOLVING) {
            connectDeadlineNanos =
                    System.nanoTime() + options().connectTimeout().toNanos();
        }
        phase = next;
    }

    /** What has to be cancelled when the exchange ends early; it may have ended already. */
    void runs(Future<?> clientExecution) {
        execution = clientExecution;
        if (isDone()) {
            clientExecution.cancel(true);
        }
    }

    /** Keeps the response; the sender sees it when the connection is free again. */
    void received(WebhookResponse complete) {
        response = complete;
    }

    /** The connection was given back or closed. */
    void released() {
        WebhookResponse received = response;
        if (received != null && complete(received)) {
            deadlines.remove(this);
        }
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }

    /** Ends it if it is too late. */
    void expire(long nowNanos) {
        Phase reached = phase;
        if (nowNanos - deadlineNanos >= 0) {
            miss(reached, options().deadline());
        } else if (reached.isConnecting() && nowNanos - connectDeadlineNanos >= 0) {
            miss(reached, options().connectTimeout());
        }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        if (cancelled) {
            abort();
        }
        return cancelled;
    }

    @Override
    public void completed(WebhookResponse complete) {
        // not yet: released() follows, and only then can the connection serve the next request of whoever waits
    }

    @Override
    public void failed(Exception failure) {
        if (response == null && completeExceptionally(Failures.of(failure, phase, request.uri()))) {
            deadlines.remove(this);
        }
    }

    @Override
    public void cancelled() {
        cancel(true);
    }

    private void miss(Phase reached, Duration limit) {
        WebhookResponse received = response;
        boolean ended = received != null
                ? complete(received)
                : completeExceptionally(new WebhookTransportException(
                        reached.timeout,
                        reached.missing + " from " + request.uri().getHost() + " within " + limit.toMillis() + " ms"));
        if (ended) {
            abort();
        }
    }

    private void abort() {
        deadlines.remove(this);
        Future<?> running = execution;
        if (running != null) {
            running.cancel(true);
        }
    }
}
