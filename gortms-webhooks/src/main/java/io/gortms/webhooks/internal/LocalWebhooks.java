package io.gortms.webhooks.internal;

import io.gortms.Broker;
import io.gortms.Message;
import io.gortms.MessageQueue;
import io.gortms.PublishReceipt;
import io.gortms.StoredMessage;
import io.gortms.webhooks.AttemptQuery;
import io.gortms.webhooks.DispatchReceipt;
import io.gortms.webhooks.EndpointStatus;
import io.gortms.webhooks.WebhookAttempt;
import io.gortms.webhooks.WebhookEndpoint;
import io.gortms.webhooks.WebhookMessage;
import io.gortms.webhooks.Webhooks;
import io.gortms.webhooks.WebhooksClosedException;
import io.gortms.webhooks.internal.store.Selection;
import io.gortms.webhooks.internal.url.Urls;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The webhooks of one broker: says what is done in which order, and finds endpoints. */
public final class LocalWebhooks implements Webhooks {

    private static final Set<Broker> IN_USE =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    private final WebhooksConfig config;
    private final Engine engine;
    private final ReentrantLock closing = new ReentrantLock(); // whoever closes too waits until it is done
    private volatile boolean closed;

    private LocalWebhooks(WebhooksConfig config, Engine engine) {
        this.config = config;
        this.engine = engine;
    }

    /** Opens them. */
    public static Webhooks open(WebhooksConfig config) {
        if (!IN_USE.add(config.broker())) {
            throw new IllegalStateException(
                    "there are open webhooks on this broker; close them first, or use them: two would send everything twice");
        }
        try {
            return new LocalWebhooks(config, Engine.open(config));
        } catch (RuntimeException | Error e) {
            IN_USE.remove(config.broker());
            throw e;
        }
    }

    @Override
    public void register(WebhookEndpoint endpoint) {
        requireOpen();
        config.options().addressPolicy().check(endpoint.url());
        engine.registry().register(endpoint);
    }

    @Override
    public void unregister(String endpoint) {
        requireOpen();
        engine.registry().unregister(endpoint);
    }

    @Override
    public List<EndpointStatus> endpoints() {
        requireOpen();
        return engine.registry().statuses();
    }

    @Override
    public EndpointStatus endpoint(String endpoint) {
        requireOpen();
        return engine.registry().status(endpoint);
    }

    @Override
    public void pause(String endpoint) {
        requireOpen();
        engine.registry().pause(endpoint);
    }

    @Override
    public void resume(String endpoint) {
        requireOpen();
        engine.registry().resume(endpoint);
    }

    @Override
    public void enable(String endpoint) {
        requireOpen();
        engine.registry().enable(endpoint);
    }

    @Override
    public void rotateSecret(String endpoint, String newSecret) {
        requireOpen();
        engine.registry().rotateSecret(endpoint, newSecret);
    }

    @Override
    public DispatchReceipt dispatch(WebhookMessage message) {
        requireOpen();
        Selection selection = engine.endpoints().current().select(message.event());
        Message stored = selection.mark(Message.of(envelope(message)), message.event());
        String key = message.idempotencyKey();
        PublishReceipt receipt =
                Bodies.publish(engine.queues().events(), key == null ? stored : stored.id(Ids.ofKey(key)));
        return new DispatchReceipt(receipt.messageId(), selection.ids(), receipt.duplicate());
    }

    private Envelope envelope(WebhookMessage message) {
        return new Envelope(message.event(), config.broker().clock().instant().getEpochSecond(), message.data());
    }

    @Override
    public WebhookAttempt send(String url, String secret, String event, @Nullable Object data) {
        requireOpen();
        WebhookMessage message = WebhookMessage.of(event, data);
        URI uri = checked(url);
        byte[] body = Bodies.json(config, Urls.redacted(uri), envelope(message));
        return engine.sender()
                .sendOnce(Ids.random(), event, body, engine.directMail().target(uri, secret))
                .join();
    }

    @Override
    public DispatchReceipt dispatchTo(String url, String secret, WebhookMessage message) {
        requireOpen();
        return engine.directMail().dispatch(checked(url), secret, message, envelope(message));
    }

    private URI checked(String url) {
        URI uri = Urls.parse(url);
        config.options().addressPolicy().check(uri);
        return uri;
    }

    @Override
    public List<WebhookAttempt> attempts(AttemptQuery query) {
        requireOpen();
        return engine.log().find(query);
    }

    @Override
    public List<StoredMessage> deadLetters(String endpoint, int max) {
        requireOpen();
        MessageQueue queue = endpoint.isEmpty()
                ? engine.queues().direct()
                : engine.registry().run(endpoint).queue();
        return queue.deadLetters().browse(max);
    }

    @Override
    public int redeliver(String id) {
        requireOpen();
        return engine.resend().redeliver(id);
    }

    @Override
    public int recover(String endpoint, Instant since, Instant until) {
        requireOpen();
        return engine.resend().recover(engine.registry().run(endpoint).queue(), since, until);
    }

    @Override
    public int replayMissing(String endpoint, Instant since, Instant until) {
        requireOpen();
        return engine.resend()
                .replayMissing(
                        engine.registry().complete(endpoint),
                        engine.registry().run(endpoint).queue(),
                        since,
                        until);
    }

    @Override
    public boolean awaitSettled(Duration wait) {
        return engine.awaitSettled(wait);
    }

    private void requireOpen() {
        if (closed) {
            throw new WebhooksClosedException();
        }
    }

    @Override
    public void close() {
        closing.lock();
        try {
            if (!closed) {
                closed = true;
                try {
                    engine.close();
                } finally {
                    IN_USE.remove(config.broker());
                }
            }
        } finally {
            closing.unlock();
        }
    }
}
