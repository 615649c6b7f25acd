package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gortms.BrokerEvent;
import io.gortms.IncompleteDeclarationException;
import io.gortms.Message;
import io.gortms.MessagePredicate;
import io.gortms.Predicates;
import io.gortms.PublishReceipt;
import io.gortms.QueueNotFoundException;
import io.gortms.Route;
import io.gortms.RouteNotFoundException;
import io.gortms.RoutingExplanation;
import io.gortms.StoredMessage;
import io.gortms.contract.harness.Fixture;
import io.gortms.contract.harness.Scenario;
import io.gortms.contract.harness.Steps;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Rules that copy what is published to other queues. */
class RoutingContractTest {

    private static final MessagePredicate LARGE = Predicates.gt("amount", 1000);

    @Scenario
    void aCopyGoesToEachDestinationThatMatches(Steps steps) {
        steps.whenOpened(f -> f.declareQueues("large", "all"))
                .step("rules", f -> {
                    f.domain().route("orders").to("large").when(LARGE);
                    f.domain().route("orders").to("all");
                })
                .step("publish", f -> {
                    assertThat(amount(f, 5).position()).isZero();
                    assertThat(amount(f, 5000).position()).isEqualTo(1);
                })
                .step("the queue and its copies", f -> {
                    assertThat(f.texts("orders")).containsExactly("{\"amount\":5}", "{\"amount\":5000}");
                    assertThat(f.texts("large")).containsExactly("{\"amount\":5000}");
                    assertThat(f.texts("all")).containsExactly("{\"amount\":5}", "{\"amount\":5000}");
                });
    }

    @Scenario
    void aCopyKeepsIdKeyAndHeaders(Steps steps) {
        List<PublishReceipt> receipts = new ArrayList<>();
        steps.whenOpened(f -> f.declareQueues("copies"))
                .step("publish", f -> {
                    f.queue().publish("first");
                    f.domain().route("orders").to("copies");
                    receipts.add(f.queue()
                            .publish(Message.text("a").id("id-1").key("k").header("h", "v")));
                    receipts.add(f.queue().publish(Message.text("b").key("k")));
                })
                .step("the same at both places", f -> {
                    assertThat(receipts).extracting(PublishReceipt::position).containsExactly(1L, 2L);
                    assertThat(receipts.get(0).messageId()).isEqualTo("id-1");
                    assertThat(f.domain().queue("copies").read(0, 10))
                            .extracting(StoredMessage::messageId)
                            .containsExactly(
                                    receipts.get(0).messageId(), receipts.get(1).messageId());
                    List<StoredMessage> originals = f.queue().read(1, 10);
                    List<StoredMessage> copies = f.domain().queue("copies").read(0, 10);
                    for (int i = 0; i < 2; i++) {
                        assertThat(copies.get(i).messageId())
                                .isEqualTo(originals.get(i).messageId());
                        assertThat(copies.get(i).key()).isEqualTo("k");
                        assertThat(copies.get(i).headers())
                                .isEqualTo(originals.get(i).headers());
                        assertThat(copies.get(i).position()).isEqualTo(i);
                    }
                });
    }

    @Scenario
    void aRuleIsNarrowedAndRemovedAtOnce(Steps steps) {
        steps.whenOpened(f -> f.declareQueues("copies"))
                .step("all", f -> {
                    f.domain().route("orders").to("copies");
                    amount(f, 1);
                })
                .step("large ones", f -> {
                    Route route = f.domain().routes().get(0);
                    assertThat(route.condition()).isEqualTo("always");
                    assertThat(route.when(LARGE).condition()).contains("\"gt\"");
                    amount(f, 2);
                    amount(f, 2000);
                })
                .step("registered again it is as it was", f -> {
                    f.domain().route("orders").to("copies");
                    amount(f, 3);
                })
                .step("none", f -> {
                    f.domain().unroute("orders", "copies");
                    amount(f, 4000);
                    assertThat(f.domain().routes()).isEmpty();
                    assertThatThrownBy(() -> f.domain().unroute("orders", "copies"))
                            .isInstanceOf(RouteNotFoundException.class)
                            .hasMessageContaining("orders")
                            .hasMessageContaining("copies");
                })
                .step(
                        "what was copied",
                        f -> assertThat(f.texts("copies")).containsExactly("{\"amount\":1}", "{\"amount\":2000}"));
    }

    @Scenario
    void copiesGoOnByTheRulesOfTheirQueueAndNeverInCircles(Steps steps) {
        steps.whenOpened(f -> f.declareQueues("b", "c"))
                .step("a circle", f -> {
                    f.domain().route("orders").to("b");
                    f.domain().route("b").to("c");
                    f.domain().route("c").to("orders");
                    f.domain().route("c").to("b");
                    f.publish("x");
                })
                .step(
                        "each has it once",
                        f -> Stream.of("orders", "b", "c")
                                .forEach(queue -> assertThat(f.texts(queue)).containsExactly("x")))
                .step("from the middle", f -> {
                    f.domain().queue("b").publish(Message.text("y"));
                    Stream.of("orders", "b", "c")
                            .forEach(queue -> assertThat(f.texts(queue)).containsExactly("x", "y"));
                });
    }

    @Scenario
    void publishAllCopiesEachByItself(Steps steps) {
        steps.whenOpened(f -> f.declareQueues("large", "all"))
                .step("publish", f -> {
                    f.domain().route("orders").to("large").when(LARGE);
                    f.domain().route("large").to("all");
                    List<PublishReceipt> receipts = f.queue()
                            .publishAll(List.of(
                                    Message.json("{\"amount\":1}"),
                                    Message.json("{\"amount\":1001}"),
                                    Message.json("{\"amount\":1002}")));
                    assertThat(receipts).extracting(PublishReceipt::position).containsExactly(0L, 1L, 2L);
                    assertThat(f.queue()
                                    .publishAsync(Message.json("{\"amount\":1003}"))
                                    .join()
                                    .position())
                            .isEqualTo(3);
                })
                .step("copies", f -> {
                    assertThat(f.texts("large"))
                            .containsExactly("{\"amount\":1001}", "{\"amount\":1002}", "{\"amount\":1003}");
                    assertThat(f.texts("all")).isEqualTo(f.texts("large"));
                    assertThat(f.domain().queue("large").read(0, 10))
                            .extracting(StoredMessage::messageId)
                            .isEqualTo(f.queue().read(1, 10).stream()
                                    .map(StoredMessage::messageId)
                                    .toList());
                });
    }

    @Scenario(on = Scenario.Kind.DURABLE)
    void aConditionInCodeHasToBeGivenAgainAfterARestart(Steps steps) {
        steps.whenOpened(f -> f.declareQueues("copies"))
                .step("in code", f -> {
                    f.domain().route("orders").to("copies").when(message -> message.key() != null);
                    f.queue().publish(Message.text("a").key("k"));
                    f.publish("b");
                    assertThat(f.domain().routes().get(0).condition()).isEqualTo("code");
                })
                .step("opened again", f -> {
                    f.restart();
                    assertThatThrownBy(() -> f.publish("c"))
                            .isInstanceOf(IncompleteDeclarationException.class)
                            .hasMessageContaining("shop.orders")
                            .hasMessageContaining("'copies'");
                    assertThatThrownBy(() -> f.domain().explainRouting("orders", "c"))
                            .isInstanceOf(IncompleteDeclarationException.class);
                    f.domain().queue("copies").publish(Message.text("not routed"));
                    f.domain().route("orders").to("copies").when(message -> message.key() == null);
                    f.publish("d");
                    assertThat(f.texts("orders")).containsExactly("a", "b", "d");
                    assertThat(f.texts("copies")).containsExactly("a", "not routed", "d");
                });
    }

    @Scenario
    void rulesGoWithTheirQueues(Steps steps) {
        steps.whenOpened(f -> f.declareQueues("b", "c"))
                .step("rules", f -> {
                    f.domain().route("orders").to("b");
                    f.domain().route("b").to("c");
                    f.domain().route("orders").to("c");
                })
                .step("delete one", f -> f.domain().deleteQueue("b"))
                .step("the other rule is left", f -> {
                    assertThat(f.domain().routes()).extracting(Route::to).containsExactly("c");
                    f.publish("x");
                    assertThat(f.texts("c")).containsExactly("x");
                })
                .step("declared again it is not routed to", f -> {
                    f.declareQueue("b", queue -> {});
                    f.publish("y");
                    assertThat(f.texts("b")).isEmpty();
                    assertThatThrownBy(() -> f.domain().unroute("orders", "b"))
                            .isInstanceOf(RouteNotFoundException.class);
                });
    }

    @Scenario(restarts = false)
    void eventsTellOfRules(Steps steps) {
        steps.whenOpened(f -> f.declareQueues("b", "c")).step("make and remove", f -> {
            f.domain().route("orders").to("b");
            f.domain().route("orders").to("b").when(LARGE);
            f.domain().route("b").to("c");
            f.domain().unroute("orders", "b");
            f.domain().deleteQueue("c");
            assertThat(f.broker().events())
                    .filteredOn(event ->
                            event instanceof BrokerEvent.RouteCreated || event instanceof BrokerEvent.RouteDeleted)
                    .extracting(RoutingContractTest::told)
                    .containsExactly(
                            "created shop.orders b", "created shop.b c", "deleted shop.orders b", "deleted shop.b c");
        });
    }

    @Scenario
    void whatMakesNoSenseIsRefused(Steps steps) {
        steps.step("refused", f -> {
            assertThatThrownBy(() -> f.domain().route("order")).isInstanceOf(QueueNotFoundException.class);
            assertThatThrownBy(() -> f.domain().route("orders").to("nowhere"))
                    .isInstanceOf(QueueNotFoundException.class);
            assertThatThrownBy(() -> f.domain().route("orders").to("orders"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("itself");
            f.publish("a");
            f.take().reject("no");
            f.awaitDeadLetters("a");
            assertThatThrownBy(() -> f.domain().route("orders").to("orders.dlq"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("dead-letter");
            assertThatThrownBy(() -> f.domain().route("orders.dlq")).isInstanceOf(IllegalArgumentException.class);
        });
    }

    @Scenario
    void theExplanationIsWhatHappens(Steps steps) {
        steps.whenOpened(f -> f.declareQueues("large", "audit", "never"))
                .step("rules", f -> {
                    f.domain().route("orders").to("large").when(LARGE);
                    f.domain().route("orders").to("never").when(Predicates.exists("nothing"));
                    f.domain().route("large").to("audit");
                    f.domain().route("audit").to("orders");
                })
                .step("explain", f -> {
                    Message large = Message.json("{\"amount\":1001}");
                    RoutingExplanation explained = f.domain().explainRouting("orders", large);
                    assertThat(explained.queue()).isEqualTo("orders");
                    assertThat(explained.copies()).containsExactly("large", "audit");
                    assertThat(explained.rules())
                            .extracting(
                                    rule -> rule.from() + ">" + rule.to() + " " + rule.matches() + " " + rule.copies())
                            .containsExactly(
                                    "orders>large true true",
                                    "orders>never false false",
                                    "large>audit true true",
                                    "audit>orders true false");
                    assertThat(f.texts("orders")).isEmpty();
                    assertThat(f.domain()
                                    .explainRouting("orders", Message.json("{\"amount\":1}"))
                                    .copies())
                            .isEmpty();
                });
    }

    private static PublishReceipt amount(Fixture f, int amount) {
        return f.queue().publish(Message.json("{\"amount\":" + amount + "}"));
    }

    private static String told(BrokerEvent event) {
        return event instanceof BrokerEvent.RouteCreated created
                ? "created " + created.resource() + " " + created.destination()
                : "deleted " + event.resource() + " " + ((BrokerEvent.RouteDeleted) event).destination();
    }
}
