package io.gortms.webhooks.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.gortms.InvalidPayloadException;
import io.gortms.Message;
import io.gortms.MessageQueue;
import io.gortms.MessageTooLargeException;
import io.gortms.PublishReceipt;

/** What is sent: JSON, and not more of it than allowed. Who gives too much is told of our option, not of the queue's. */
final class Bodies {

    private static final String RAISE = "send less, or raise maxPayloadBytes of the WebhooksBuilder";

    private Bodies() {}

    /** The body of a webhook that is not kept. */
    static byte[] json(WebhooksConfig config, String to, Envelope envelope) {
        byte[] body;
        try {
            body = config.broker().objectMapper().writeValueAsBytes(envelope);
        } catch (JsonProcessingException e) {
            throw new InvalidPayloadException(
                    to,
                    "cannot be written as JSON: " + e.getOriginalMessage(),
                    "change the data, or open the broker with an objectMapper(…) that can write it",
                    e);
        }
        if (body.length > config.maxPayloadBytes()) {
            throw new MessageTooLargeException(to, "payload", body.length, config.maxPayloadBytes(), RAISE);
        }
        return body;
    }

    /** Stores one. */
    static PublishReceipt publish(MessageQueue queue, Message message) {
        try {
            return queue.publish(message);
        } catch (MessageTooLargeException e) {
            if (e.limit() != queue.options().maxMessageBytes()) {
                throw e; // that of headers
            }
            throw new MessageTooLargeException(e.queue(), "payload", e.bytes(), e.limit(), RAISE);
        }
    }
}
