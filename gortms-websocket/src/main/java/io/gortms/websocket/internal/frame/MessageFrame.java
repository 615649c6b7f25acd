package io.gortms.websocket.internal.frame;

import com.fasterxml.jackson.core.JsonGenerator;
import io.gortms.StoredMessage;
import io.gortms.websocket.internal.net.Frame;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A message as observers see it. JSON is passed on as it was published: its numbers keep their digits, its fields their order. */
public final class MessageFrame {

    private static final String JSON = "application/json";
    private static final String TEXT = "text/plain";

    private MessageFrame() {}

    /** The frame of a message of this queue. */
    public static Frame of(String queue, StoredMessage message) {
        return Frame.of(text(queue, message));
    }

    /** The same as text, to stand in another frame. */
    public static String text(String queue, StoredMessage message) {
        return Frames.json("message", json -> {
            json.writeStringField("id", message.messageId());
            json.writeStringField("timestamp", message.timestamp().toString());
            json.writeObjectFieldStart("headers");
            for (Map.Entry<String, String> header : message.headers().entrySet()) {
                json.writeStringField(header.getKey(), header.getValue());
            }
            json.writeEndObject();
            json.writeFieldName("payload");
            writePayload(json, message);
            json.writeNumberField("position", message.position());
            Frames.writeIfThere(json, "key", message.key());
            json.writeStringField("queue", queue);
        });
    }

    private static void writePayload(JsonGenerator json, StoredMessage message) throws IOException {
        byte[] payload = message.payload();
        String text = new String(payload, StandardCharsets.UTF_8).strip();
        if (message.contentType().equals(JSON) && text.startsWith("{")) {
            json.writeRawValue(text);
            return;
        }
        json.writeStartObject();
        switch (message.contentType()) {
            case JSON -> {
                json.writeFieldName("data");
                json.writeRawValue(text);
            }
            case TEXT -> json.writeStringField("data", new String(payload, StandardCharsets.UTF_8));
            default -> {
                json.writeBinaryField("data", payload);
                json.writeStringField("encoding", "base64");
            }
        }
        json.writeEndObject();
    }
}
