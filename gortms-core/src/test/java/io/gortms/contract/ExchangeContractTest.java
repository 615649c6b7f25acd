package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gortms.Binding;
import io.gortms.BrokerEvent;
import io.gortms.ConfigurationConflictException;
import io.gortms.Exchange;
import io.gortms.ExchangeNotFoundException;
import io.gortms.ExchangeType;
import io.gortms.Message;
import io.gortms.MessageTooLargeException;
import io.gortms.OverflowPolicy;
import io.gortms.PublishReceipt;
import io.gortms.QueueFullException;
import io.gortms.QueueNotFoundException;
import io.gortms.StoredMessage;
import io.gortms.UnroutableMessageException;
import io.gortms.contract.harness.Fixture;
import io.gortms.contract.harness.Scenario;
import io.gortms.contract.harness.Steps;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

/** Exchanges, as AMQP users know them. */
class ExchangeContractTest {

    @Scenario
    void aTopicExchangeGoesByPatterns(Steps steps) {
        steps.whenOpened(f -> f.declareQueues("created", "everything"))
                .step(
                        "bind",
                        f -> f.domain()
                                .declareExchange("events", ExchangeType.TOPIC)
                                .bind("order.*", "orders")
                                .bind("*.created", "created")
                                .bind("#", "everything"))
                .step("publish", f -> {
                    assertThat(published(f, "events", "order.created", "a"))
                            .containsOnlyKeys("orders", "created", "everything");
                    assertThat(published(f, "events", "order.deleted", "b")).containsOnlyKeys("orders", "everything");
                    assertThat(published(f, "events", "", "c")).containsOnlyKeys("everything");
                })
                .step("what each has got", f -> {
                    assertThat(f.texts("orders")).containsExactly("a", "b");
                    assertThat(f.texts("created")).containsExactly("a");
                    assertThat(f.texts("everything")).containsExactly("a", "b", "c");
                });
    }

    @Scenario
    void aDirectExchangeGoesByTheKey(Steps steps) {
        steps.whenOpened(f -> f.declareQueues("b"))
                .step(
                        "bind",
                        f -> f.domain()
                                .declareExchange("direct", ExchangeType.DIRECT)
                                .bind("one", "orders")
                                .bind("two", "orders")
                                .bind("two", "b")
                                .bind("*", "b"))
                .step("publish", f -> {
                    assertThat(published(f, "direct", "one", "1")).containsOnlyKeys("orders");
                    assertThat(published(f, "direct", "two", "2")).containsOnlyKeys("b", "orders");
                })
                .step("unbind", f -> {
                    f.domain().exchange("direct").unbind("two", "orders");
                    assertThat(published(f, "direct", "two", "3")).containsOnlyKeys("b");
                    assertThat(f.texts("orders")).containsExactly("1", "2");
                    assertThat(f.texts("b")).containsExactly("2", "3");
                });
    }

    @Scenario
    void aFanoutExchangeGoesToAllAndToEachOnce(Steps steps) {
        steps.whenOpened(f -> f.declareQueues("b"))
                .step(
                        "bind",
                        f -> f.domain()
                                .declareExchange("all", ExchangeType.FANOUT)
                                .bind("x", "orders")
                                .bind("y", "orders")
                                .bind("", "b"))
                .step("publish", f -> {
                    Map<String, PublishReceipt> receipts = published(f, "all", "whatever", "a");
                    assertThat(receipts).containsOnlyKeys("b", "orders");
                    assertThat(f.texts("orders")).containsExactly("a");
                    assertThat(f.queue().read(0, 1).get(0).messageId())
                            .isEqualTo(receipts.get("orders").messageId())
                            .isEqualTo(receipts.get("b").messageId());
                    assertThat(f.domain().exchange("all").bindings())
                            .extracting(Binding::queue)
                            .containsExactly("orders", "b");
                });
    }

    @Scenario
    void aHeadersExchangeGoesByHeaders(Steps steps) {
        steps.whenOpened(f -> f.declareQueues("any"))
                .step(
                        "bind",
                        f -> f.domain()
                                .declareExchange("headers", ExchangeType.HEADERS)
                                .bindAll(Map.of("kind", "order", "country", "de"), "orders")
                                .bindAny(Map.of("kind", "order", "country", "de"), "any"))
                .step("publish", f -> {
                    Message plain = Message.text("a");
                    Exchange headers = f.domain().exchange("headers");
                    assertThat(f.domain()
                                    .publish(
                                            headers.name(),
                                            "ignored",
                                            plain.header("kind", "order").header("country", "de")))
                            .containsOnlyKeys("any", "orders");
                    assertThat(f.domain()
                                    .publish(
                                            "headers",
                                            "",
                                            plain.header("kind", "order").header("country", "at")))
                            .containsOnlyKeys("any");
                    assertThatThrownBy(() -> f.domain().publish("headers", "", plain.header("kind", "bill")))
                            .isInstanceOf(UnroutableMessageException.class);
                    assertThatThrownBy(() -> headers.bind("key", "orders"))
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessageContaining("bindAll");
                    assertThatThrownBy(() -> headers.bindAll(Map.of(), "orders"))
                            .isInstanceOf(IllegalArgumentException.class);
                })
                .step("unbind", f -> {
                    f.domain().exchange("headers").unbind("", "any");
                    assertThat(f.domain().exchange("headers").bindings())
                            .extracting(Binding::queue)
                            .containsExactly("orders");
                });
    }

    @Scenario
    void theDefaultExchangeTakesTheKeyForAQueue(Steps steps) {
        steps.step("publish", f -> {
            assertThat(published(f, "", "orders", "a")).containsOnlyKeys("orders");
            assertThat(f.texts("orders")).containsExactly("a");
            assertThatThrownBy(() -> f.domain().publish("", "nowhere", "x"))
                    .isInstanceOf(UnroutableMessageException.class)
                    .hasMessageContaining("nowhere");
        });
    }

    @Scenario
    void whatMatchesNothingIsRefused(Steps steps) {
        steps.whenOpened(f -> f.declareQueues("b"))
                .step(
                        "declare",
                        f -> f.domain()
                                .declareExchange("events", ExchangeType.TOPIC)
                                .bind("a.*", "orders"))
                .step("refused", f -> {
                    assertThatThrownBy(() -> f.domain().publish("events", "b.c", "x"))
                            .isInstanceOf(UnroutableMessageException.class)
                            .hasMessageContaining("events")
                            .hasMessageContaining("b.c");
                    assertThatThrownBy(() -> f.domain().publish("event", "a.b", "x"))
                            .isInstanceOf(ExchangeNotFoundException.class)
                            .hasMessageContaining("events");
                    assertThatThrownBy(() -> f.domain().declareExchange("events", ExchangeType.DIRECT))
                            .isInstanceOf(ConfigurationConflictException.class)
                            .hasMessageContaining("TOPIC")
                            .hasMessageContaining("DIRECT");
                    assertThatThrownBy(() -> f.domain().declareExchange("Events", ExchangeType.TOPIC))
                            .isInstanceOf(IllegalArgumentException.class);
                    assertThatThrownBy(() -> f.domain().declareExchange("a.b", ExchangeType.TOPIC))
                            .isInstanceOf(IllegalArgumentException.class);
                    Exchange events = f.domain().declareExchange("events", ExchangeType.TOPIC);
                    assertThat(events.bindings()).hasSize(1);
                    assertThatThrownBy(() -> events.bind("x", "nowhere")).isInstanceOf(QueueNotFoundException.class);
                    assertThatThrownBy(() -> events.bind("x".repeat(256), "orders"))
                            .isInstanceOf(IllegalArgumentException.class);
                    assertThatThrownBy(() -> events.bindAll(Map.of("a", "b"), "orders"))
                            .isInstanceOf(IllegalArgumentException.class);
                    assertThat(f.texts("orders")).isEmpty();
                });
    }

    @Scenario
    void toAllOrToNone(Steps steps) {
        steps.whenOpened(f -> {
            f.declareQueue("full", queue -> queue.maxSize(1).overflow(OverflowPolicy.REJECT));
            f.declareQueue("small", queue -> queue.maxMessageBytes(5));
        });
        steps.step(
                        "bind",
                        f -> f.domain()
                                .declareExchange("all", ExchangeType.FANOUT)
                                .bind("", "orders")
                                .bind("", "full")
                                .bind("", "small"))
                .step("publish", f -> published(f, "all", "", "a"))
                .step("refused", f -> {
                    assertThatThrownBy(() -> published(f, "all", "", "b")).isInstanceOf(QueueFullException.class);
                    assertThatThrownBy(() -> published(f, "all", "", "more than five"))
                            .isInstanceOf(MessageTooLargeException.class)
                            .hasMessageContaining("shop.small");
                })
                .step(
                        "nothing is stored",
                        f -> Stream.of("orders", "full", "small")
                                .forEach(queue -> assertThat(f.texts(queue)).containsExactly("a")));
    }

    @Scenario
    void messagesGoOnByTheRulesOfTheirQueues(Steps steps) {
        steps.whenOpened(f -> f.declareQueues("b", "audit"))
                .step("declare", f -> {
                    f.domain()
                            .declareExchange("all", ExchangeType.FANOUT)
                            .bind("", "orders")
                            .bind("", "b");
                    f.domain().route("orders").to("b");
                    f.domain().route("orders").to("audit");
                    f.domain().route("b").to("audit");
                })
                .step("publish", f -> {
                    assertThat(published(f, "all", "", "a")).containsOnlyKeys("b", "orders");
                    Stream.of("orders", "b", "audit")
                            .forEach(queue -> assertThat(f.texts(queue)).containsExactly("a"));
                    assertThat(f.domain().queue("audit").read(0, 1))
                            .extracting(StoredMessage::messageId)
                            .containsExactly(f.queue().read(0, 1).get(0).messageId());
                });
    }

    @Scenario
    void anIdThatOneQueueKnowsIsNewToTheOthers(Steps steps) {
        steps.queue(queue -> queue.deduplication(Duration.ofMinutes(5)));
        steps.whenOpened(f -> f.declareQueues("b", "audit"))
                .step("publish to one", f -> {
                    f.domain()
                            .declareExchange("all", ExchangeType.FANOUT)
                            .bind("", "orders")
                            .bind("", "b");
                    f.queue().publish(Message.text("a").id("id-1"));
                    f.domain().route("orders").to("audit");
                })
                .step("publish to both", f -> {
                    Map<String, PublishReceipt> receipts =
                            f.domain().publish("all", "", Message.text("b").id("id-1"));
                    assertThat(receipts.get("orders").duplicate()).isTrue();
                    assertThat(receipts.get("b").duplicate()).isFalse();
                    assertThat(f.texts("orders")).containsExactly("a");
                    assertThat(f.texts("b")).containsExactly("b");
                });
    }

    @Scenario
    void bindingsGoWithTheirQueuesAndWithTheExchange(Steps steps) {
        steps.whenOpened(f -> f.declareQueues("b"))
                .step(
                        "bind",
                        f -> f.domain()
                                .declareExchange("all", ExchangeType.FANOUT)
                                .bind("", "orders")
                                .bind("", "b"))
                .step("delete a queue", f -> {
                    f.domain().deleteQueue("b");
                    assertThat(f.domain().exchange("all").bindings()).hasSize(1);
                    assertThat(published(f, "all", "", "a")).containsOnlyKeys("orders");
                })
                .step("delete the exchange", f -> {
                    Exchange all = f.domain().exchange("all");
                    f.domain().deleteExchange("all");
                    assertThat(f.domain().exchanges()).isEmpty();
                    assertThatThrownBy(() -> published(f, "all", "", "b"))
                            .isInstanceOf(ExchangeNotFoundException.class);
                    assertThatThrownBy(() -> all.bind("", "orders")).isInstanceOf(ExchangeNotFoundException.class);
                    assertThatThrownBy(() -> f.domain().deleteExchange("all"))
                            .isInstanceOf(ExchangeNotFoundException.class);
                })
                .step("declared again it is empty", f -> {
                    f.domain().declareExchange("all", ExchangeType.DIRECT);
                    assertThat(f.domain().exchanges())
                            .extracting(Exchange::name, Exchange::type)
                            .containsExactly(org.assertj.core.groups.Tuple.tuple("all", ExchangeType.DIRECT));
                    assertThat(f.domain().exchange("all").bindings()).isEmpty();
                });
    }

    @Scenario(restarts = false)
    void eventsTellOfExchanges(Steps steps) {
        steps.whenOpened(f -> f.declareQueues("b")).step("declare and delete", f -> {
            Exchange all = f.domain().declareExchange("all", ExchangeType.FANOUT);
            all.bind("", "orders").bind("", "orders").bind("", "b");
            all.unbind("", "orders");
            f.domain().deleteQueue("b");
            f.domain().deleteExchange("all");
            assertThat(f.broker().events())
                    .filteredOn(event -> event instanceof BrokerEvent.ExchangeCreated
                            || event instanceof BrokerEvent.ExchangeDeleted
                            || event instanceof BrokerEvent.QueueBound
                            || event instanceof BrokerEvent.QueueUnbound)
                    .extracting(event -> event.getClass().getSimpleName())
                    .containsExactly(
                            "ExchangeCreated",
                            "QueueBound",
                            "QueueBound",
                            "QueueUnbound",
                            "QueueUnbound",
                            "ExchangeDeleted");
        });
    }

    private static Map<String, PublishReceipt> published(Fixture f, String exchange, String key, String text) {
        return f.domain().publish(exchange, key, Message.text(text));
    }
}
