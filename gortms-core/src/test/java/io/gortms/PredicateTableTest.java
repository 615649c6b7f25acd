package io.gortms;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Each line of the table: a predicate in JSON, a payload, and whether it holds; said by the API and by JSON alike. */
class PredicateTableTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    @ParameterizedTest(name = "{0} of {3}: {1} {2} = {4}")
    @CsvFileSource(resources = "/predicates.csv", delimiter = '|', numLinesToSkip = 1, quoteCharacter = '~')
    void holds(String type, String field, String value, String payload, boolean expected) throws Exception {
        String json = "{\"type\":\"" + type + "\",\"field\":" + MAPPER.writeValueAsString(field)
                + (value == null ? "" : ",\"value\":" + value) + "}";
        MessagePredicate predicate = Predicates.fromJson(json);
        StoredMessage message = Payloads.json(payload);

        assertThat(predicate.test(message)).isEqualTo(expected);
        assertThat(Predicates.not(predicate).test(message)).isEqualTo(!expected);
        assertThat(stored(predicate).test(message)).as("after storing").isEqualTo(expected);
        assertThat(byApi(type, field, value).test(message)).as("by the API").isEqualTo(expected);
        assertThat(byApi(type, field, value)).isEqualTo(predicate).hasSameHashCodeAs(predicate);
    }

    private static MessagePredicate stored(MessagePredicate predicate) {
        return Predicates.fromJson(Predicates.toJson(predicate));
    }

    private static MessagePredicate byApi(String type, String field, String valueJson) throws Exception {
        if (type.equals("exists")) {
            return Predicates.exists(field);
        }
        JsonNode node = Payloads.json("{\"value\":" + valueJson + "}").json().get("value");
        Object value = node.isNumber() ? node.numberValue() : MAPPER.treeToValue(node, Object.class);
        return switch (type) {
            case "eq" -> Predicates.eq(field, value);
            case "ne" -> Predicates.ne(field, value);
            case "neq" -> Predicates.neq(field, value);
            case "gt" -> Predicates.gt(field, value);
            case "gte" -> Predicates.gte(field, value);
            case "lt" -> Predicates.lt(field, value);
            case "lte" -> Predicates.lte(field, value);
            case "contains" -> Predicates.contains(field, value);
            default -> throw new IllegalArgumentException(type);
        };
    }
}
