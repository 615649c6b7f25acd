package io.gortms;

import static io.gortms.Predicates.and;
import static io.gortms.Predicates.contains;
import static io.gortms.Predicates.eq;
import static io.gortms.Predicates.exists;
import static io.gortms.Predicates.gt;
import static io.gortms.Predicates.lt;
import static io.gortms.Predicates.ne;
import static io.gortms.Predicates.not;
import static io.gortms.Predicates.or;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gortms.internal.message.OutgoingMessage;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What predicates are made of, what is refused, and their JSON. */
class PredicatesTest {

    private static final MessagePredicate CODE = message -> message.key() != null;

    @Test
    void combinations() {
        StoredMessage message = Payloads.json("{\"a\":5}");
        assertThat(and(gt("a", 4), lt("a", 6)).test(message)).isTrue();
        assertThat(and(gt("a", 4), lt("a", 5)).test(message)).isFalse();
        assertThat(or(gt("a", 6), lt("a", 6)).test(message)).isTrue();
        assertThat(or(gt("a", 6), exists("b")).test(message)).isFalse();
        assertThat(not(exists("b")).test(message)).isTrue();
        assertThat(not(eq("b", 1)).test(message)).isTrue();
        assertThat(ne("b", 1).test(message)).isFalse();
        assertThat(and(or(eq("a", 1), eq("a", 5)), not(not(exists("a")))).test(message))
                .isTrue();
    }

    @Test
    void codeInsideACombinationIsAskedAndHasNoJson() {
        MessagePredicate mixed = and(exists("a"), CODE);
        assertThat(mixed.test(Payloads.of(Message.json("{\"a\":1}").key("k")))).isTrue();
        assertThat(mixed.test(Payloads.json("{\"a\":1}"))).isFalse();
        assertThat(Predicates.toJson(mixed)).isNull();
        assertThat(Predicates.toJson(not(not(mixed)))).isNull();
        assertThat(Predicates.toJson(CODE)).isNull();
        assertThat(mixed.toString()).contains("\"exists\"");
    }

    @Test
    void combinationsStopWhereTheAnswerIsKnown() {
        AtomicInteger asked = new AtomicInteger();
        MessagePredicate counting = message -> asked.incrementAndGet() > 0;
        StoredMessage message = Payloads.json("{\"a\":1}");
        and(eq("a", 2), counting).test(message);
        or(eq("a", 1), counting).test(message);
        assertThat(asked).hasValue(0);
        and(eq("a", 1), counting).test(message);
        assertThat(asked).hasValue(1);
    }

    @Test
    void aMessageThatManyAskIsParsedOnce() {
        OutgoingMessage message = Payloads.of(Map.of("a", Map.of("b", List.of(1, 2))));
        JsonNode tree = message.json();
        assertThat(contains("a.b", 2).test(message)).isTrue();
        assertThat(message.json()).isSameAs(tree);
    }

    @Test
    void payloadsThatAreNoJson() {
        for (Object payload :
                new Object[] {Message.text("{\"a\":1}"), "{\"a\":1}".getBytes(StandardCharsets.UTF_8), "{\"a\":1}"}) {
            StoredMessage message = Payloads.of(payload);
            assertThat(exists("a").test(message)).isFalse();
            assertThat(ne("a", 2).test(message)).isFalse();
            assertThat(not(exists("a")).test(message)).isTrue();
        }
    }

    @Test
    void objectsAndTreesAreSeenAsTheyAreStored() {
        record Order(String id, double amount, float part, BigInteger big, List<String> tags) {}
        Order order = new Order("o", 0.1, 0.1f, BigInteger.TWO.pow(80), List.of("x"));
        JsonNode tree = new ObjectMapper().valueToTree(order);
        for (StoredMessage message : List.of(Payloads.of(order), Payloads.of(tree), Payloads.of(Message.of(tree)))) {
            assertThat(eq("amount", 0.1).test(message)).isTrue();
            assertThat(eq("part", 0.1f).test(message)).isTrue();
            assertThat(eq("part", 0.1).test(message)).isTrue();
            assertThat(eq("big", BigInteger.TWO.pow(80)).test(message)).isTrue();
            assertThat(gt("big", BigInteger.TWO.pow(80).subtract(BigInteger.ONE))
                            .test(message))
                    .isTrue();
            assertThat(contains("tags", "x").test(message)).isTrue();
        }
    }

    @Test
    void numbersOfEachTypeAreOneNumber() {
        MessagePredicate one = eq("a", 1L);
        for (Number number : new Number[] {
            1, (short) 1, (byte) 1, 1.0, 1f, BigInteger.ONE, new BigDecimal("1.000"), new BigDecimal("0.1e1")
        }) {
            assertThat(eq("a", number)).isEqualTo(one).hasSameHashCodeAs(one);
        }
        assertThat(Predicates.toJson(eq("a", 0.1f))).isEqualTo("{\"type\":\"eq\",\"field\":\"a\",\"value\":0.1}");
    }

    @Test
    void whatNoLongOrDoubleHoldsIsKeptAsText() {
        BigInteger big = BigInteger.TWO.pow(100).add(BigInteger.ONE);
        String json = Predicates.toJson(eq("a", big));
        assertThat(json).contains("\"" + big + "\"");
        assertThat(Predicates.fromJson(json)).isEqualTo(eq("a", big));
        assertThat(Predicates.fromJson(json).test(Payloads.json("{\"a\":" + big + "}")))
                .isTrue();
        assertThat(Predicates.fromJson(json).test(Payloads.json("{\"a\":" + big.add(BigInteger.ONE) + "}")))
                .isFalse();
    }

    @Test
    void valuesAreCopied() {
        List<Object> list = new ArrayList<>(List.of(1));
        Map<String, Object> map = new HashMap<>(Map.of("k", list));
        MessagePredicate predicate = eq("a", map);
        list.add(2);
        map.clear();
        assertThat(predicate.test(Payloads.json("{\"a\":{\"k\":[1]}}"))).isTrue();
    }

    @Test
    void valuesThatAreRefused() {
        for (Object value : new Object[] {
            null,
            new Object(),
            'c',
            Message.text("x"),
            Double.NaN,
            Float.POSITIVE_INFINITY,
            new AtomicInteger(1),
            BigInteger.TEN.pow(1001),
            new int[] {1},
            Arrays.asList(1, null),
            Map.of(1, 2),
            nested(Predicates.MAX_VALUE_DEPTH + 1)
        }) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> eq("amount", value))
                    .withMessageContaining("'amount'");
        }
        assertThat(eq("a", nested(Predicates.MAX_VALUE_DEPTH))).isNotNull();
        for (Object value : new Object[] {true, List.of(1), Map.of()}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> gt("amount", value))
                    .withMessageContaining("gt")
                    .withMessageContaining("use eq or ne");
        }
        assertThatIllegalArgumentException().isThrownBy(() -> eq("", 1));
        assertThatIllegalArgumentException().isThrownBy(() -> and());
        assertThatIllegalArgumentException().isThrownBy(() -> or());
    }

    private static Object nested(int depth) {
        Object value = 1;
        for (int i = 0; i < depth; i++) {
            value = List.of(value);
        }
        return value;
    }

    @Test
    void nestingIsBounded() {
        MessagePredicate predicate = exists("a");
        for (int depth = 1; depth < Predicates.MAX_DEPTH; depth++) {
            predicate = not(predicate);
        }
        MessagePredicate deepest = predicate;
        assertThat(Predicates.fromJson(Predicates.toJson(deepest))).isEqualTo(deepest);
        assertThatIllegalArgumentException().isThrownBy(() -> not(deepest)).withMessageContaining("64");
        String json = "{\"type\":\"not\",\"predicates\":[" + Predicates.toJson(deepest) + "]}";
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Predicates.fromJson(json))
                .withMessageContaining("64");
    }

    @Test
    void jsonOfACombination() {
        MessagePredicate predicate = and(gt("amount", 1000), not(or(eq("vip", true), contains("tags", "x"))));
        String json = "{\"type\":\"and\",\"predicates\":[{\"type\":\"gt\",\"field\":\"amount\",\"value\":1000},"
                + "{\"type\":\"not\",\"predicates\":[{\"type\":\"or\",\"predicates\":["
                + "{\"type\":\"eq\",\"field\":\"vip\",\"value\":true},"
                + "{\"type\":\"contains\",\"field\":\"tags\",\"value\":\"x\"}]}]}]}";
        assertThat(Predicates.toJson(predicate)).isEqualTo(json).isEqualTo(predicate.toString());
        assertThat(Predicates.fromJson(json)).isEqualTo(predicate);
    }

    @Test
    void whatATypeDoesNotKnowIsPassedOver() {
        assertThat(Predicates.fromJson("{\"type\":\"and\",\"field\":\"\",\"value\":null,\"predicates\":"
                        + "[{\"type\":\"exists\",\"field\":\"a\",\"value\":true,\"predicates\":null}]}"))
                .isEqualTo(and(exists("a")));
    }

    @Test
    void unknownTypesAreRefusedWithTheKnownOnes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Predicates.fromJson("{\"type\":\"like\",\"field\":\"a\",\"value\":1}"))
                .withMessageContaining("'like'")
                .withMessageContaining("eq, ne, neq, gt, gte, lt, lte, contains, exists, and, or, not");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "1",
                "{",
                "{}",
                "{} {}",
                "{\"type\":1}",
                "{\"type\":\"EQ\",\"field\":\"a\",\"value\":1}",
                "{\"type\":\"eq\"}",
                "{\"type\":\"eq\",\"field\":\"a\"}",
                "{\"type\":\"eq\",\"field\":\"\",\"value\":1}",
                "{\"type\":\"eq\",\"field\":1,\"value\":1}",
                "{\"type\":\"eq\",\"field\":\"a\",\"value\":null}",
                "{\"type\":\"eq\",\"field\":\"a\",\"value\":[null]}",
                "{\"type\":\"eq\",\"type\":\"eq\",\"field\":\"a\",\"value\":1}",
                "{\"type\":\"eq\",\"field\":\"a\",\"value\":1e99999999999}",
                "{\"type\":\"gt\",\"field\":\"a\",\"value\":true}",
                "{\"type\":\"gt\",\"field\":\"a\",\"value\":[]}",
                "{\"type\":\"exists\"}",
                "{\"type\":\"exists\",\"field\":\"a\",\"value\":false}",
                "{\"type\":\"and\"}",
                "{\"type\":\"and\",\"predicates\":[]}",
                "{\"type\":\"and\",\"predicates\":{}}",
                "{\"type\":\"and\",\"predicates\":[1]}",
                "{\"type\":\"not\",\"predicates\":"
                        + "[{\"type\":\"exists\",\"field\":\"a\"},{\"type\":\"exists\",\"field\":\"a\"}]}"
            })
    void jsonThatIsRefused(String json) {
        assertThatIllegalArgumentException().isThrownBy(() -> Predicates.fromJson(json));
    }
}
