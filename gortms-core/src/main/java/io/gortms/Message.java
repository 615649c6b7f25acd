package io.gortms;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A message to publish: a payload with, if wanted, an id, a key and headers. Immutable: each setter returns a new one, the
 * result of which must be used. Safe for use by any thread.
 */
public final class Message {

    /** How a payload is turned into bytes. */
    public enum Kind {
        /** Any object, written as JSON by the broker's object mapper. */
        OBJECT,
        /** JSON text, stored byte for byte. */
        JSON,
        /** Text, stored as UTF-8. */
        TEXT,
        /** Raw bytes. */
        BYTES
    }

    /** The longest id or key, in characters. */
    public static final int MAX_ID_LENGTH = 255;

    /** Headers whose name begins so, in any case, are set by gortms only. */
    public static final String RESERVED_HEADER_PREFIX = "gortms-";

    private final Kind kind;
    private final Object content;
    private final @Nullable String id;
    private final @Nullable String key;
    private final Map<String, String> headers;
    private final @Nullable Duration ttl;
    private final @Nullable Duration deliverAfter;
    private final @Nullable Instant deliverAt;

    private Message(
            Kind kind,
            Object content,
            @Nullable String id,
            @Nullable String key,
            Map<String, String> headers,
            @Nullable Duration ttl,
            @Nullable Duration deliverAfter,
            @Nullable Instant deliverAt) {
        this.kind = kind;
        this.content = content;
        this.id = id;
        this.key = key;
        this.headers = headers;
        this.ttl = ttl;
        this.deliverAfter = deliverAfter;
        this.deliverAt = deliverAt;
    }

    private static Message plain(Kind kind, Object content) {
        return new Message(kind, content, null, null, Map.of(), null, null, null);
    }

    /**
     * A message of any payload: a {@code Message} as it is, a {@code byte[]} as raw bytes, anything else as JSON. The
     * object is written when it is published; until then it must not change.
     *
     * @throws NullPointerException if the payload is null
     */
    public static Message of(Object payload) {
        Objects.requireNonNull(payload, "a payload is never null; publish an empty one instead");
        if (payload instanceof Message message) {
            return message;
        }
        if (payload instanceof byte[] bytes) {
            return bytes(bytes);
        }
        return plain(Kind.OBJECT, payload);
    }

    /** A message of JSON text; whether it is JSON is checked when it is published. */
    public static Message json(String json) {
        Objects.requireNonNull(json, "json");
        return plain(Kind.JSON, json.getBytes(StandardCharsets.UTF_8));
    }

    /** A message of raw bytes, which are copied. */
    public static Message bytes(byte[] bytes) {
        Objects.requireNonNull(bytes, "bytes");
        return plain(Kind.BYTES, bytes.clone());
    }

    /** A message of plain text, stored as UTF-8. */
    public static Message text(String text) {
        Objects.requireNonNull(text, "text");
        return plain(Kind.TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The same message with the publisher's own id.
     *
     * @param messageId 1 to 255 characters
     */
    @CheckReturnValue
    public Message id(String messageId) {
        return new Message(kind, content, checkLength("id", messageId), key, headers, ttl, deliverAfter, deliverAt);
    }

    /**
     * The same message with a key: messages of one key are handled one after another in each group.
     *
     * @param messageKey 1 to 255 characters
     */
    @CheckReturnValue
    public Message key(String messageKey) {
        return new Message(kind, content, id, checkLength("key", messageKey), headers, ttl, deliverAfter, deliverAt);
    }

    /**
     * The same message with one more header; a header of the same name is replaced.
     *
     * @param name 1 to 255 characters, not beginning with {@value #RESERVED_HEADER_PREFIX}
     * @param value any text; all headers of a message together are at most 64 KiB
     */
    @CheckReturnValue
    public Message header(String name, String value) {
        checkHeader(name, value);
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Message(kind, content, id, key, Collections.unmodifiableMap(more), ttl, deliverAfter, deliverAt);
    }

    /** The same message with more headers, in the map's order; the same as {@link #header} for each, and cheaper. */
    @CheckReturnValue
    public Message headers(Map<String, String> namesAndValues) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        namesAndValues.forEach((name, value) -> {
            checkHeader(name, value);
            more.put(name, value);
        });
        return new Message(kind, content, id, key, Collections.unmodifiableMap(more), ttl, deliverAfter, deliverAt);
    }

    private static void checkHeader(String name, String value) {
        checkLength("header name", name);
        Objects.requireNonNull(value, "value");
        if (name.regionMatches(true, 0, RESERVED_HEADER_PREFIX, 0, RESERVED_HEADER_PREFIX.length())) {
            throw new IllegalArgumentException("the header '" + name + "' begins with '" + RESERVED_HEADER_PREFIX
                    + "', which only gortms sets; choose another name");
        }
    }

    /**
     * The same message with its own time to live, longer than zero; one longer than the queue's is cut to that.
     *
     * @param timeToLive counted from publishing, or from the time of delivery if it is delayed
     */
    @CheckReturnValue
    public Message ttl(Duration timeToLive) {
        return new Message(
                kind, content, id, key, headers, Checks.positive(timeToLive, "ttl"), deliverAfter, deliverAt);
    }

    /** The same message, to be delivered this long after it was published, and not before; survives a restart. */
    @CheckReturnValue
    public Message deliverAfter(Duration delay) {
        return new Message(kind, content, id, key, headers, ttl, Checks.notNegative(delay, "deliverAfter"), null);
    }

    /** The same message, to be delivered at this time of the broker's clock, and not before; survives a restart. */
    @CheckReturnValue
    public Message deliverAt(Instant time) {
        return new Message(kind, content, id, key, headers, ttl, null, Objects.requireNonNull(time, "deliverAt"));
    }

    /** How the payload is turned into bytes. */
    public Kind kind() {
        return kind;
    }

    /** The payload: the object, or for every other kind its bytes, copied. */
    public Object content() {
        return content instanceof byte[] bytes ? bytes.clone() : content;
    }

    /** The publisher's id, or null if one is to be generated. */
    public @Nullable String id() {
        return id;
    }

    /** The key, or null. */
    public @Nullable String key() {
        return key;
    }

    /** The headers in the order they were given; unmodifiable. */
    public Map<String, String> headers() {
        return headers;
    }

    /** Its own time to live, or null. */
    public @Nullable Duration ttl() {
        return ttl;
    }

    /** How long after publishing it is delivered, or null. */
    public @Nullable Duration deliverAfter() {
        return deliverAfter;
    }

    /** When it is delivered, or null. */
    public @Nullable Instant deliverAt() {
        return deliverAt;
    }

    private static String checkLength(String what, String value) {
        Objects.requireNonNull(value, what);
        if (value.isEmpty() || value.length() > MAX_ID_LENGTH) {
            throw new IllegalArgumentException(
                    "a message's " + what + " has 1 to " + MAX_ID_LENGTH + " characters, not " + value.length());
        }
        return value;
    }

    /** Its kind, id and key; nothing of the payload and the headers, which may be secret. */
    @Override
    public String toString() {
        return "message of kind " + kind + (id == null ? "" : ", id " + id) + (key == null ? "" : ", key " + key);
    }
}
