package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.gortms.Message;
import io.gortms.contract.harness.Await;
import io.gortms.contract.harness.Scenario;
import io.gortms.contract.harness.Steps;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Handlers that get payloads instead of bytes. */
class TypedHandlerContractTest {

    @Scenario
    void aPayloadIsReadAsTheType(Steps steps) {
        List<Order> handled = new CopyOnWriteArrayList<>();
        steps.whenOpened(f -> f.group().subscribe(Order.class, order -> handled.add(order)))
                .step("publish", f -> {
                    f.queue().publish(new Order("o-1", 99.99));
                    f.queue().publish(Message.json("{\"amount\":1,\"id\":\"o-2\"}"));
                    f.awaitSettled();
                })
                .step(
                        "both were handled",
                        f -> assertThat(handled)
                                .containsExactlyInAnyOrder(new Order("o-1", 99.99), new Order("o-2", 1)));
    }

    @Scenario
    void theDeliveryStandsBesideIt(Steps steps) {
        List<String> handled = new CopyOnWriteArrayList<>();
        steps.whenOpened(f -> f.group()
                        .subscribe(
                                Order.class,
                                options -> options.workerCount(1),
                                (order, delivery) -> handled.add(
                                        order.id() + " at " + delivery.position() + " of " + delivery.key())))
                .step("publish", f -> {
                    f.queue().publish(Message.of(new Order("o-1", 1)).key("k"));
                    f.queue().publish(new Order("o-2", 2));
                    f.awaitSettled();
                })
                .step(
                        "both were handled",
                        f -> assertThat(handled).containsExactly("o-1 at 0 of k", "o-2 at 1 of null"));
    }

    @Scenario
    void anUnreadablePayloadIsRejected(Steps steps) {
        List<String> handled = new CopyOnWriteArrayList<>();
        steps.whenOpened(f -> f.group()
                        .subscribe(Order.class, options -> options.workerCount(1), order -> handled.add(order.id())))
                .step("publish bad and good", f -> {
                    f.publish("no json");
                    f.queue().publish(new Order("o-1", 1));
                    f.queue().publish(Message.json("[1, 2]"));
                    f.queue().publish(Message.json("{\"id\":\"o-x\",\"amount\":\"many\"}"));
                    f.queue().publish(new Order("o-2", 2));
                    f.awaitSettled();
                })
                .step("the good were handled", f -> assertThat(handled).containsExactly("o-1", "o-2"))
                .step("the bad are dead letters that say so", f -> {
                    assertThat(f.deadLetters())
                            .containsExactly("no json", "[1, 2]", "{\"id\":\"o-x\",\"amount\":\"many\"}");
                    assertThat(f.deadLetterQueue().read(0, 10))
                            .allSatisfy(letter -> assertThat(letter.headers())
                                    .containsEntry("gortms-dead-reason", "unreadable")
                                    .containsEntry("gortms-dead-attempts", "1"));
                });
    }

    @Scenario
    void aDeserialiserThatThrowsMakesItUnreadable(Steps steps) {
        steps.whenOpened(f -> f.group().subscribe(Picky.class, picky -> {}))
                .step("publish", f -> {
                    f.queue().publish(Map.of("id", "o-1"));
                    f.awaitSettled();
                })
                .step(
                        "the letter says so",
                        f -> assertThat(f.deadLetterQueue().read(0, 1).get(0).headers())
                                .containsEntry("gortms-dead-reason", "unreadable"));
    }

    @JsonDeserialize(using = PickyDeserialiser.class)
    private static final class Picky {}

    private static final class PickyDeserialiser extends JsonDeserializer<Picky> {

        @Override
        public Picky deserialize(JsonParser parser, DeserializationContext context) {
            throw new IllegalArgumentException("thrown by a test");
        }
    }

    @Scenario
    void aFailureOfTheHandlerIsNoUnreadablePayload(Steps steps) {
        steps.whenOpened(f -> f.group().subscribe(Order.class, order -> {
                    throw new IllegalStateException("thrown by a test");
                }))
                .step("publish", f -> {
                    f.queue().publish(Map.of("id", "o-1", "amount", 1));
                    f.awaitSettled();
                })
                .step(
                        "the letter says what it was",
                        f -> assertThat(f.deadLetterQueue().read(0, 1).get(0).headers())
                                .doesNotContainEntry("gortms-dead-reason", "unreadable")
                                .hasEntrySatisfying(
                                        "gortms-dead-error",
                                        error -> assertThat(error).contains("thrown by a test")));
    }

    @Scenario
    void textAndBytesAreTypesToo(Steps steps) {
        List<String> texts = new CopyOnWriteArrayList<>();
        List<String> bytes = new CopyOnWriteArrayList<>();
        steps.whenOpened(f -> {
                    f.group().subscribe(String.class, options -> options.workerCount(1), text -> texts.add(text));
                    f.queue()
                            .declareGroup("others")
                            .subscribe(
                                    byte[].class,
                                    options -> options.workerCount(1),
                                    raw -> bytes.add(new String(raw, StandardCharsets.UTF_8)));
                })
                .step("publish text and a JSON string", f -> {
                    f.publish("text");
                    f.queue().publish("json");
                    f.awaitSettled();
                    assertThat(f.group("others").awaitSettled(Await.LIMIT)).isTrue();
                })
                .step("each as it is read", f -> {
                    assertThat(texts).containsExactly("text", "json");
                    assertThat(bytes).containsExactly("text", "\"json\"");
                });
    }
}
