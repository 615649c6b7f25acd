package io.gortms.examples;

import static io.gortms.junit.BrokerAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.Broker;
import io.gortms.BrokerEvent.MessageDeadLettered;
import io.gortms.ConsumerGroup;
import io.gortms.ManualClock;
import io.gortms.MessageQueue;
import io.gortms.RetryPolicy;
import io.gortms.examples.QuickStartMain.Order;
import io.gortms.junit.BrokerExtension;
import io.gortms.junit.EventRecorder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How an application tests what it does with its messages. */
class ShippingTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final List<Order> shipped = Collections.synchronizedList(new ArrayList<>());
    private volatile boolean warehouseOpen = true;
    private MessageQueue orders;
    private ConsumerGroup shipping;

    // tag::extension[]
    @RegisterExtension
    final BrokerExtension gortms =
            BrokerExtension.builder().manualClock().failOnUnsettledLeases().build();

    @BeforeEach
    void startShipping(Broker broker) {
        RetryPolicy onceMore = RetryPolicy.fixed(Duration.ofHours(1)).maxRetries(1);
        orders = broker.declareDomain("ecommerce").declareQueue("orders", queue -> queue.retry(onceMore));
        shipping = orders.declareGroup("shipping");
        shipping.subscribe(Order.class, order -> ship(order));
    }

    @Test
    void anOrderThatCannotBeShippedIsTriedAgainAnHourLater(ManualClock clock, EventRecorder events) {
        warehouseOpen = false;
        orders.publish(new Order("ord_12345", 99.99));
        assertThat(shipping).within(SOON).hasRetrying(1);

        clock.advance(Duration.ofHours(1));

        MessageDeadLettered givenUp = events.await(MessageDeadLettered.class);
        assertThat(givenUp.resource()).isEqualTo("ecommerce.orders/shipping");
        assertThat(orders).hasLag(0).hasDeadLetters(1);
    }
    // end::extension[]

    @Test
    void anOrderIsShippedAsSoonAsThereIsSomebody(Broker broker, ManualClock clock, EventRecorder events) {
        warehouseOpen = false;
        orders.publish(new Order("ord_12345", 99.99));
        assertThat(shipping).within(SOON).hasRetrying(1);
        warehouseOpen = true;

        clock.advance(Duration.ofHours(1));

        assertThat(shipping).within(SOON).hasLag(0).hasAcked(1);
        assertThat(shipped).containsExactly(new Order("ord_12345", 99.99));
        events.assertNone(broker, MessageDeadLettered.class);
    }

    private void ship(Order order) {
        if (!warehouseOpen) {
            throw new IllegalStateException("nobody is there");
        }
        shipped.add(order);
    }
}
