package io.gortms.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.BreakerState;
import io.gortms.Broker;
import io.gortms.CircuitBreakerPolicy;
import io.gortms.ConsumerGroup;
import io.gortms.Delivery;
import io.gortms.Domain;
import io.gortms.ExpiryAction;
import io.gortms.ManualClock;
import io.gortms.Message;
import io.gortms.MessageQueue;
import io.gortms.OverflowPolicy;
import io.gortms.RetryPolicy;
import io.gortms.StartPosition;
import io.gortms.proof.harness.DirectoryImage;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What random sequences have once found, in its smallest form. */
@Timeout(60)
class FoundByModelTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @TempDir
    private Path directory;

    private final ManualClock clock = new ManualClock();

    @Test
    void aDelayedMessageExpiresByATtlThatTheQueueGetsLater() {
        try (Broker broker = open()) {
            Domain domain = broker.declareDomain("model");
            MessageQueue queue = domain.declareQueue("orders", options -> options.ttl(Duration.ZERO));
            ConsumerGroup group = queue.declareGroup("group");
            queue.publish("first");
            queue.publish(Message.of("delayed").deliverAfter(SECOND.multipliedBy(5)));
            clock.advance(SECOND.multipliedBy(8));
            domain.declareQueue("orders", options -> options.ttl(SECOND.multipliedBy(7)));
            clock.advance(Duration.ZERO);

            assertThat(group.position()).isEqualTo(1);
            assertThat(queue.declareGroup("late").position())
                    .as("a new group's")
                    .isEqualTo(1);
            clock.advance(SECOND.multipliedBy(5));
            assertThat(group.position()).isEqualTo(2);
        }
    }

    @Test
    void expiredMessagesGoToTheDeadLettersHoweverFewMayBeInFlight() {
        try (Broker broker = open()) {
            Domain domain = broker.declareDomain("model");
            MessageQueue queue = domain.declareQueue(
                    "orders",
                    options ->
                            options.ttl(SECOND).expiry(ExpiryAction.DEAD_LETTER).maxInFlight(1));
            ConsumerGroup group = queue.declareGroup("group");
            queue.publish("first");
            queue.publish("second");
            queue.publish("third");
            assertThat(group.poll(1, Duration.ZERO)).hasSize(1);
            clock.advance(SECOND);

            assertThat(domain.queue("orders.dlq").read(0, 10)).hasSize(2);
            assertThat(group.lag()).isEqualTo(1);
        }
    }

    @Test
    void aBreakerWhosePolicyIsTakenAwayIsClosedAtOnce() {
        try (Broker broker = open()) {
            Domain domain = broker.declareDomain("model");
            MessageQueue queue = domain.declareQueue(
                    "orders",
                    options -> options.circuitBreaker(
                            CircuitBreakerPolicy.defaults().minimumRequests(1)));
            ConsumerGroup group = queue.declareGroup("group");
            queue.publish("first");
            group.poll(1, Duration.ZERO).get(0).nack();
            assertThat(group.stats().breaker()).isEqualTo(BreakerState.OPEN);
            domain.declareQueue("orders", options -> {});

            assertThat(group.stats().breaker()).isEqualTo(BreakerState.CLOSED);
        }
    }

    @Test
    void aFailedMessageThatExpiresInHandIsDeadLetteredAfterARestart() {
        try (Broker broker = open()) {
            MessageQueue queue = broker.declareDomain("model")
                    .declareQueue("orders", options -> options.retry(RetryPolicy.fixed(Duration.ZERO)));
            ConsumerGroup group = queue.declareGroup("group");
            queue.publish(Message.of("first").ttl(SECOND));
            group.poll(1, Duration.ZERO).get(0).nack();
            assertThat(group.poll(1, Duration.ZERO)).hasSize(1);
            clock.advance(SECOND);
        }
        try (Broker broker = open()) {
            ConsumerGroup group = broker.domain("model").queue("orders").group("group");
            assertThat(group.lag()).isEqualTo(1);
            clock.advance(Duration.ZERO);

            assertThat(group.lag()).isZero();
            assertThat(broker.domain("model").queue("orders.dlq").read(0, 10)).hasSize(1);
        }
    }

    @Test
    void whatHasExpiredIsNoLagOfAGroupThatIsMovedToIt() {
        try (Broker broker = open()) {
            MessageQueue queue = broker.declareDomain("model").declareQueue("orders", options -> options.ttl(SECOND));
            ConsumerGroup group = queue.declareGroup("group");
            queue.publish(Message.of("delayed").deliverAfter(SECOND.multipliedBy(5)));
            queue.publish("plain");
            clock.advance(SECOND);
            assertThat(group.lag()).isEqualTo(1);
            group.seek(StartPosition.earliest());
            ConsumerGroup late = queue.declareGroup("late");
            clock.advance(Duration.ZERO);

            assertThat(group.lag()).isEqualTo(1);
            assertThat(late.lag()).isEqualTo(1);
        }
    }

    @Test
    void whatExpiresWhenItIsReleasedDoesNotExpireOnceMoreAfterADeath() throws Exception {
        Path image = directory.resolveSibling(directory.getFileName() + "-image");
        try (Broker broker = open()) {
            MessageQueue queue = broker.declareDomain("model").declareQueue("orders", options -> options.ttl(SECOND));
            ConsumerGroup group = queue.declareGroup("group");
            queue.publish("first");
            Delivery delivery = group.poll(1, Duration.ZERO).get(0);
            clock.advance(SECOND);
            delivery.release();
            assertThat(group.stats().expired()).isEqualTo(1);
            DirectoryImage.copy(directory, image);
        }
        try (Broker broker = Broker.builder().dataDirectory(image).clock(clock).build()) {
            ConsumerGroup group = broker.domain("model").queue("orders").group("group");
            assertThat(group.lag()).isZero();
            clock.advance(Duration.ZERO);
            assertThat(group.stats().expired()).isZero();
        }
    }

    @Test
    void aRedrivenMessageDoesNotExpireForAGroupThatItIsNotFor() {
        try (Broker broker = open()) {
            MessageQueue queue = broker.declareDomain("model")
                    .declareQueue("orders", options -> options.ttl(SECOND).expiry(ExpiryAction.DEAD_LETTER));
            ConsumerGroup group = queue.declareGroup("group");
            queue.publish("first");
            group.poll(1, Duration.ZERO).get(0).reject("bad");
            assertThat(queue.deadLetters().redrive(letter -> true).moved()).isEqualTo(1);
            ConsumerGroup late = queue.declareGroup("late", options -> options.startFrom(StartPosition.at(1)));
            clock.advance(SECOND);

            assertThat(late.stats().deadLettered()).as("of another group").isZero();
            assertThat(late.lag()).isZero();
            assertThat(queue.deadLetters().browse(10))
                    .extracting(letter -> letter.headers().get("gortms-dead-group"))
                    .containsExactly("group");
        }
    }

    @Test
    void whatHasExpiredInSomebodysHandsTakesNoRoomOnceTheGroupIsGone() {
        try (Broker broker = open()) {
            MessageQueue queue = broker.declareDomain("model")
                    .declareQueue("orders", options -> options.maxSize(1).overflow(OverflowPolicy.REJECT));
            ConsumerGroup group = queue.declareGroup("group");
            queue.publish(Message.of("first").ttl(SECOND));
            assertThat(group.poll(1, Duration.ZERO)).hasSize(1);
            clock.advance(SECOND);
            queue.deleteGroup("group");

            assertThat(queue.stats().messages()).as("what the statistics say").isZero();
            assertThat(queue.publish("second").position()).isEqualTo(1);
        }
    }

    @Test
    void whatHasExpiredInSomebodysHandsIsNoLagOnceTheGroupIsMovedBack() {
        try (Broker broker = open()) {
            MessageQueue queue = broker.declareDomain("model").declareQueue("orders");
            ConsumerGroup group = queue.declareGroup("group");
            queue.publish("first");
            queue.publish(Message.of("second").ttl(SECOND));
            assertThat(group.poll(2, Duration.ZERO)).hasSize(2);
            clock.advance(SECOND);
            assertThat(group.lag()).isEqualTo(2);
            group.seek(StartPosition.earliest());
            clock.advance(Duration.ZERO);

            assertThat(group.lag()).isEqualTo(1);
        }
    }

    private Broker open() {
        return Broker.builder().dataDirectory(directory).clock(clock).build();
    }
}
