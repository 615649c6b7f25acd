package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gortms.InvalidPayloadException;
import io.gortms.Message;
import io.gortms.StoredMessage;
import io.gortms.UnreadablePayloadException;
import io.gortms.contract.harness.Scenario;
import io.gortms.contract.harness.Steps;
import io.gortms.contract.harness.Texts;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Payloads come back byte for byte as they were published. */
class PayloadContractTest {

    /** Numbers beyond 2^53, key order, doubled keys, white space and escapes: nothing of it is rewritten. */
    private static final String JSON =
            "{ \"z\" : 9007199254740993, \"a\": 1.50, \"big\": 1e400, \"a\": \"\\u00e9\\/\" , \"n\":[ ] }\n";

    @Scenario
    void jsonIsKeptByteForByte(Steps steps) {
        steps.step("publish", f -> f.queue().publish(Message.json(JSON)))
                .step("read", f -> {
                    StoredMessage stored = f.queue().read(0, 1).get(0);
                    assertThat(Texts.of(stored)).isEqualTo(JSON);
                    assertThat(stored.contentType()).isEqualTo("application/json");
                    assertThat(stored.json().get("z").asLong()).isEqualTo(9007199254740993L);
                })
                .step("deliver", f -> f.expect(JSON));
    }

    @Scenario
    void bytesAreKept(Steps steps) {
        byte[] bytes = new byte[256];
        for (int value = 0; value < bytes.length; value++) {
            bytes[value] = (byte) value;
        }
        steps.step("publish", f -> {
                    f.queue().publish(bytes);
                    f.queue().publish(Message.bytes(bytes));
                    f.queue().publish(new byte[0]);
                })
                .step("read", f -> {
                    List<StoredMessage> stored = f.queue().read(0, 3);
                    assertThat(stored).extracting(StoredMessage::contentType).containsOnly("application/octet-stream");
                    assertThat(stored.get(0).payload()).isEqualTo(bytes);
                    assertThat(stored.get(1).payload()).isEqualTo(bytes);
                    assertThat(stored.get(2).payload()).isEmpty();
                    assertThat(stored.get(0).payloadAs(byte[].class)).isEqualTo(bytes);
                });
    }

    @Scenario
    void textIsKept(Steps steps) {
        String text = "Grüße \uD83D\uDE80\u0000\n";
        steps.step("publish", f -> f.publish(text, "")).step("read", f -> {
            List<StoredMessage> stored = f.queue().read(0, 2);
            assertThat(stored).extracting(StoredMessage::contentType).containsOnly("text/plain");
            assertThat(stored).extracting(Texts::of).containsExactly(text, "");
            assertThat(stored.get(0).payloadAs(String.class)).isEqualTo(text);
        });
    }

    @Scenario
    void objectsBecomeJson(Steps steps) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("second", 2);
        map.put("first", List.of(1, true));
        steps.step("publish", f -> {
                    f.queue().publish(new Order("o-1", 99.99));
                    f.queue().publish(map);
                    f.queue().publish(JsonNodeFactory.instance.objectNode().put("x", 1));
                    f.queue().publish("{\"not\": \"parsed\"}");
                    f.queue().publish(42);
                    f.queue().publish(Message.of(new Order("o-2", 1)));
                })
                .step("read", f -> {
                    List<StoredMessage> stored = f.queue().read(0, 10);
                    assertThat(stored).extracting(StoredMessage::contentType).containsOnly("application/json");
                    assertThat(stored)
                            .extracting(Texts::of)
                            .containsExactly(
                                    "{\"id\":\"o-1\",\"amount\":99.99}",
                                    "{\"second\":2,\"first\":[1,true]}",
                                    "{\"x\":1}",
                                    "\"{\\\"not\\\": \\\"parsed\\\"}\"",
                                    "42",
                                    "{\"id\":\"o-2\",\"amount\":1.0}");
                });
    }

    @Scenario
    void payloadsAreReadAsTypes(Steps steps) {
        steps.step("publish", f -> {
                    f.queue().publish(new Order("o-1", 99.99));
                    f.queue().publish(List.of(new Order("o-2", 1), new Order("o-3", 2)));
                    f.queue().publish("a string");
                })
                .step("read", f -> {
                    List<StoredMessage> stored = f.queue().read(0, 10);
                    assertThat(stored.get(0).payloadAs(Order.class)).isEqualTo(new Order("o-1", 99.99));
                    assertThat(stored.get(1).payloadAs(new TypeReference<List<Order>>() {}))
                            .containsExactly(new Order("o-2", 1), new Order("o-3", 2));
                    assertThat(stored.get(2).payloadAs(String.class)).isEqualTo("a string");
                    assertThat(stored.get(0).json().get("id").asText()).isEqualTo("o-1");
                });
    }

    @Scenario
    void whatCannotBeReadSaysSo(Steps steps) {
        steps.step("publish", f -> {
                    f.publish("no json");
                    f.queue().publish(Message.json("{\"id\": [1]}"));
                })
                .step("read", f -> {
                    List<StoredMessage> stored = f.queue().read(0, 10);
                    assertThatThrownBy(() -> stored.get(0).json())
                            .isInstanceOfSatisfying(UnreadablePayloadException.class, unreadable -> {
                                assertThat(unreadable.position()).isZero();
                                assertThat(unreadable.messageId())
                                        .isEqualTo(stored.get(0).messageId());
                            });
                    assertThatThrownBy(() -> stored.get(0).payloadAs(Order.class))
                            .isInstanceOf(UnreadablePayloadException.class);
                    assertThatThrownBy(() -> stored.get(1).payloadAs(Order.class))
                            .isInstanceOf(UnreadablePayloadException.class)
                            .hasMessageContaining("Order");
                    assertThatThrownBy(() -> stored.get(1).payloadAs(new TypeReference<List<Order>>() {}))
                            .isInstanceOf(UnreadablePayloadException.class);
                });
    }

    @Scenario
    void jsonThatIsNoneIsRefused(Steps steps) {
        steps.step("publish what is not JSON", f -> {
                    for (String text : List.of("", " ", "{", "{} {}", "{a:1}", "nul", "[1,]", "'x'", "NaN", "01")) {
                        assertThatThrownBy(() -> f.queue().publish(Message.json(text)))
                                .as("<%s>", text)
                                .isInstanceOfSatisfying(
                                        InvalidPayloadException.class,
                                        invalid -> assertThat(invalid.queue()).isEqualTo("shop.orders"));
                    }
                })
                .step(
                        "nothing was stored",
                        f -> assertThat(f.queue().read(0, 10)).isEmpty())
                .step("every kind of JSON value is taken", f -> {
                    for (String text : List.of("{}", "[]", "true", "-1.5e3", "\"\"", " 1 ")) {
                        f.queue().publish(Message.json(text));
                    }
                    f.expect("{}", "[]", "true", "-1.5e3", "\"\"", " 1 ");
                });
    }

    @Scenario
    void whatJacksonCannotWriteIsRefused(Steps steps) {
        steps.step(
                        "publish",
                        f -> assertThatThrownBy(() -> f.queue().publish(new Unwritable()))
                                .isInstanceOf(InvalidPayloadException.class)
                                .hasMessageContaining("shop.orders"))
                .step(
                        "nothing was stored",
                        f -> assertThat(f.queue().read(0, 10)).isEmpty())
                .step(
                        "the next takes the position",
                        f -> assertThat(f.publish("a").get(0).position()).isZero());
    }

    @Scenario
    void nullIsRefused(Steps steps) {
        steps.step("publish", f -> {
                    assertThatThrownBy(() -> f.queue().publish(null)).isInstanceOf(NullPointerException.class);
                    assertThatThrownBy(() -> Message.of(null)).isInstanceOf(NullPointerException.class);
                    assertThatThrownBy(() -> Message.json(null)).isInstanceOf(NullPointerException.class);
                    assertThatThrownBy(() -> Message.text(null)).isInstanceOf(NullPointerException.class);
                    assertThatThrownBy(() -> Message.bytes(null)).isInstanceOf(NullPointerException.class);
                })
                .step(
                        "nothing was stored",
                        f -> assertThat(f.queue().read(0, 10)).isEmpty());
    }

    @Scenario
    void arraysAreCopiedOnTheWayInAndOut(Steps steps) {
        steps.step("publish, and scribble over what was given", f -> {
                    byte[] bytes = {1, 2, 3};
                    Message message = Message.bytes(bytes);
                    Arrays.fill(bytes, (byte) 9);
                    f.queue().publish(message);
                    byte[] raw = {4, 5, 6};
                    f.queue().publish(raw);
                    Arrays.fill(raw, (byte) 9);
                })
                .step("read, and scribble over what was got", f -> {
                    for (StoredMessage stored : f.queue().read(0, 2)) {
                        Arrays.fill(stored.payload(), (byte) 9);
                        assertThat(stored.payload()).doesNotContain(9);
                    }
                })
                .step(
                        "it is as published",
                        f -> assertThat(f.queue().read(0, 2))
                                .extracting(StoredMessage::payload)
                                .containsExactly(new byte[] {1, 2, 3}, new byte[] {4, 5, 6}));
    }

    /** Jackson finds nothing to write in it. */
    private static final class Unwritable {}
}
