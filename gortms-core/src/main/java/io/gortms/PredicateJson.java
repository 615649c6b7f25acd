package io.gortms;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Predicates as JSON text: {@code {"type","field","value"}}, or {@code {"type","predicates"}}. */
final class PredicateJson {

    private static final String TYPE = "type";
    private static final String FIELD = "field";
    private static final String VALUE = "value";
    private static final String PREDICATES = "predicates";

    /** Our own, so that no setting of the application's changes what is stored. */
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private PredicateJson() {}

    static MessagePredicate read(String json) {
        JsonNode tree;
        try {
            tree = MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a predicate is not JSON: " + e.getOriginalMessage(), e);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("a predicate has a number that cannot be read: " + e.getMessage(), e);
        }
        return read(tree, 1);
    }

    private static MessagePredicate read(JsonNode tree, int depth) {
        if (depth > Predicates.MAX_DEPTH) {
            throw new IllegalArgumentException("predicates nest at most " + Predicates.MAX_DEPTH + " deep");
        }
        if (!tree.isObject()) {
            throw new IllegalArgumentException("a predicate is a JSON object, not " + kind(tree));
        }
        PredicateType type = PredicateType.of(text(tree, TYPE));
        if (type.isCombination()) {
            return CombinedPredicate.of(type, readAll(type, tree.path(PREDICATES), depth));
        }
        JsonNode value = tree.path(VALUE);
        if (type == PredicateType.EXISTS) {
            if (!value.isMissingNode() && !value.isNull() && !(value.isBoolean() && value.booleanValue())) {
                throw new IllegalArgumentException(
                        "the predicate exists has no value; put a not around it to ask for the contrary");
            }
            return FieldPredicate.exists(text(tree, FIELD));
        }
        return FieldPredicate.of(type, text(tree, FIELD), plain(value, 0));
    }

    private static List<MessagePredicate> readAll(PredicateType type, JsonNode predicates, int depth) {
        if (!predicates.isArray()) {
            throw new IllegalArgumentException(
                    "the predicate " + type.json() + " has an array of " + PREDICATES + ", not " + kind(predicates));
        }
        List<MessagePredicate> all = new ArrayList<>(predicates.size());
        predicates.forEach(predicate -> all.add(read(predicate, depth + 1)));
        return all;
    }

    private static String text(JsonNode object, String name) {
        JsonNode value = object.path(name);
        if (!value.isTextual()) {
            throw new IllegalArgumentException("a predicate has the text '" + name + "', not " + kind(value));
        }
        return value.textValue();
    }

    private static String kind(JsonNode node) {
        return node.isMissingNode() ? "nothing" : node.getNodeType().name().toLowerCase(Locale.ROOT);
    }

    /** What is too deep is cut off here, and refused where every value is. */
    private static @Nullable Object plain(JsonNode node, int depth) {
        if (node.isTextual()) {
            return node.textValue();
        } else if (node.isNumber()) {
            return node.decimalValue();
        } else if (node.isBoolean()) {
            return node.booleanValue();
        } else if (node.isArray()) {
            List<@Nullable Object> items = new ArrayList<>();
            if (depth <= Predicates.MAX_VALUE_DEPTH) {
                node.forEach(item -> items.add(plain(item, depth + 1)));
            }
            return items;
        } else if (node.isObject()) {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            if (depth <= Predicates.MAX_VALUE_DEPTH) {
                node.properties().forEach(field -> fields.put(field.getKey(), plain(field.getValue(), depth + 1)));
            }
            return fields;
        }
        return null;
    }

    /** The text, or null if code is in it. */
    static @Nullable String write(MessagePredicate predicate) {
        return predicate instanceof TreePredicate tree && tree.isPlain() ? show(tree) : null;
    }

    /** The text, in which code stands by its name. */
    static String show(TreePredicate predicate) {
        try {
            return MAPPER.writeValueAsString(fields(predicate));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e); // maps, lists and plain values
        }
    }

    private static Object fields(MessagePredicate predicate) {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (predicate instanceof FieldPredicate condition) {
            fields.put(TYPE, condition.type().json());
            fields.put(FIELD, condition.field());
            Object value = condition.value();
            if (value != null) {
                fields.put(VALUE, value);
            }
        } else if (predicate instanceof CombinedPredicate combined) {
            fields.put(TYPE, combined.type().json());
            fields.put(
                    PREDICATES,
                    combined.predicates().stream().map(PredicateJson::fields).toList());
        } else {
            return predicate.toString();
        }
        return fields;
    }
}
