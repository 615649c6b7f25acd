package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gortms.Delivery;
import io.gortms.Message;
import io.gortms.MessageTooLargeException;
import io.gortms.StoredMessage;
import io.gortms.contract.harness.Scenario;
import io.gortms.contract.harness.Steps;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Headers, ids and keys: kept as given, within their limits. */
class HeaderContractTest {

    private static final int LIMIT_BYTES = 64 * 1024;

    @Scenario
    void headersAreKeptInTheirOrder(Steps steps) {
        steps.step(
                        "publish",
                        f -> f.queue()
                                .publish(Message.text("a")
                                        .header("z", "1")
                                        .header("Ä b", "\uD83D\uDE80\n")
                                        .headers(new TreeMap<>(Map.of("empty", "", "a", "old")))
                                        .header("a", "new")))
                .step(
                        "read",
                        f -> assertThat(f.queue().read(0, 1).get(0).headers())
                                .containsExactly(
                                        Map.entry("z", "1"),
                                        Map.entry("Ä b", "\uD83D\uDE80\n"),
                                        Map.entry("a", "new"),
                                        Map.entry("empty", "")))
                .step("they cannot be changed", f -> {
                    Map<String, String> headers = f.queue().read(0, 1).get(0).headers();
                    assertThatThrownBy(() -> headers.put("x", "y")).isInstanceOf(UnsupportedOperationException.class);
                });
    }

    @Scenario
    void aMessageWithoutHasNone(Steps steps) {
        steps.step("publish", f -> f.publish("a")).step("deliver", f -> {
            Delivery delivery = f.take();
            assertThat(delivery.headers()).isEmpty();
            assertThat(delivery.key()).isNull();
            delivery.ack();
        });
    }

    @Scenario
    void idAndKeyAreKept(Steps steps) {
        String longest = "ü".repeat(255);
        steps.step(
                        "publish",
                        f -> f.queue().publish(Message.text("a").id(longest).key(longest)))
                .step("deliver", f -> {
                    Delivery delivery = f.take();
                    assertThat(delivery.messageId()).isEqualTo(longest);
                    assertThat(delivery.key()).isEqualTo(longest);
                    delivery.ack();
                })
                .step("an id may be used again", f -> {
                    f.queue().publish(Message.text("b").id(longest));
                    f.expect("b");
                });
    }

    @Scenario
    void idsAndKeysHaveALength(Steps steps) {
        Message message = Message.text("a");
        steps.step("refuse", f -> {
            for (String wrong : List.of("", "x".repeat(256))) {
                assertThatThrownBy(() -> message.id(wrong)).isInstanceOf(IllegalArgumentException.class);
                assertThatThrownBy(() -> message.key(wrong)).isInstanceOf(IllegalArgumentException.class);
            }
            assertThatThrownBy(() -> message.id(null)).isInstanceOf(NullPointerException.class);
            assertThatThrownBy(() -> message.key(null)).isInstanceOf(NullPointerException.class);
        });
    }

    @Scenario
    void ourOwnPrefixIsRefused(Steps steps) {
        Message message = Message.text("a");
        steps.step("refuse", f -> {
                    for (String name : List.of("gortms-", "gortms-group", "Gortms-X", "GORTMS-dead-reason")) {
                        assertThatThrownBy(() -> message.header(name, "x"))
                                .as(name)
                                .isInstanceOf(IllegalArgumentException.class)
                                .hasMessageContaining(name);
                    }
                })
                .step("others that look like it are taken", f -> {
                    f.queue().publish(message.header("gortms", "1").header("x-gortms-group", "2"));
                    assertThat(f.queue().read(0, 1).get(0).headers()).hasSize(2);
                });
    }

    @Scenario
    void headersTogetherHaveALimit(Steps steps) {
        steps.step(
                        "near the limit",
                        f -> f.queue()
                                .publish(Message.text("a")
                                        .header("first", "x".repeat(LIMIT_BYTES / 2 - 100))
                                        .header("second", "ü".repeat(LIMIT_BYTES / 4 - 100))))
                .step(
                        "beyond it",
                        f -> assertThatThrownBy(() -> f.queue()
                                        .publish(Message.text("b")
                                                .header("first", "x".repeat(LIMIT_BYTES / 2))
                                                .header("second", "ü".repeat(LIMIT_BYTES / 4))))
                                .isInstanceOfSatisfying(MessageTooLargeException.class, tooLarge -> {
                                    assertThat(tooLarge.queue()).isEqualTo("shop.orders");
                                    assertThat(tooLarge.limit()).isEqualTo(LIMIT_BYTES);
                                    assertThat(tooLarge.bytes()).isGreaterThan(LIMIT_BYTES);
                                }))
                .step("only the first was stored", f -> {
                    List<StoredMessage> stored = f.queue().read(0, 10);
                    assertThat(stored).hasSize(1);
                    assertThat(stored.get(0).headers().get("second")).isEqualTo("ü".repeat(LIMIT_BYTES / 4 - 100));
                });
    }

    @Scenario
    void aMessageIsNotChangedByItsSetters(Steps steps) {
        Message plain = Message.text("a");
        Message full = plain.id("my-own").key("k").header("h", "v");
        steps.step("publish the first", f -> f.queue().publish(plain)).step("it has nothing of the other", f -> {
            StoredMessage stored = f.queue().read(0, 1).get(0);
            assertThat(stored.messageId()).isNotEqualTo(full.id());
            assertThat(stored.key()).isNull();
            assertThat(stored.headers()).isEmpty();
        });
    }
}
