package io.gortms.webhooks;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What happened: the type of an event, and its data. Immutable.
 *
 * @param event the type, such as {@code order.paid}: words of visible ASCII characters but {@code . * #}, with dots
 *     between, at most 255 characters
 * @param data anything that the broker's object mapper writes as JSON
 * @param idempotencyKey at most 255 characters, or null: of messages with the same key within {@link
 *     WebhooksBuilder#idempotencyWindow idempotencyWindow} the first one is stored only
 */
public record WebhookMessage(
        String event, @Nullable Object data, @Nullable String idempotencyKey) {

    private static final int MAX_LENGTH = 255;

    /** Checks the type and the key. */
    public WebhookMessage {
        Objects.requireNonNull(event, "event");
        if (!EventNames.isEvent(event) || event.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("an event type is words of visible ASCII characters but . * # with dots"
                    + " between, such as order.paid, of at most " + MAX_LENGTH + " characters; not '" + event + "'");
        }
        if (idempotencyKey != null && (idempotencyKey.isEmpty() || idempotencyKey.length() > MAX_LENGTH)) {
            throw new IllegalArgumentException(
                    "an idempotency key has 1 to " + MAX_LENGTH + " characters, not " + idempotencyKey.length());
        }
        if (idempotencyKey != null && !StandardCharsets.UTF_8.newEncoder().canEncode(idempotencyKey)) {
            throw new IllegalArgumentException(
                    "an idempotency key is Unicode text, and half of a character (a lone surrogate) is none");
        }
    }

    /** A message without an idempotency key. */
    public static WebhookMessage of(String event, @Nullable Object data) {
        return new WebhookMessage(event, data, null);
    }

    /** The same message with this key: the same thing said twice is sent once. */
    public WebhookMessage withIdempotencyKey(String key) {
        return new WebhookMessage(event, data, Objects.requireNonNull(key, "key"));
    }
}
