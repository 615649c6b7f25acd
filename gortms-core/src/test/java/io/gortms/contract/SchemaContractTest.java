package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gortms.Message;
import io.gortms.PublishReceipt;
import io.gortms.Schema;
import io.gortms.SchemaViolation;
import io.gortms.SchemaViolationException;
import io.gortms.contract.harness.Fixture;
import io.gortms.contract.harness.Scenario;
import io.gortms.contract.harness.Steps;
import io.gortms.contract.harness.Texts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** What is published to a domain with a schema is checked before anything is stored. */
class SchemaContractTest {

    private static final Schema ORDER = Schema.builder()
            .string("order_id")
            .number("amount")
            .bool("paid")
            .object("customer")
            .array("items")
            .build();

    private static final String GOOD =
            "{\"order_id\":\"o\",\"amount\":1e400,\"paid\":false,\"customer\":{},\"items\":[],\"more\":null}";

    private static final String DOCUMENT = """
            {"type": "object", "required": ["order_id", "items"], "additionalProperties": false,
             "properties": {"order_id": {"type": "string"},
                            "amount": {"type": "number", "maximum": 9007199254740992},
                            "items": {"items": {"$ref": "#/$defs/item"}}},
             "$defs": {"item": {"type": "object", "properties": {"name": {"type": "string"}}}}}
            """;

    private static void declare(Fixture f, Schema schema) {
        f.broker().declareDomain("shop", domain -> domain.schema(schema));
    }

    private static List<SchemaViolation> refused(Fixture f, Object payload) {
        SchemaViolationException refusal = catchThrowableOfType(
                SchemaViolationException.class, () -> f.queue().publish(payload));
        assertThat(refusal).as("of %s", payload).isNotNull();
        assertThat(refusal.queue()).isEqualTo("shop.orders");
        assertThat(refusal).hasMessageContaining("shop.orders");
        for (SchemaViolation violation : refusal.violations()) {
            assertThat(refusal).hasMessageContaining(violation.toString());
        }
        return refusal.violations();
    }

    @Scenario
    void aPayloadWithAllFieldsIsStoredAsItIs(Steps steps) {
        steps.step("declare", f -> declare(f, ORDER))
                .step("publish", f -> f.queue().publish(Message.json(GOOD)))
                .step("deliver", f -> f.expect(GOOD));
    }

    @Scenario
    void everyViolationIsListed(Steps steps) {
        steps.step("declare", f -> declare(f, ORDER))
                .step("refuse", f -> {
                    String wrong = "{\"order_id\":5,\"amount\":\"5\",\"paid\":null,\"customer\":[]}";
                    assertThat(refused(f, Message.json(wrong)))
                            .containsExactly(
                                    new SchemaViolation("order_id", "string", "number"),
                                    new SchemaViolation("amount", "number", "string"),
                                    new SchemaViolation("paid", "boolean", "null"),
                                    new SchemaViolation("customer", "object", "array"),
                                    new SchemaViolation("items", "array", "nothing"));
                    assertThat(refused(f, Message.json("{}"))).hasSize(5);
                })
                .step("nothing is stored", f -> {
                    assertThat(f.queue().read(0, 10)).isEmpty();
                    assertThat(f.queue().publish(Message.json(GOOD)).position()).isZero();
                    f.expect(GOOD);
                });
    }

    @Scenario
    void whatIsNoJsonObject(Steps steps) {
        steps.step("declare", f -> declare(f, Schema.builder().build())).step("refuse", f -> {
            assertThat(refused(f, Message.text("{}")))
                    .containsExactly(new SchemaViolation("", "a JSON object", "text/plain"));
            assertThat(refused(f, new byte[] {'{', '}'}))
                    .containsExactly(new SchemaViolation("", "a JSON object", "application/octet-stream"));
            assertThat(refused(f, "{}")).containsExactly(new SchemaViolation("", "a JSON object", "string"));
            assertThat(refused(f, List.of(1))).containsExactly(new SchemaViolation("", "a JSON object", "array"));
            assertThat(refused(f, Message.json("null")))
                    .containsExactly(new SchemaViolation("", "a JSON object", "null"));
            f.queue().publish(Map.of());
        });
    }

    record Order(String order_id, Double amount, boolean paid, Map<String, String> customer, List<String> items) {}

    @Scenario
    void objectsAndTreesAreCheckedToo(Steps steps) {
        steps.step("declare", f -> declare(f, ORDER)).step("publish", f -> {
            f.queue().publish(new Order("o", 1.5, true, Map.of(), List.of()));
            assertThat(refused(f, new Order(null, null, true, Map.of(), List.of())))
                    .extracting(SchemaViolation::field)
                    .containsExactly("order_id", "amount");
            assertThat(refused(f, JsonNodeFactory.instance.objectNode().put("order_id", "o")))
                    .hasSize(4);
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("order_id", 1);
            assertThat(refused(f, Message.of(map).key("k"))).hasSize(5);
        });
    }

    @Scenario
    void oneOfManyThatIsWrongRefusesAll(Steps steps) {
        steps.step("declare", f -> declare(f, Schema.builder().string("a").build()))
                .step(
                        "refuse",
                        f -> assertThatThrownBy(
                                        () -> f.queue().publishAll(List.of(Map.of("a", "x"), Map.of("a", 1), Map.of())))
                                .isInstanceOf(SchemaViolationException.class)
                                .hasMessageContaining("'a': expected string, found number"))
                .step(
                        "nothing is stored",
                        f -> assertThat(f.queue().read(0, 10)).isEmpty())
                .step(
                        "all are right",
                        f -> assertThat(f.queue().publishAll(List.of(Map.of("a", "x"), Map.of("a", "y"))))
                                .extracting(PublishReceipt::position)
                                .containsExactly(0L, 1L));
    }

    @Scenario
    void theRefusalOfAnAsynchronousPublishIsInItsFuture(Steps steps) {
        steps.step("declare", f -> declare(f, Schema.builder().string("a").build()))
                .step("refuse", f -> {
                    CompletableFuture<PublishReceipt> refused = f.queue().publishAsync(Map.of());
                    assertThatThrownBy(refused::get)
                            .isInstanceOf(ExecutionException.class)
                            .hasCauseInstanceOf(SchemaViolationException.class);
                    assertThat(f.queue().publishAsync(Map.of("a", "x")).get().position())
                            .isZero();
                });
    }

    @Scenario
    void aChangeActsAtOnce(Steps steps) {
        steps.step("nothing is asked for", f -> f.queue().publish(Message.text("a")))
                .step("declare", f -> declare(f, Schema.builder().string("a").build()))
                .step("it is", f -> refused(f, Message.text("b")))
                .step(
                        "declare another",
                        f -> declare(f, Schema.builder().number("a").build()))
                .step("it is that", f -> {
                    f.queue().publish(Message.json("{\"a\":1}"));
                    refused(f, Message.json("{\"a\":\"1\"}"));
                })
                .step("by name it is untouched", f -> f.broker().declareDomain("shop"))
                .step("still", f -> refused(f, Message.text("b")))
                .step("none", f -> f.broker().declareDomain("shop", domain -> {}))
                .step("nothing is asked for any more", f -> f.queue().publish(Message.text("c")))
                .step("waiting messages are untouched", f -> f.expect("a", "{\"a\":1}", "c"));
    }

    @Scenario
    void theOptionsSayIt(Steps steps) {
        steps.step("none", f -> assertThat(f.domain().options().schema()).isNull())
                .step("fields", f -> declare(f, ORDER))
                .step("said", f -> assertThat(f.domain().options().schema()).isEqualTo(ORDER))
                .step("a document", f -> declare(f, Schema.jsonSchema(DOCUMENT)))
                .step(
                        "said too",
                        f -> assertThat(f.domain().options().schema()).isEqualTo(Schema.jsonSchema(DOCUMENT)));
    }

    @Scenario
    void deadLettersAndRedrivesAreNotChecked(Steps steps) {
        steps.step("publish without a schema", f -> f.publish("a"))
                .step("declare one", f -> declare(f, ORDER))
                .step("reject", f -> f.take().reject("wrong"))
                .step("it is a dead letter", f -> f.awaitDeadLetters("a"))
                .step(
                        "redrive",
                        f -> assertThat(f.queue()
                                        .deadLetters()
                                        .redrive(letter -> true)
                                        .moved())
                                .isEqualTo(1))
                .step("it is there again", f -> f.expect("a"));
    }

    @Scenario
    void aDocument(Steps steps) {
        steps.step("declare", f -> declare(f, Schema.jsonSchema(DOCUMENT)))
                .step(
                        "publish",
                        f -> f.queue()
                                .publish(Message.json(
                                        "{\"order_id\":\"o\",\"amount\":9007199254740992,\"items\":[{}]}")))
                .step("refuse", f -> {
                    String wrong = "{\"amount\":9007199254740993,\"items\":[{},{\"name\":5}],\"x\":1}";
                    assertThat(refused(f, Message.json(wrong)))
                            .contains(
                                    new SchemaViolation("order_id", "a value", "nothing"),
                                    new SchemaViolation("items.1.name", "string", "number"))
                            .anySatisfy(violation -> {
                                assertThat(violation.field()).isEqualTo("amount");
                                assertThat(violation.expected()).contains("9007199254740992");
                                assertThat(violation.actual()).isEqualTo("9007199254740993");
                            })
                            .anySatisfy(
                                    violation -> assertThat(violation.field()).isEqualTo("x"))
                            .hasSize(4);
                    assertThat(refused(f, Message.text("x")))
                            .containsExactly(new SchemaViolation("", "JSON", "text/plain"));
                    assertThat(refused(f, Message.json("[]")))
                            .containsExactly(new SchemaViolation("", "object", "array"));
                })
                .step("one is there", f -> assertThat(f.queue().read(0, 10)).hasSize(1));
    }

    @Scenario
    void aDocumentThatIsNoSchemaChangesNothing(Steps steps) {
        steps.step("declare one", f -> declare(f, ORDER))
                .step("refuse", f -> {
                    for (String document : List.of("", "{", "1", "{\"type\":\"strin\"}", "{\"$ref\":\"http://x/y\"}")) {
                        assertThatThrownBy(() -> declare(f, Schema.jsonSchema(document)))
                                .isInstanceOf(IllegalArgumentException.class)
                                .hasMessageContaining("shop");
                        assertThatThrownBy(() -> f.broker()
                                        .declareDomain("new", domain -> domain.schema(Schema.jsonSchema(document))))
                                .isInstanceOf(IllegalArgumentException.class);
                    }
                })
                .step("as before", f -> {
                    assertThat(f.broker().domains()).hasSize(1);
                    refused(f, Map.of());
                    f.queue().publish(Message.json(GOOD));
                });
    }

    @Scenario
    void aValidatorInCode(Steps steps) {
        Schema short5 = Schema.code(message -> message.payload().length <= 5
                ? List.of()
                : List.of(new SchemaViolation("", "at most 5 bytes", message.payload().length + " bytes")));
        steps.whenOpened(f -> declare(f, short5))
                .step("publish", f -> f.publish("12345"))
                .step(
                        "refuse",
                        f -> assertThat(refused(f, Message.text("123456")))
                                .containsExactly(new SchemaViolation("", "at most 5 bytes", "6 bytes")))
                .step("deliver", f -> f.expect("12345"));
    }

    @Scenario
    void aValidatorSeesWhatThePublisherGave(Steps steps) {
        Schema asks = Schema.code(message -> {
            assertThat(message.position()).isEqualTo(-1);
            assertThat(message.messageId()).isEqualTo("id");
            assertThat(message.key()).isEqualTo("key");
            assertThat(message.headers()).containsExactly(Map.entry("h", "v"));
            assertThat(Texts.of(message)).isEqualTo("{\"a\":1}");
            assertThat(message.json().get("a").intValue()).isEqualTo(1);
            return List.of();
        });
        steps.whenOpened(f -> declare(f, asks))
                .step(
                        "publish",
                        f -> f.queue()
                                .publish(Message.json("{\"a\":1}")
                                        .id("id")
                                        .key("key")
                                        .header("h", "v")));
    }

    @Scenario
    void aValidatorThatThrowsRefusesToo(Steps steps) {
        Schema broken = Schema.code(message -> {
            throw new IllegalStateException("thrown by a test");
        });
        steps.whenOpened(f -> declare(f, broken))
                .step("refuse", f -> {
                    assertThatThrownBy(() -> f.publish("a")).isInstanceOf(IllegalStateException.class);
                    assertThat(f.queue().publishAsync("a")).isCompletedExceptionally();
                })
                .step(
                        "nothing is stored",
                        f -> assertThat(f.queue().read(0, 10)).isEmpty());
    }
}
