package io.gortms;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What a field is compared with: text, a number, a boolean, or lists and maps of them. Immutable. */
final class PlainValue {

    /** Text, long, double, boolean, or an unmodifiable list or map of those. */
    private final Object content;

    /** What it is in a comparison with a number, or null. */
    private final @Nullable BigDecimal number;

    /** The parts of a list or map, in the order of the content. */
    private final List<PlainValue> parts;

    private PlainValue(Object content, @Nullable BigDecimal number, List<PlainValue> parts) {
        this.content = content;
        this.number = number;
        this.parts = parts;
    }

    /** Takes a value that the application gives. The message of the exception goes on behind "the predicate eq of 'x' ". */
    static PlainValue of(@Nullable Object value) {
        return of(value, 0);
    }

    private static PlainValue of(@Nullable Object value, int depth) {
        if (depth > Predicates.MAX_VALUE_DEPTH) {
            throw new IllegalArgumentException(
                    "has a value of lists and maps nested deeper than " + Predicates.MAX_VALUE_DEPTH);
        }
        if (value instanceof String text) {
            return new PlainValue(text, Numbers.ofText(text), List.of());
        } else if (value instanceof Boolean) {
            return new PlainValue(value, null, List.of());
        } else if (value instanceof Number number) {
            return ofNumber(number);
        } else if (value instanceof List<?> list) {
            List<PlainValue> parts = new ArrayList<>(list.size());
            list.forEach(item -> parts.add(of(item, depth + 1)));
            return new PlainValue(parts.stream().map(PlainValue::content).toList(), null, List.copyOf(parts));
        } else if (value instanceof Map<?, ?> map) {
            return ofMap(map, depth);
        }
        throw new IllegalArgumentException("has a value that is no text, number, boolean, list or map of these: "
                + (value == null
                        ? "null; use exists, or not and exists"
                        : value.getClass().getName()));
    }

    /** A number that neither a long nor a double holds becomes its text, so that it is the same before and after storing. */
    private static PlainValue ofNumber(Number number) {
        BigDecimal exact = exact(number);
        try {
            return new PlainValue(exact.longValueExact(), exact, List.of());
        } catch (ArithmeticException e) {
            double nearest = exact.doubleValue();
            boolean held =
                    Double.isFinite(nearest) && BigDecimal.valueOf(nearest).compareTo(exact) == 0;
            return held ? new PlainValue(nearest, exact, List.of()) : ofText(exact.toString());
        }
    }

    private static PlainValue ofText(String digits) {
        BigDecimal number = Numbers.ofText(digits);
        if (number == null) {
            throw new IllegalArgumentException("has a number of more digits than any in a payload can have");
        }
        return new PlainValue(digits, number, List.of());
    }

    private static BigDecimal exact(Number number) {
        if (number instanceof BigDecimal decimal) {
            return decimal;
        } else if (number instanceof BigInteger integer) {
            return new BigDecimal(integer);
        } else if (number instanceof Double || number instanceof Float) {
            if (!Double.isFinite(number.doubleValue())) {
                throw new IllegalArgumentException("has a value that is not a finite number: " + number);
            }
            return new BigDecimal(number.toString());
        } else if (number instanceof Long
                || number instanceof Integer
                || number instanceof Short
                || number instanceof Byte) {
            return BigDecimal.valueOf(number.longValue());
        }
        throw new IllegalArgumentException(
                "has a number of an unknown type: " + number.getClass().getName());
    }

    private static PlainValue ofMap(Map<?, ?> map, int depth) {
        Map<String, Object> fields = new LinkedHashMap<>();
        List<PlainValue> parts = new ArrayList<>(map.size());
        map.forEach((name, item) -> {
            if (!(name instanceof String text)) {
                throw new IllegalArgumentException("has a map whose keys are not text: " + name);
            }
            PlainValue part = of(item, depth + 1);
            parts.add(part);
            fields.put(text, part.content());
        });
        return new PlainValue(Collections.unmodifiableMap(fields), null, List.copyOf(parts));
    }

    /** What it is in JSON. */
    Object content() {
        return content;
    }

    /** Whether something can be greater or less. */
    boolean hasOrder() {
        return number != null || content instanceof String;
    }

    boolean isEqualTo(JsonNode node) {
        if (content instanceof List<?>) {
            return node.isArray() && node.size() == parts.size() && areEqualTo(node.elements());
        } else if (content instanceof Map<?, ?> map) {
            return node.isObject() && node.size() == parts.size() && areEqualTo(fields(map, node));
        } else if (content instanceof Boolean wanted) {
            return node.isBoolean() && node.booleanValue() == wanted;
        }
        OptionalInt order = compare(node);
        return order.isPresent() && order.getAsInt() == 0;
    }

    private boolean areEqualTo(Iterator<JsonNode> nodes) {
        for (PlainValue part : parts) {
            if (!part.isEqualTo(nodes.next())) {
                return false;
            }
        }
        return true;
    }

    /** The fields of an object in the order of the map; one that is not there is a missing node, which equals nothing. */
    private static Iterator<JsonNode> fields(Map<?, ?> map, JsonNode object) {
        return map.keySet().stream().map(name -> object.path((String) name)).iterator();
    }

    boolean isContainedIn(JsonNode node) {
        if (node.isTextual()) {
            return content instanceof String part && node.textValue().contains(part);
        }
        if (node.isArray()) {
            for (JsonNode element : node) {
                if (isEqualTo(element)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** How a field is to this value: less than zero if it is less; nothing if they have no order. */
    OptionalInt compare(JsonNode node) {
        if (number != null) {
            BigDecimal other = Numbers.of(node);
            if (other != null) {
                return OptionalInt.of(other.compareTo(number));
            }
        }
        return content instanceof String text && node.isTextual()
                ? OptionalInt.of(node.textValue().compareTo(text))
                : OptionalInt.empty();
    }
}
