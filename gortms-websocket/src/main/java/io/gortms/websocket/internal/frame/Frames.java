package io.gortms.websocket.internal.frame;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gortms.PublishReceipt;
import io.gortms.websocket.internal.net.Frame;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** The frames that are sent to observers, but for messages. */
public final class Frames {

    /** What all JSON here is written with: one that knows nothing of the application's classes. */
    static final JsonMapper MAPPER = JsonMapper.builder().build();

    /** A text may repeat what a client has sent, and many may wait for the client. */
    private static final int MOST_TEXT = 500;

    private static final JsonFactory FACTORY = MAPPER.getFactory();

    /** Writes the fields of an object. */
    @FunctionalInterface
    interface Fields {

        void write(JsonGenerator json) throws IOException;
    }

    private Frames() {}

    /** The first frame of an observer. */
    public static Frame connected(String subscriptionId, String domain, String queue) {
        return typed("connected", json -> {
            json.writeStringField("subscriptionId", subscriptionId);
            json.writeStringField("domain", domain);
            json.writeStringField("queue", queue);
        });
    }

    /** All messages below this position have been shown again; what follows is live. */
    public static Frame replayed(long upTo) {
        return typed("replayed", json -> json.writeNumberField("upTo", upTo));
    }

    /** So many messages were missed. */
    public static Frame dropped(long count) {
        return typed("dropped", json -> json.writeNumberField("count", count));
    }

    /** The answer to a ping. */
    public static Frame pong() {
        return typed("pong", json -> {});
    }

    /** The answer to a publish. */
    public static Frame published(PublishReceipt receipt, @Nullable String requestId) {
        return typed("published", json -> {
            json.writeStringField("messageId", receipt.messageId());
            json.writeNumberField("position", receipt.position());
            writeIfThere(json, "requestId", requestId);
        });
    }

    /**
     * The first frame of a console.
     *
     * @param name who it is, or null if nobody has to say
     */
    public static Frame welcome(@Nullable String name, boolean publishing, boolean managing) {
        return typed("welcome", json -> {
            writeIfThere(json, "name", name);
            json.writeBooleanField("publishing", publishing);
            json.writeBooleanField("managing", managing);
        });
    }

    /** The answer to a request of a console; the result is written by Jackson. */
    public static Frame reply(String requestId, Object result) {
        return typed("reply", json -> {
            json.writeStringField("requestId", requestId);
            json.writeFieldName("result");
            MAPPER.writeValue(json, result);
        });
    }

    /** Something was wrong with what the client sent. */
    public static Frame error(String code, String text, @Nullable String requestId) {
        return typed("error", json -> {
            json.writeStringField("error", text.length() > MOST_TEXT ? text.substring(0, MOST_TEXT) + "…" : text);
            json.writeStringField("code", code);
            writeIfThere(json, "requestId", requestId);
        });
    }

    /** A value of the broker's own, as Jackson writes it. */
    public static Frame of(Object value) {
        try {
            return Frame.ofUtf8(MAPPER.writeValueAsBytes(value));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void writeIfThere(JsonGenerator json, String name, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }

    static Frame typed(String type, Fields fields) {
        return Frame.of(json(type, fields));
    }

    /** By characters, not by bytes: half a surrogate pair that a client has sent becomes a question mark, not an exception. */
    static String json(String type, Fields fields) {
        StringWriter text = new StringWriter(256);
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("type", type);
            fields.write(json);
            json.writeEndObject();
        } catch (IOException e) { // never, of a buffer
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
