package io.gortms.websocket.internal.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;

/**
 * A request: {@code {"type","requestId",…}}, with fields that depend on the type.
 *
 * @param type what is asked for
 * @param fields the whole object
 * @param access what who asks may do
 */
record Ask(String type, JsonNode fields, Access access) {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** The object that this text is; what is none becomes one without fields. */
    static JsonNode parse(String text) throws ControlException {
        try {
            JsonNode tree = MAPPER.readTree(text);
            return tree.isObject() ? tree : MissingNode.getInstance();
        } catch (JsonProcessingException e) {
            throw ControlException.malformed("this is not JSON: " + e.getOriginalMessage());
        }
    }

    boolean has(String name) {
        return fields.has(name);
    }

    String text(String name) throws ControlException {
        JsonNode value = fields.path(name);
        if (!value.isTextual()) {
            throw ControlException.malformed("'" + type + "' has a text '" + name + "'");
        }
        return value.asText();
    }

    /** A whole number that is at least 0. */
    long number(String name) throws ControlException {
        JsonNode value = fields.path(name);
        if (!isNumber(value)) {
            throw ControlException.malformed("'" + type + "' has a whole number '" + name + "' from 0 on");
        }
        return value.asLong();
    }

    /** A whole number from one to another. */
    int number(String name, int least, int most) throws ControlException {
        long number = number(name);
        if (number < least || number > most) {
            throw ControlException.malformed("'" + name + "' is " + least + " to " + most + ", not " + number);
        }
        return (int) number;
    }

    static boolean isNumber(JsonNode value) {
        return value.isIntegralNumber() && value.canConvertToLong() && value.asLong() >= 0;
    }

    /** The domain it is about, which who asks may see. */
    String domain() throws ControlException {
        String domain = text("domain");
        access.requireSee(domain);
        return domain;
    }

    /** The domain it is about, which who asks may change. */
    String managedDomain() throws ControlException {
        String domain = text("domain");
        access.requireManage(domain);
        return domain;
    }
}
