package io.gortms;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message as it stands in its queue; read-only. Safe for use by any thread.
 *
 * <p>Payload and headers are exactly what was published. Nothing is parsed before it is asked for.
 */
public interface StoredMessage {

    /** The publisher's id, or a generated one: unique across brokers, the same at every delivery. */
    String messageId();

    /** The place in the queue: 0, 1, 2, … in the order of publishing. */
    long position();

    /** When it was published, by the broker's clock, in microseconds; never goes back within a queue. */
    Instant timestamp();

    /** The publisher's key, or null. */
    @Nullable String key();

    /** The headers in the order they were given; unmodifiable. */
    Map<String, String> headers();

    /**
     * {@code application/json}, {@code text/plain} (UTF-8) or {@code application/octet-stream}.
     */
    String contentType();

    /** The payload's bytes: a fresh copy at each call. */
    byte[] payload();

    /**
     * The payload read from JSON as the type. {@code String.class} of a text payload is the text, {@code byte[].class}
     * the raw bytes of any payload.
     *
     * @throws UnreadablePayloadException if the payload is not such a thing
     */
    <T> T payloadAs(Class<T> type);

    /**
     * The payload read from JSON as the type.
     *
     * @throws UnreadablePayloadException if the payload is not such a thing
     */
    <T> T payloadAs(TypeReference<T> type);

    /**
     * The payload parsed as JSON; its numbers keep all their digits.
     *
     * @throws UnreadablePayloadException if it is not JSON
     */
    JsonNode json();
}
