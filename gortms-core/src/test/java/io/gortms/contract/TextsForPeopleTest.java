package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gortms.Broker;
import io.gortms.BrokerClosedException;
import io.gortms.ConsumerGroup;
import io.gortms.Domain;
import io.gortms.InvalidPayloadException;
import io.gortms.Message;
import io.gortms.MessageQueue;
import io.gortms.MessageTooLargeException;
import io.gortms.OverflowPolicy;
import io.gortms.QueueFullException;
import io.gortms.QueueNotFoundException;
import io.gortms.Schema;
import io.gortms.SchemaViolationException;
import io.gortms.StartPosition;
import io.gortms.UnreadablePayloadException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people read: the advice of exceptions helps in the case at hand, and texts are on one line. */
class TextsForPeopleTest {

    private Broker broker;
    private Domain shop;
    private MessageQueue orders;

    private record Paid(Map<String, Instant> times) {}

    private record Order(String id) {}

    @BeforeEach
    void open() {
        broker = Broker.builder().inMemory().build();
        shop = broker.declareDomain("shop");
        orders = shop.declareQueue("orders", queue -> queue.maxSize(2).overflow(OverflowPolicy.REJECT));
    }

    @AfterEach
    void close() {
        broker.close();
    }

    @Test
    void whatLogsShowOfThingsIsReadable() {
        assertThat(shop).hasToString("domain shop");
        assertThat(orders.declareGroup("shipping")
                        .seek(StartPosition.earliest())
                        .toString())
                .contains("requested=earliest");
        assertThat(StartPosition.latest()).hasToString("latest");
        assertThat(Message.json("{\"pin\":1}").id("o-1").key("ann").header("h", "secret"))
                .hasToString("message of kind JSON, id o-1, key ann");
        assertThat(Message.of(1)).hasToString("message of kind OBJECT");
    }

    @Test
    void aFullQueueAdvisesToWaitForItsConsumers() {
        orders.declareGroup("shipping");
        orders.publishAll(List.of(1, 2));
        assertThatThrownBy(() -> orders.publish(3))
                .isInstanceOf(QueueFullException.class)
                .hasMessage(
                        "'shop.orders' is full: 2 messages wait, and maxSize is 2; nothing was stored; publish again"
                                + " when consumers have caught up, raise maxSize, or choose overflow(DROP_OLDEST)");
    }

    @Test
    void aFullQueueThatNobodyReadsSaysSo() {
        orders.publishAll(List.of(1, 2));
        assertThatThrownBy(() -> orders.publish(3))
                .isInstanceOf(QueueFullException.class)
                .hasMessageContaining("it has no group, so they stay until they expire: declare one")
                .hasMessageNotContaining("caught up");
    }

    @Test
    void moreThanEverFitsIsNotAdvisedToWait() {
        assertThatThrownBy(() -> orders.publishAll(List.of(1, 2, 3)))
                .isInstanceOfSatisfying(
                        QueueFullException.class,
                        full -> assertThat(full.size()).isZero())
                .hasMessage(
                        "'shop.orders' takes at most 2 messages (maxSize), which the 3 of one publishAll can never fit"
                                + " into; nothing was stored; publish fewer at once, or raise maxSize");
    }

    @Test
    void anObjectThatIsNoJsonIsNamedWithTheWayToItAndTheOptionThatHelps() {
        assertThatThrownBy(() -> orders.publish(new Paid(Map.of("at", Instant.EPOCH))))
                .isInstanceOf(InvalidPayloadException.class)
                .hasMessageContaining("Paid[\"times\"]")
                .hasMessageContaining("[\"at\"]")
                .hasMessageEndingWith(
                        "; nothing was stored; change the class, or open the broker with an objectMapper(…)"
                                + " that can write it");
    }

    @Test
    void textThatIsNoJsonIsAdvisedToBeText() {
        assertThatThrownBy(() -> orders.publish(Message.json("{\"a\":")))
                .isInstanceOf(InvalidPayloadException.class)
                .hasMessageContaining("at line 1, column 6")
                .hasMessageEndingWith(
                        "; nothing was stored; correct the text, or publish it by Message.text, which takes any");
    }

    @Test
    void anUnreadablePayloadSaysWhereOnOneLine() {
        orders.publish(Message.json("{\"id\":[1]}"));
        assertThatThrownBy(() -> orders.read(0, 1).get(0).payloadAs(Order.class))
                .isInstanceOf(UnreadablePayloadException.class)
                .hasMessageContaining("Order[\"id\"]")
                .hasMessageEndingWith("; ask for another type, or for the bytes by payload()")
                .message()
                .doesNotContain("\n", "REDACTED");
    }

    @Test
    void aDeadLetterQueueThatIsNotThereYetIsNotAdvisedToBeDeclared() {
        assertThatThrownBy(() -> shop.queue("orders.dlq"))
                .isInstanceOf(QueueNotFoundException.class)
                .hasMessageContaining("it is made with the first dead letter")
                .hasMessageNotContaining("declare it");
        assertThatThrownBy(() -> shop.queue("order"))
                .isInstanceOf(QueueNotFoundException.class)
                .hasMessageEndingWith("; declare it first");
    }

    @Test
    void whatIsTooLargeIsCounted() {
        assertThatThrownBy(() -> orders.publish(Message.of(1).header("h", "x".repeat(70_000))))
                .isInstanceOf(MessageTooLargeException.class)
                .hasMessageStartingWith(
                        "a message for 'shop.orders' has 70009 bytes of headers, more than the 65536 allowed");
    }

    @Test
    void aClosedBrokerSaysWhatWasNotRead() {
        ConsumerGroup shipping = orders.declareGroup("shipping");
        broker.close();
        assertThatThrownBy(broker::stats)
                .isInstanceOf(BrokerClosedException.class)
                .hasMessageContaining("its counters were not read");
        assertThatThrownBy(shipping::lag)
                .isInstanceOf(BrokerClosedException.class)
                .hasMessageContaining("its lag was not read");
        assertThatThrownBy(orders::options)
                .isInstanceOf(BrokerClosedException.class)
                .hasMessageContaining("its options were not read");
    }

    @Test
    void whatADocumentExpectsReadsAsASentence() {
        broker.declareDomain("shop", domain -> domain.schema(Schema.jsonSchema("""
                {"properties":{"id":{"pattern":"^ord_"},"amount":{"minimum":0},"state":{"enum":["new","paid"]}},
                 "additionalProperties":false}""")));
        assertThatThrownBy(() -> orders.publish(Map.of("id", "x", "amount", -1, "state", "old", "more", true)))
                .isInstanceOf(SchemaViolationException.class)
                .hasMessageContaining("'id': expected text that matches ^ord_, found \"x\"")
                .hasMessageContaining("'amount': expected a value that must have a minimum value of 0, found -1")
                .hasMessageContaining("'state': expected one of [\"new\", \"paid\"], found \"old\"")
                .hasMessageContaining("'more': expected no such field, found one");
    }

    @Test
    void aDocumentOfAnotherDraftIsToldWhichOneIsExpected() {
        assertThatThrownBy(() -> broker.declareDomain(
                        "shop",
                        domain -> domain.schema(Schema.jsonSchema(
                                "{\"$schema\":\"http://json-schema.org/draft-07/schema#\",\"type\":\"object\"}"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("; a document is of draft 2020-12, and refers to nothing outside itself");
    }
}
