package io.gortms.webhooks.internal.store;

import io.gortms.Message;
import io.gortms.MessageQueue;
import io.gortms.MessageTooLargeException;
import io.gortms.PublishReceipt;
import io.gortms.StoredMessage;
import io.gortms.webhooks.WebhookTransform;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stands in an endpoint's queue of an event.
 *
 * @param event the event
 * @param endpoint the endpoint
 * @param message for the queue
 */
record Outgoing(StoredMessage event, Endpoint endpoint, Message message) {

    private static final Logger LOG = LoggerFactory.getLogger(Outgoing.class);
    private static final int LONGEST_WHY = 1000;
    private static final long LATE_MICROS = 1_000_000; // what is less is not worth a header
    private static final String IN_ORDER = "in-order";

    /** Transformed if the endpoint says so; refused if that fails. */
    static Outgoing of(StoredMessage event, Endpoint endpoint) {
        WebhookTransform transform = endpoint.settings().transform();
        byte[] body = event.payload();
        if (transform != null) {
            try {
                body = Objects.requireNonNull(transform.transform(Headers.event(event), body), "null is no body");
            } catch (Exception | Error e) {
                return refused(event, endpoint, "its transform failed: " + logged(e, endpoint));
            }
        }
        return new Outgoing(event, endpoint, with(Message.bytes(body), event, endpoint));
    }

    /** What it says; it is the application's, and may fail at saying it. */
    private static String logged(Throwable failure, Endpoint endpoint) {
        try {
            LOG.warn("the transform of endpoint {} failed", endpoint.id(), failure);
            return failure.toString();
        } catch (RuntimeException | Error e) {
            return failure.getClass().getName();
        }
    }

    /** One that is given up when its turn comes. */
    private static Outgoing refused(StoredMessage event, Endpoint endpoint, String why) {
        return new Outgoing(event, endpoint, refused(event.payload(), event, endpoint, why));
    }

    private static Message refused(byte[] body, StoredMessage event, Endpoint endpoint, String why) {
        String cut = why.length() <= LONGEST_WHY ? why : why.substring(0, LONGEST_WHY) + "…";
        return with(Message.bytes(body), event, endpoint).header(Headers.REFUSED, cut);
    }

    /** Whether it is given up when its turn comes. */
    boolean isRefused() {
        return message.headers().containsKey(Headers.REFUSED);
    }

    /** The same, handed on at this time; what is late is as old as if it were not. */
    Outgoing at(long nowMicros) {
        long lateMicros = nowMicros - Headers.dispatchedMicros(event);
        return lateMicros < LATE_MICROS
                ? this
                : new Outgoing(event, endpoint, message.header(Headers.LATE, Long.toString(lateMicros)));
    }

    /** The same, stored once within a minute. */
    Outgoing once(String occasion) {
        return new Outgoing(event, endpoint, message.id(occasion + Headers.id(event)));
    }

    /**
     * Publishes it; what is too large is refused: with the event's body, or without one if that too is larger than is allowed by now.
     */
    PublishReceipt publishTo(MessageQueue queue) {
        try {
            return queue.publish(message);
        } catch (MessageTooLargeException e) {
            boolean isLowered = event.payload().length > e.limit();
            byte[] body = isLowered ? new byte[0] : event.payload();
            String why = isLowered ? "maxPayloadBytes was lowered: " : "its transform made it too large: ";
            Message smaller = refused(body, event, endpoint, why + e.getMessage());
            String id = message.id();
            return queue.publish(id == null ? smaller : smaller.id(id));
        }
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
