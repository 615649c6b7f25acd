package io.gortms.contract;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.gortms.JsonNoise;
import io.gortms.Message;
import io.gortms.MessagePredicate;
import io.gortms.Predicates;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Conditions and payloads at random that have much to do with each other, so that about as many match as do not. */
final class RandomRouting {

    private static final String[] FIELDS = {"a", "b", "a.b", "a.b.c", "list", "nowhere", "b.a"};

    private static final String[] TEXTS = {"x", "xy", "", "1", "1.0", "1e0", "9007199254740993", "-0", "true", "é"};

    private static final Object[] NUMBERS = {
        0,
        1,
        1.0,
        0.1f,
        -0.0,
        9007199254740992L,
        9007199254740993L,
        Long.MIN_VALUE,
        new BigInteger("9223372036854775808"),
        new BigDecimal("123456789012345678901234567890.5"),
        new BigDecimal("1e400"),
        new BigDecimal("0.1")
    };

    private final Random random;
    private final JsonNoise noise;

    RandomRouting(Random random) {
        this.random = random;
        this.noise = new JsonNoise(random, "a", "b", "a.b", "x", "1", "");
    }

    /** A condition of any type, nested; some are code. */
    MessagePredicate condition(int depth) {
        return switch (random.nextInt(depth > 0 ? 14 : 9)) {
            case 0 -> Predicates.eq(field(), value(2));
            case 1 -> Predicates.ne(field(), value(2));
            case 2 -> Predicates.gt(field(), inOrder());
            case 3 -> Predicates.gte(field(), inOrder());
            case 4 -> Predicates.lt(field(), inOrder());
            case 5 -> Predicates.lte(field(), inOrder());
            case 6 -> Predicates.contains(field(), value(1));
            case 7 -> Predicates.exists(field());
            case 8 -> Predicates.neq(field(), value(0));
            case 9, 10 -> Predicates.and(conditions(depth));
            case 11, 12 -> Predicates.or(conditions(depth));
            default -> Predicates.not(condition(depth - 1));
        };
    }

    private MessagePredicate[] conditions(int depth) {
        MessagePredicate[] conditions = new MessagePredicate[1 + random.nextInt(3)];
        for (int i = 0; i < conditions.length; i++) {
            conditions[i] = condition(depth - 1);
        }
        return conditions;
    }

    private String field() {
        return FIELDS[random.nextInt(FIELDS.length)];
    }

    private Object inOrder() {
        return random.nextBoolean() ? NUMBERS[random.nextInt(NUMBERS.length)] : TEXTS[random.nextInt(TEXTS.length)];
    }

    private Object value(int depth) {
        return switch (random.nextInt(depth > 0 ? 8 : 6)) {
            case 0, 1, 2 -> NUMBERS[random.nextInt(NUMBERS.length)];
            case 3, 4 -> TEXTS[random.nextInt(TEXTS.length)];
            case 5 -> random.nextBoolean();
            case 6 -> values(depth);
            default -> Map.of(field(), value(depth - 1));
        };
    }

    private List<Object> values(int depth) {
        List<Object> values = new ArrayList<>();
        for (int left = random.nextInt(3); left > 0; left--) {
            values.add(value(depth - 1));
        }
        return values;
    }

    /** JSON objects mostly; also other JSON, text and bytes. Some have a key or a header. */
    Message message(String id) {
        Message message = switch (random.nextInt(10)) {
            case 0 -> Message.json(noise.document());
            case 1 -> Message.text(noise.damaged(object()));
            case 2 -> Message.bytes(object().getBytes(StandardCharsets.UTF_8));
            case 3 -> Message.of(Map.of(field(), value(2)));
            default -> Message.json(object());
        };
        message = random.nextInt(3) == 0 ? message.key("k" + random.nextInt(3)) : message;
        return (random.nextInt(3) == 0 ? message.header("h", "v") : message).id(id);
    }

    private String object() {
        Map<String, String> fields = new LinkedHashMap<>();
        for (int left = random.nextInt(6); left > 0; left--) {
            fields.put(field(), fieldValue());
        }
        if (random.nextInt(3) == 0) {
            fields.put("a", "{\"b\":" + (random.nextBoolean() ? "{\"c\":" + fieldValue() + "}" : fieldValue()) + "}");
        }
        List<String> parts = new ArrayList<>();
        fields.forEach((name, value) -> parts.add(quoted(name) + ":" + value));
        return "{" + String.join(",", parts) + "}";
    }

    private String fieldValue() {
        return switch (random.nextInt(6)) {
            case 0, 1 -> NUMBERS[random.nextInt(NUMBERS.length)].toString();
            case 2, 3 -> quoted(TEXTS[random.nextInt(TEXTS.length)]);
            case 4 -> "[" + noise.value(1) + "," + NUMBERS[random.nextInt(NUMBERS.length)] + ",\"x\"]";
            default -> noise.value(2);
        };
    }

    private static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }
}
