package io.gortms.webhooks.internal;

import io.gortms.Message;
import io.gortms.MessageQueue;
import io.gortms.PublishReceipt;
import io.gortms.StoredMessage;
import io.gortms.webhooks.DispatchReceipt;
import io.gortms.webhooks.InvalidSecretException;
import io.gortms.webhooks.WebhookMessage;
import io.gortms.webhooks.internal.delivery.Target;
import io.gortms.webhooks.internal.store.Headers;
import io.gortms.webhooks.internal.store.Micros;
import io.gortms.webhooks.internal.store.Sealer;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What goes to URLs that are no endpoints: each webhook has its URL and secret with it, sealed. */
final class DirectMail {

    private static final String PLACE = "direct";
    private static final char BETWEEN = '\n'; // no URL has one

    private final WebhooksConfig config;
    private final MessageQueue queue;

    DirectMail(WebhooksConfig config, MessageQueue queue) {
        this.config = config;
        this.queue = queue;
    }

    DispatchReceipt dispatch(URI url, String secret, WebhookMessage message, Envelope body) {
        Sealer sealer = config.sealer();
        if (sealer == null) {
            throw new IllegalStateException(
                    "dispatchTo must store the secret until the webhook is delivered, and never stores one"
                            + " in the clear: give WebhooksBuilder.secretsKey(key), or register an endpoint and dispatch to it");
        }
        target(url, secret); // what cannot be used is refused now
        Message stored = Message.of(body)
                .header(Headers.EVENT, message.event())
                .header(
                        Headers.DISPATCHED,
                        Long.toString(Micros.now(config.broker().clock())))
                .header(Headers.TARGET, sealer.seal(url.toString() + BETWEEN + secret, PLACE));
        Duration first = config.schedule().delayBefore(1, 0);
        if (!first.isZero()) {
            stored = stored.deliverAfter(first);
        }
        String key = message.idempotencyKey();
        PublishReceipt receipt = Bodies.publish(queue, key == null ? stored : stored.id(Ids.ofKey(url + " " + key)));
        return new DispatchReceipt(receipt.messageId(), List.of(), receipt.duplicate());
    }

    Target target(URI url, String secret) {
        Target target = Target.of(url, config.profile(), secret, config.schedule(), config.options());
        target.requireUsable();
        return target;
    }

    /** Where a stored webhook goes. */
    Target target(StoredMessage message) {
        @Nullable String sealed = message.headers().get(Headers.TARGET);
        Sealer sealer = config.sealer();
        if (sealed == null || sealer == null) {
            throw new IllegalArgumentException("there is no secretsKey to read where it goes");
        }
        try {
            String text = sealer.open(sealed, PLACE);
            int between = text.indexOf(BETWEEN);
            return target(URI.create(text.substring(0, between)), text.substring(between + 1));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "this secretsKey does not open where it goes; redeliver it with the right one", e);
        } catch (InvalidSecretException e) {
            throw new IllegalArgumentException(
                    "its secret is not one of the profile " + config.profile() + "; redeliver it with the right one: "
                            + e.getMessage(),
                    e);
        }
    }
}
