package io.gortms.internal.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.gortms.JsonNoise;
import io.gortms.Payloads;
import io.gortms.Schema;
import io.gortms.internal.group.Seeds;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Documents at random: a check or an IllegalArgumentException comes of them, and a check answers of any payload. */
class SchemaFuzzTest {

    private static final int DOCUMENTS = 1_000;

    private static final String[] WORDS = {
        "type",
        "object",
        "string",
        "number",
        "array",
        "properties",
        "required",
        "items",
        "a",
        "b",
        "$ref",
        "#",
        "#/$defs/a",
        "$defs",
        "not",
        "anyOf",
        "allOf",
        "oneOf",
        "const",
        "enum",
        "minimum",
        "multipleOf",
        "pattern",
        "[a-z]*",
        "maxLength",
        "additionalProperties",
        "patternProperties",
        "unevaluatedProperties",
        "if",
        "then",
        "$id",
        "$anchor",
        "$dynamicRef",
        "dependentRequired",
        "uniqueItems",
        "contains",
        "minContains",
        "prefixItems",
        "propertyNames",
        "format",
        "date-time",
        "http://localhost:1/x"
    };

    @Test
    void onlyTheDocumentedException() {
        Random random = new Random(Seeds.seed("SchemaFuzzTest"));
        JsonNoise noise = new JsonNoise(random, WORDS);
        int made = 0;
        for (int i = 0; i < DOCUMENTS; i++) {
            String text = document(random, noise);
            String payload = noise.document();
            try {
                SchemaCheck check = SchemaCheck.of("shop", Schema.jsonSchema(text));
                made++;
                assertThat(check.violations(Payloads.json(payload))).isNotNull();
            } catch (IllegalArgumentException e) {
                assertThat(e).as(text).isExactlyInstanceOf(IllegalArgumentException.class);
                assertThat(e).as(text).hasMessageContaining("'shop' is no valid JSON Schema document");
            } catch (RuntimeException | Error e) {
                fail("of " + text + " and " + payload, e);
            }
        }
        assertThat(made).as("schemas among the texts").isGreaterThan(DOCUMENTS / 50);
    }

    private static String document(Random random, JsonNoise noise) {
        String inner = "{\"" + WORDS[random.nextInt(WORDS.length)] + "\":" + noise.value(3) + "}";
        return switch (random.nextInt(4)) {
            case 0 -> noise.damaged("{\"type\":\"object\",\"required\":[\"a\"],\"properties\":{\"a\":" + inner + "}}");
            case 1 -> noise.damaged("{\"properties\":{\"a\":" + inner + "},\"$defs\":{\"a\":" + inner + "}}");
            case 2 -> inner;
            default -> noise.document();
        };
    }
}
