package io.gortms.internal.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    private static final int ROUNDS = 500;

    @Test
    void readsEveryKindOfValue() {
        String text =
                "\t{\"a\":[1,-2 , 3.5,1e3,true,false,[],{}],\r\n \"b\":{\"c\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\"}} \n";

        Map<String, Object> object = JsonReader.parse(text);

        assertThat(object.get("a")).isEqualTo(List.of(1L, -2L, 3.5, 1000.0, true, false, List.of(), Map.of()));
        assertThat(object.get("b")).isEqualTo(Map.of("c", "\"\\/\b\f\n\r\t\u00e9"));
    }

    @Test
    void writesIndented() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("flag", true);
        object.put("list", List.of(1, Map.of("name", "a\"b\\c\né")));
        object.put("none", List.of());

        assertThat(JsonWriter.write(object)).isEqualTo("""
                        {
                          "flag": true,
                          "list": [
                            1,
                            {
                              "name": "a\\"b\\\\c\\u000a\\u00e9"
                            }
                          ],
                          "none": []
                        }
                        """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "}",
                "[]",
                "1",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{a:1}",
                "{\"a\":1}x",
                "{\"a\":tru}",
                "{\"a\":01x}",
                "{\"a\":--1}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u12\"}",
                "{\"a\":\"\\u12g4\"}",
                "{\"a\":\"",
                "{\"a\":\"\n\"}",
                "{\"a\":[1 2]}",
                "{\"a\":[1,]}",
                "{\"a\":1,\"a\":2}",
                "{\"a\":null}",
                "{\"a\":1.2.3}",
                "{\"a\":99999999999999999999}"
            })
    void refusesWhatIsNotJson(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> JsonReader.parse(text));
    }

    @Test
    void refusesNestingThatWouldOverflowTheStack() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JsonReader.parse("{\"a\":" + "[".repeat(1_000_000)))
                .withMessageContaining("nested deeper");
    }

    @Test
    void refusesToWriteWhatItCouldNotRead() {
        assertThatIllegalArgumentException().isThrownBy(() -> JsonWriter.write(Map.of("a", Double.NaN)));
        assertThatIllegalArgumentException().isThrownBy(() -> JsonWriter.write(Map.of("a", new Object())));
    }

    @Test
    void givesBackWhatItWroteAndJacksonReadsTheSame() throws Exception {
        long seed = Long.getLong("gortms.seed", System.nanoTime());
        System.out.println("JsonTest: -Dgortms.seed=" + seed);
        Random random = new Random(seed);
        ObjectMapper jackson = new ObjectMapper();
        for (int i = 0; i < ROUNDS; i++) {
            Map<String, Object> object = object(random, 4);
            String text = JsonWriter.write(object);
            assertThat(JsonReader.parse(text)).isEqualTo(object);
            assertThat(jackson.readTree(text)).isEqualTo(jackson.readTree(jackson.writeValueAsString(object)));
        }
    }

    private static Map<String, Object> object(Random random, int depth) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            object.put(string(random), value(random, depth - 1));
        }
        return object;
    }

    private static Object value(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 6 : 4)) {
            case 0 -> string(random);
            case 1 -> random.nextLong();
            case 2 -> random.nextBoolean();
            case 3 -> random.nextDouble() * Math.pow(10, random.nextInt(40) - 20);
            case 4 -> object(random, depth);
            default -> {
                List<Object> list = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    list.add(value(random, depth - 1));
                }
                yield list;
            }
        };
    }

    /** Surrogates in pairs only: Jackson does not write half of one. */
    private static String string(Random random) {
        int[] codePoints = random.ints(random.nextInt(8), 0, 0x3000)
                .map(c -> random.nextInt(10) == 0 ? 0x1F600 + c % 50 : random.nextBoolean() ? c % 0x80 : c)
                .toArray();
        return new String(codePoints, 0, codePoints.length);
    }
}
