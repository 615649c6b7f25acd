package io.gortms.junit;

import static io.gortms.junit.BrokerAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gortms.BreakerState;
import io.gortms.Broker;
import io.gortms.ConsumerGroup;
import io.gortms.Delivery;
import io.gortms.ManualClock;
import io.gortms.Message;
import io.gortms.MessageQueue;
import io.gortms.PublishReceipt;
import io.gortms.RetryPolicy;
import io.gortms.StoredMessage;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Each assertion once true and once false. */
@Timeout(60)
class BrokerAssertionsTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    @RegisterExtension
    final BrokerExtension gortms = BrokerExtension.builder().manualClock().build();

    private MessageQueue queue;
    private ConsumerGroup group;

    @BeforeEach
    void declare(Broker broker) {
        queue = broker.declareDomain("shop")
                .declareQueue(
                        "orders",
                        options -> options.deduplication(Duration.ofMinutes(1))
                                .retry(RetryPolicy.fixed(Duration.ofMinutes(1))
                                        .maxRetries(1)
                                        .jitter(0)));
        group = queue.declareGroup("workers");
    }

    @Test
    void ofQueues() {
        queue.declareGroup("archive");
        publish("a", "b");
        take(group).ack();

        assertThat(queue)
                .hasLag(2)
                .hasEndPosition(2)
                .hasGroups("workers", "archive")
                .hasDeadLetters(0);
        fails(() -> assertThat(queue).hasLag(1), "the lag of the queue 'orders'", "1", "2");
        fails(() -> assertThat(queue).hasEndPosition(3), "end position", "3", "2");
        fails(() -> assertThat(queue).hasGroups("workers"), "groups", "archive");
        fails(() -> assertThat(queue).hasDeadLetters(1), "dead letters", "1", "0");
        fails(() -> assertThat((MessageQueue) null).hasLag(0), "null");
    }

    @Test
    void withoutAGroupTheLagIsWhatIsThere() {
        queue.deleteGroup("workers");
        publish("a", "b");

        assertThat(queue).hasLag(2);
    }

    @Test
    void ofGroups() {
        publish("a", "b", "c");
        take(group).ack();
        take(group).nack();
        Delivery out = take(group);

        assertThat(group)
                .hasLag(2)
                .hasPosition(1)
                .hasAcked(1)
                .hasRetrying(1)
                .hasInFlight(1)
                .hasConsumers(0)
                .hasBreaker(BreakerState.CLOSED)
                .isNotPaused();
        fails(() -> assertThat(group).hasLag(3), "the lag of the group 'workers'", "3", "2");
        fails(() -> assertThat(group).hasPosition(2), "position");
        fails(() -> assertThat(group).hasAcked(0), "acked");
        fails(() -> assertThat(group).hasRetrying(0), "retry");
        fails(() -> assertThat(group).hasInFlight(0), "in flight");
        fails(() -> assertThat(group).hasConsumers(1), "consumers");
        fails(() -> assertThat(group).hasBreaker(BreakerState.OPEN), "breaker");
        fails(() -> assertThat(group).isPaused(), "paused");
        out.ack();
        group.pause();
        assertThat(group).isPaused();
        fails(() -> assertThat(group).isNotPaused(), "paused");
    }

    @Test
    void ofDeadLettersAndMessages(ManualClock clock) {
        assertThat(queue.deadLetters()).isEmpty();
        queue.publish(Message.of(new Order("o1", 7)).id("first").key("customer").header("region", "eu"));
        Delivery first = take(group);
        assertThat(first)
                .hasMessageId("first")
                .hasPosition(0)
                .hasKey("customer")
                .hasHeader("region", "eu")
                .hasNoHeader("country")
                .hasPayload(new Order("o1", 7))
                .hasAttempt(1)
                .hasFailures(0);
        fails(() -> assertThat(first).hasMessageId("second"), "id", "second", "first");
        fails(() -> assertThat(first).hasPosition(1), "position");
        fails(() -> assertThat(first).hasKey("other"), "key", "other", "customer");
        fails(() -> assertThat(first).hasNoKey(), "key", "null", "customer");
        fails(() -> assertThat(first).hasHeader("region", "us"), "region", "us", "eu");
        fails(() -> assertThat(first).hasHeader("country", "us"), "country", "null");
        fails(() -> assertThat(first).hasNoHeader("region"), "region");
        fails(() -> assertThat(first).hasPayload(new Order("o1", 8)), "payload");
        fails(() -> assertThat(first).hasAttempt(2), "attempt");
        fails(() -> assertThat(first).hasFailures(1), "failures");

        first.nack();
        clock.advance(Duration.ofMinutes(1));
        take(group).nack();
        assertThat(queue.deadLetters()).hasCount(1).hasMessageIds("first");
        assertThat(queue).hasDeadLetters(1);
        StoredMessage letter = queue.deadLetters().browse(1).get(0);
        assertThat(letter).hasMessageId("first").hasKey("customer");
        fails(() -> assertThat(queue.deadLetters()).isEmpty(), "dead letters", "0", "1");
        fails(() -> assertThat(queue.deadLetters()).hasMessageIds("first", "second"), "[first, second]");
    }

    @Test
    void payloadsThatAreBytesAreComparedByWhatIsInThem() {
        queue.publish(new byte[] {1, 2});

        assertThat(take(group)).hasPayload(new byte[] {1, 2}).hasNoKey();
    }

    @Test
    void ofReceipts() {
        PublishReceipt first = queue.publish(Message.text("a").id("a"));
        PublishReceipt again = queue.publish(Message.text("a").id("a"));

        assertThat(first).hasMessageId("a").hasPosition(0).isNoDuplicate();
        assertThat(again).hasPosition(0).isDuplicate();
        fails(() -> assertThat(first).isDuplicate(), "duplicate");
        fails(() -> assertThat(again).isNoDuplicate(), "duplicate");
        fails(() -> assertThat(first).hasPosition(1), "position", "1", "0");
        fails(() -> assertThat(first).hasMessageId("b"), "id");
    }

    @Test
    void whatComesTrueInTimeIsWaitedFor() {
        CountDownLatch go = new CountDownLatch(1);
        group.subscribe(delivery -> assertThat(go.await(20, TimeUnit.SECONDS)).isTrue());
        publish("a");
        assertThat(group).within(LONG).hasInFlight(1);
        fails(() -> assertThat(group).within(Duration.ofMillis(50)).hasLag(0), "lag");
        go.countDown();

        assertThat(group).within(LONG).hasAcked(1).hasLag(0);
    }

    private void publish(String... texts) {
        for (String text : texts) {
            queue.publish(Message.text(text));
        }
    }

    private static Delivery take(ConsumerGroup group) {
        return group.poll(1, LONG).get(0);
    }

    private static void fails(ThrowingCallable assertion, String... parts) {
        assertThatThrownBy(assertion).isInstanceOf(AssertionError.class).hasMessageContainingAll(parts);
    }

    /** A payload. */
    record Order(String id, int amount) {}
}
