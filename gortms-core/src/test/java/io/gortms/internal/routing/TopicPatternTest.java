package io.gortms.internal.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicPatternTest {

    @ParameterizedTest
    @CsvSource({
        "order.created, order.created, true",
        "order.created, order.deleted, false",
        "order.created, order, false",
        "order, order.created, false",
        "order.*, order.created, true",
        "order.*, order, false",
        "order.*, order.created.twice, false",
        "*.created, order.created, true",
        "*, order, true",
        "*, '', false",
        "*, order.created, false",
        "#, '', true",
        "#, order, true",
        "#, order.created.twice, true",
        "order.#, order, true",
        "order.#, order.created.twice, true",
        "order.#, orders.created, false",
        "#.created, created, true",
        "#.created, order.line.created, true",
        "#.created, order.created.late, false",
        "#.line.#, line, true",
        "#.line.#, order.line.created, true",
        "#.line.#, order.created, false",
        "a.#.b.#.c, a.b.c, true",
        "a.#.b.#.c, a.x.b.b.y.c, true",
        "a.#.b.#.c, a.x.c.b, false",
        "#.#, '', true",
        "#.*, '', false",
        "#.*, a, true",
        "*.#.*, a, false",
        "*.#.*, a.b, true",
        "'', '', true",
        "'', a, false",
        "a..b, a..b, true",
        "a.*.b, a..b, true",
        "a.b*, a.b*, true",
        "a.b*, a.bc, false"
    })
    void asAmqpSays(String bindingKey, String routingKey, boolean matches) {
        assertThat(TopicPattern.of(bindingKey).matches(routingKey)).isEqualTo(matches);
    }

    @Test
    void manyHashesDoNotTakeForever() {
        TopicPattern pattern = TopicPattern.of("#.a.".repeat(60) + "b");
        String key = "a.".repeat(120) + "c";

        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(5), () -> assertThat(pattern.matches(key)).isFalse());
    }
}
