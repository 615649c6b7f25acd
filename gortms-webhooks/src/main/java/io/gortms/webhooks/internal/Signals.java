package io.gortms.webhooks.internal;

import io.gortms.webhooks.EndpointEvent;
import io.gortms.webhooks.WebhookListener;
import io.gortms.webhooks.internal.delivery.Threads;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells listeners what happens, one event after another, on a thread of its own. */
final class Signals implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

    private static final int MOST_WAITING = 10_000;

    private final List<WebhookListener> listeners;
    private final ThreadPoolExecutor thread = Threads.pool("gortms-webhooks-events", 1);

    Signals(List<WebhookListener> listeners) {
        this.listeners = listeners;
    }

    void tell(EndpointEvent event) {
        if (event instanceof EndpointEvent.GivenUp) {
            LOG.debug("{}", event); // the broker has a word for each dead letter
        } else {
            LOG.info("{}", event);
        }
        if (listeners.isEmpty()) {
            return;
        }
        if (thread.getQueue().size() >= MOST_WAITING) {
            LOG.warn("the listeners are {} events behind, and are not told of {}", MOST_WAITING, event);
            return;
        }
        try {
            thread.execute(() -> listeners.forEach(listener -> tell(listener, event)));
        } catch (RejectedExecutionException e) {
            LOG.debug("nobody is told of {} any more", event);
        }
    }

    private static void tell(WebhookListener listener, EndpointEvent event) {
        try {
            listener.onEvent(event);
        } catch (RuntimeException | Error e) {
            LOG.warn("a listener failed at {}", event, e);
        }
    }

    /** Tells what has happened before, and nothing more. */
    @Override
    public void close() {
        thread.shutdown();
    }
}
