package io.gortms.webhooks.internal.http;

import io.gortms.webhooks.TransportOptions;
import io.gortms.webhooks.WebhookRequest;
import io.gortms.webhooks.WebhookResponse;
import io.gortms.webhooks.WebhookTransportException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.client5.http.async.AsyncExecRuntime;
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
    private volatile @Nullable PendingConnection pending;
    private volatile @Nullable AsyncExecRuntime connected;
    private final AtomicBoolean ended = new AtomicBoolean();

    Exchange(WebhookRequest request, Deadlines deadlines) {
        this.request = request;
        this.deadlines = deadlines;
        this.startedNanos = System.nanoTime();
        this.deadlineNanos =
                startedNanos + TimeUnit.NANOSECONDS.convert(options().deadline());
    }

    WebhookRequest request() {
        return request;
    }

    TransportOptions options() {
        return request.options();
    }

    /** Says how far it has come. */
    void enter(Phase next) {
        phase = next;
    }

    /** A connection is made for it: from the first on, the time to connect runs. */
    void connecting(PendingConnection connection) {
        if (phase == Phase.WAITING) {
            connectDeadlineNanos =
                    System.nanoTime() + TimeUnit.NANOSECONDS.convert(options().connectTimeout());
            phase = Phase.RESOLVING;
        }
        pending = connection;
        if (ended.get()) {
            connection.abort();
        }
    }

    /** It has a connection, or asks a proxy for one; false if it has ended, and must not use it. */
    boolean uses(AsyncExecRuntime runtime) {
        connected = runtime;
        return !ended.get();
    }

    /** Whether there is a connection to the receiver, and the request goes out on it. */
    boolean isSent() {
        return phase == Phase.HEADERS;
    }

    /** Keeps the response; the sender sees it when the connection is free again. */
    void received(WebhookResponse complete) {
        response = complete;
    }

    /** The connection was given back or closed. */
    void released() {
        WebhookResponse received = response;
        if (received != null && end()) {
            complete(received);
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
        boolean mine = end();
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        if (mine) {
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
        if (failure instanceof CancellationException) {
            cancelled();
            return;
        }
        // a response that was complete, or long enough, is one, though its connection fails; released() follows
        if (response == null && end()) {
            completeExceptionally(Failures.of(failure, phase, request.uri()));
        }
    }

    @Override
    public void cancelled() {
        if (end()) {
            super.cancel(true);
        }
    }

    private void miss(Phase reached, Duration limit) {
        if (!end()) {
            return;
        }
        abort();
        WebhookResponse received = response;
        if (received != null) {
            complete(received);
            return;
        }
        completeExceptionally(new WebhookTransportException(
                reached.timeout, reached.missing + request.uri().getHost() + " within " + limit.toMillis() + " ms"));
    }

    /** True for the one who may complete it. */
    private boolean end() {
        if (!ended.compareAndSet(false, true)) {
            return false;
        }
        deadlines.remove(this);
        return true;
    }

    /**
     * Ends what the client still does. Its own way to cancel is not used: what is cancelled while it goes from one step to the next
     * goes on, unseen, and keeps its connection. Whoever waits for a connection goes when it gets one.
     */
    private void abort() {
        PendingConnection connection = pending;
        if (connection != null && connection.abort()) {
            return;
        }
        AsyncExecRuntime runtime = connected;
        if (runtime != null) {
            runtime.discardEndpoint();
        }
    }
}
