package io.gortms.internal.message;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gortms.InvalidPayloadException;
import io.gortms.Message;
import io.gortms.MessageTooLargeException;
import io.gortms.internal.journal.HeaderCodec;
import io.gortms.internal.journal.RecordDraft;
import io.gortms.internal.journal.StoredRecord;
import io.gortms.internal.time.BrokerClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Turns what is published into drafts of records: serialised and checked, so that appending cannot fail on it. */
public final class PayloadCodec {

    /** Most bytes of a message's headers together. */
    public static final int MAX_HEADER_BYTES = 64 * 1024;

    private final Supplier<ObjectMapper> mapper;
    private final BrokerClock clock;

    public PayloadCodec(@Nullable ObjectMapper mapper, BrokerClock clock) {
        this.clock = clock;
        this.mapper = new LazyMapper(mapper);
    }

    /** What reads JSON. */
    public Supplier<ObjectMapper> mapper() {
        return mapper;
    }

    /**
     * Serialises and checks a payload.
     *
     * @param resource the queue, for the exceptions
     * @param maxPayloadBytes the queue's limit
     */
    public RecordDraft encode(Object payload, String resource, int maxPayloadBytes) {
        Objects.requireNonNull(payload, "a payload is never null; publish an empty one instead");
        if (payload instanceof byte[] bytes) {
            checkSize(bytes.length, resource, maxPayloadBytes);
            return RecordDraft.of(ContentTypes.BYTES, bytes);
        }
        if (payload instanceof Message message) {
            return encodeMessage(message, resource, maxPayloadBytes);
        }
        return RecordDraft.of(ContentTypes.JSON, write(payload, resource, maxPayloadBytes));
    }

    /**
     * Serialises and checks a payload that will be looked into. Text that claims to be JSON is parsed to check it, and not
     * again; anything else only when its JSON is asked for.
     *
     * @param resource the queue, for the exceptions
     * @param maxPayloadBytes the queue's limit
     */
    public OutgoingMessage outgoing(Object payload, String resource, int maxPayloadBytes) {
        Message message = Message.of(payload);
        byte[] body = body(message, resource, maxPayloadBytes);
        JsonNode tree = null;
        if (message.kind() == Message.Kind.JSON) {
            tree = JsonTexts.parse(body, resource, mapper.get());
        } else if (message.kind() == Message.Kind.OBJECT
                && message.content() instanceof JsonNode node
                && Trees.areAsWritten(node)) {
            tree = node;
        }
        RecordDraft draft = draft(message, body, resource);
        byte contentType = contentType(message.kind());
        return new OutgoingMessage(
                draft, message, contentType, body, tree, clock.source().instant(), mapper);
    }

    private RecordDraft encodeMessage(Message message, String resource, int maxPayloadBytes) {
        byte[] body = body(message, resource, maxPayloadBytes);
        if (message.kind() == Message.Kind.JSON) {
            JsonTexts.check(body, resource, mapper.get());
        }
        return draft(message, body, resource);
    }

    private byte[] body(Message message, String resource, int maxPayloadBytes) {
        if (message.kind() == Message.Kind.OBJECT) {
            return write(message.content(), resource, maxPayloadBytes);
        }
        byte[] body = (byte[]) message.content();
        checkSize(body.length, resource, maxPayloadBytes);
        return body;
    }

    private static byte contentType(Message.Kind kind) {
        return switch (kind) {
            case OBJECT, JSON -> ContentTypes.JSON;
            case TEXT -> ContentTypes.TEXT;
            case BYTES -> ContentTypes.BYTES;
        };
    }

    private RecordDraft draft(Message message, byte[] body, String resource) {
        byte[] headers = message.headers().isEmpty() ? null : HeaderCodec.encode(message.headers());
        if (headers != null && headers.length > MAX_HEADER_BYTES) {
            throw new MessageTooLargeException(
                    resource, "headers", headers.length, MAX_HEADER_BYTES, "move data from headers into the payload");
        }
        Duration delay = message.deliverAfter();
        RecordDraft draft = RecordDraft.of(
                contentType(message.kind()),
                utf8(message.id()),
                utf8(message.key()),
                headers,
                body,
                message.ttl() == null ? RecordDraft.NONE : BrokerClock.toMicros(message.ttl()),
                deliverAtMicros(message),
                RecordDraft.NONE,
                null);
        return delay == null ? draft : draft.withDelay(BrokerClock.toMicros(delay));
    }

    /** A record that says the same as another, with more headers and its id written out. */
    public RecordDraft copyOf(StoredRecord stored, Map<String, String> moreHeaders) {
        Map<String, String> headers = new LinkedHashMap<>(stored.headers());
        headers.putAll(moreHeaders);
        return RecordDraft.of(
                stored.contentType(),
                utf8(stored.messageId()),
                utf8(stored.key()),
                HeaderCodec.encode(headers),
                stored.payload());
    }

    /**
     * A copy of a dead letter for one group: as the message was published, but for its time of delivery.
     *
     * @param ttlMicros its own time to live, or {@link RecordDraft#NONE}
     */
    public RecordDraft redriven(StoredRecord letter, long ttlMicros, int group) {
        Map<String, String> headers = new LinkedHashMap<>(letter.headers());
        headers.keySet().removeIf(name -> name.startsWith(Message.RESERVED_HEADER_PREFIX));
        return RecordDraft.of(
                letter.contentType(),
                utf8(letter.messageId()),
                utf8(letter.key()),
                headers.isEmpty() ? null : HeaderCodec.encode(headers),
                letter.payload(),
                ttlMicros,
                RecordDraft.NONE,
                group,
                null);
    }

    private long deliverAtMicros(Message message) {
        Instant deliverAt = message.deliverAt();
        Duration deliverAfter = message.deliverAfter();
        if (deliverAt != null) {
            return Math.max(RecordDraft.NONE, BrokerClock.toMicros(deliverAt));
        }
        return deliverAfter == null
                ? RecordDraft.NONE
                : Math.max(0, BrokerClock.later(clock.nowMicros(), BrokerClock.toMicros(deliverAfter)));
    }

    private byte[] write(Object payload, String resource, int maxPayloadBytes) {
        byte[] body;
        try {
            body = mapper.get().writeValueAsBytes(payload);
        } catch (JsonProcessingException e) {
            throw new InvalidPayloadException(
                    resource,
                    "of " + payload.getClass().getName() + " cannot be written as JSON: " + JsonProblems.text(e),
                    "change the class, or open the broker with an objectMapper(…) that can write it",
                    e);
        }
        checkSize(body.length, resource, maxPayloadBytes);
        return body;
    }

    private static void checkSize(int bytes, String resource, int maxPayloadBytes) {
        if (bytes > maxPayloadBytes) {
            throw new MessageTooLargeException(
                    resource,
                    "payload",
                    bytes,
                    maxPayloadBytes,
                    "publish a smaller one, or raise maxMessageBytes of the queue");
        }
    }

    private static byte @Nullable [] utf8(@Nullable String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }
}
