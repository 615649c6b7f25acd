package io.gortms.internal.catalog;

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

import io.gortms.MessagePredicate;
import io.gortms.Predicates;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PredicateFieldTest {

    static Stream<MessagePredicate> predicates() {
        return Stream.of(
                eq("a", 1),
                ne("a", Long.MIN_VALUE),
                gt("a", 9007199254740993L),
                gt("a", new BigDecimal("9007199254740993.000000000000000001")),
                lt("a", new BigDecimal("1e400")),
                eq("a", 1e300),
                eq("a", 0.1),
                eq("a.\u00e9\ud800\"\\\n", "\u0000\ud83d\ude00"),
                contains("a", List.of(1, "x", true, Map.of("k", List.of(), "l", Map.of()))),
                and(or(exists("a"), eq("b", "")), not(eq("c", false))),
                deepest());
    }

    private static MessagePredicate deepest() {
        Object value = 1;
        for (int depth = 0; depth < Predicates.MAX_VALUE_DEPTH; depth++) {
            value = depth % 2 == 0 ? List.of(value) : Map.of("k", value);
        }
        MessagePredicate predicate = eq("a", value);
        for (int depth = 1; depth < Predicates.MAX_DEPTH; depth++) {
            predicate = depth % 2 == 0 ? and(predicate) : not(predicate);
        }
        return predicate;
    }

    @ParameterizedTest
    @MethodSource("predicates")
    void isTheSameAfterStoring(MessagePredicate predicate) {
        String file =
                JsonWriter.write(Map.of("routes", List.of(Map.of("when", PredicateField.TYPE.encode(predicate)))));
        Map<?, ?> route = (Map<?, ?>) ((List<?>) JsonReader.parse(file).get("routes")).get(0);
        assertThat(PredicateField.TYPE.decode(route.get("when"))).isEqualTo(predicate);
    }

    @Test
    void codeIsNotStored() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PredicateField.TYPE.encode(and(exists("a"), message -> true)));
    }
}
