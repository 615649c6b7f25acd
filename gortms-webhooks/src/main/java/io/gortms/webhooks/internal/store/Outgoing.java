package io.gortms.webhooks.internal.store;

import io.gortms.Message;
import io.gortms.StoredMessage;
import io.gortms.webhooks.WebhookTransform;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What stands in an endpoint's queue of an event. */
record Outgoing(Message message) {

    private static final Logger LOG = LoggerFactory.getLogger(Outgoing.class);
    private static final String IN_ORDER = "in-order";

    /** Transformed if the endpoint says so; refused if that fails. */
    static Outgoing of(StoredMessage event, Endpoint endpoint) {
        WebhookTransform transform = endpoint.settings().transform();
        byte[] body = event.payload();
        if (transform != null) {
            try {
                body = Objects.requireNonNull(transform.transform(Headers.event(event), body), "null is no body");
            } catch (Exception | Error e) {
                LOG.warn("the transform of endpoint {} failed", endpoint.id(), e);
                return refused(event, endpoint, "its transform failed: " + e);
            }
        }
        return new Outgoing(with(Message.bytes(body), event, endpoint));
    }

    /** One that is given up when its turn comes. */
    static Outgoing refused(StoredMessage event, Endpoint endpoint, String why) {
        return new Outgoing(
                with(Message.bytes(event.payload()), event, endpoint).header(Headers.REFUSED, why));
    }

    /** One whose body cannot be kept either. */
    static Outgoing refusedWithoutBody(StoredMessage event, Endpoint endpoint, String why) {
        return new Outgoing(with(Message.bytes(new byte[0]), event, endpoint).header(Headers.REFUSED, why));
    }

    /** The same, stored once within a minute. */
    Outgoing once(String occasion, StoredMessage event) {
        return new Outgoing(message.id(occasion + Headers.id(event)));
    }

    private static Message with(Message body, StoredMessage event, Endpoint endpoint) {
        Message message = body.headers(Map.of(
                Headers.ID,
                Headers.id(event),
                Headers.EVENT,
                Headers.event(event),
                Headers.DISPATCHED,
                Long.toString(Headers.dispatchedMicros(event))));
        Duration first = endpoint.settings().schedule().delayBefore(1, 0);
        if (!first.isZero()) {
            message = message.deliverAfter(first);
        }
        return endpoint.settings().isFifo() ? message.key(IN_ORDER) : message;
    }
}
