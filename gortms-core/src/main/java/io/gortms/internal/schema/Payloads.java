package io.gortms.internal.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.gortms.SchemaViolation;
import io.gortms.StoredMessage;
import io.gortms.UnreadablePayloadException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The JSON of messages, and what to say of it. */
final class Payloads {

    private static final String JSON = "application/json";

    private Payloads() {}

    /** Null if it has none: other payloads, and JSON with numbers that cannot be read. */
    static @Nullable JsonNode json(StoredMessage message) {
        if (!message.contentType().equals(JSON)) {
            return null;
        }
        try {
            return message.json();
        } catch (UnreadablePayloadException e) {
            return null;
        }
    }

    /** The violation of a payload that is no JSON, or other JSON than expected. */
    static SchemaViolation notJson(StoredMessage message, @Nullable JsonNode json, String expected) {
        if (json != null) {
            return new SchemaViolation("", expected, kind(json));
        }
        boolean unreadable = message.contentType().equals(JSON);
        return new SchemaViolation("", expected, unreadable ? "a number that cannot be read" : message.contentType());
    }

    /** What a value is, as JSON Schema calls it. */
    static String kind(@Nullable JsonNode node) {
        return node == null || node.isMissingNode()
                ? "nothing"
                : node.getNodeType().name().toLowerCase(Locale.ROOT);
    }
}
