package io.gortms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gortms.internal.group.Seeds;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Texts at random: a predicate or an IllegalArgumentException comes of them, and a predicate says yes or no of anything. */
class PredicateFuzzTest {

    private static final int TEXTS = 30_000;

    private static final String[] WORDS = {
        "type",
        "field",
        "value",
        "predicates",
        "eq",
        "ne",
        "neq",
        "gt",
        "lte",
        "contains",
        "exists",
        "and",
        "or",
        "not",
        "a",
        "a.b",
        "",
        "1",
        "1e400",
        "x"
    };

    private final ObjectMapper mapper = new ObjectMapper();

    @Test
    void onlyTheDocumentedException() throws Exception {
        Random random = new Random(Seeds.seed("PredicateFuzzTest"));
        JsonNoise noise = new JsonNoise(random, WORDS);
        int made = 0;
        for (int i = 0; i < TEXTS; i++) {
            String text = random.nextInt(3) == 0 ? noise.document() : noise.damaged(predicate(random, noise, 0));
            String payload = "{\"a\":" + noise.document() + "}";
            try {
                MessagePredicate predicate = Predicates.fromJson(text);
                made++;
                boolean answer = predicate.test(Payloads.json(payload));
                MessagePredicate again = Predicates.fromJson(Predicates.toJson(predicate));
                assertThat(again).isEqualTo(predicate);
                assertThat(again.test(Payloads.json(payload))).isEqualTo(answer);
            } catch (IllegalArgumentException e) {
                assertThat(e).as(text).isExactlyInstanceOf(IllegalArgumentException.class);
            } catch (RuntimeException e) {
                fail("of " + text + " and " + payload, e);
            }
        }
        assertThat(made).as("predicates among the texts").isGreaterThan(TEXTS / 20);
    }

    private String predicate(Random random, JsonNoise noise, int depth) throws Exception {
        String type = mapper.writeValueAsString(WORDS[4 + random.nextInt(10)]);
        if (random.nextInt(3) > 0 || depth > 4) {
            return "{\"type\":" + type + ",\"field\":\"a\",\"value\":" + noise.value(3) + "}";
        }
        String inner = predicate(random, noise, depth + 1);
        return "{\"type\":" + type + ",\"field\":\"a\",\"value\":1,\"predicates\":[" + inner
                + (random.nextBoolean() ? "" : "," + predicate(random, noise, depth + 1)) + "]}";
    }
}
