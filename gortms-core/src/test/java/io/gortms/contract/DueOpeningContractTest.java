package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.BrokerEvent;
import io.gortms.ExpiryAction;
import io.gortms.Message;
import io.gortms.contract.harness.Fixture;
import io.gortms.contract.harness.Scenario;
import io.gortms.contract.harness.Scenario.Kind;
import io.gortms.contract.harness.Steps;
import java.time.Duration;
import java.util.List;

/** What becomes due in a queue that nobody has opened since the start. */
class DueOpeningContractTest {

    @Scenario(on = Kind.DURABLE, restarts = false)
    void messagesExpireThere(Steps steps) {
        steps.queue(queue -> queue.ttl(Duration.ofHours(1)).expiry(ExpiryAction.DEAD_LETTER))
                .step("publish, and restart", f -> {
                    f.publish("a");
                    f.restart();
                })
                .step("not before the time", f -> {
                    f.advance(Duration.ofHours(1).minusMillis(1));
                    assertThat(expired(f)).isEmpty();
                })
                .step("at the time", f -> {
                    f.advance(Duration.ofMillis(1));
                    assertThat(expired(f)).hasSize(1);
                });
    }

    @Scenario(on = Kind.DURABLE, restarts = false)
    void alsoThoseWithATtlOfTheirOwn(Steps steps) {
        steps.queue(queue -> queue.ttl(Duration.ofDays(1)).expiry(ExpiryAction.DEAD_LETTER))
                .step("publish, and restart", f -> {
                    f.publish("a");
                    f.queue().publish(Message.text("b").ttl(Duration.ofMinutes(5)));
                    f.restart();
                })
                .step("at the time of each", f -> {
                    f.advance(Duration.ofMinutes(5));
                    assertThat(expired(f)).hasSize(1);
                    f.advance(Duration.ofHours(24));
                    assertThat(expired(f)).hasSize(2);
                });
    }

    @Scenario(on = Kind.DURABLE, restarts = false)
    void whatExpiredWhileNoBrokerWasOpenExpiresAtTheStart(Steps steps) {
        steps.queue(queue -> queue.ttl(Duration.ofHours(1)).expiry(ExpiryAction.DEAD_LETTER))
                .step("publish, and stay closed for a day", f -> {
                    f.publish("a");
                    f.restartAfter(Duration.ofDays(1));
                    f.advance(Duration.ZERO);
                })
                .step("it is told", f -> assertThat(expired(f)).hasSize(1));
    }

    @Scenario(on = Kind.DURABLE, restarts = false)
    void anotherTtlHoldsForAQueueThatIsNotOpen(Steps steps) {
        steps.queue(queue -> queue.ttl(Duration.ofDays(9)).expiry(ExpiryAction.DEAD_LETTER))
                .step("publish, restart, shorten the ttl, restart", f -> {
                    f.publish("a");
                    f.restart();
                    f.redeclareQueue(queue -> queue.ttl(Duration.ofHours(1)).expiry(ExpiryAction.DEAD_LETTER));
                    f.restart();
                })
                .step("it expires by it", f -> {
                    f.advance(Duration.ofHours(1));
                    assertThat(expired(f)).hasSize(1);
                });
    }

    private static List<BrokerEvent> expired(Fixture f) {
        return f.broker().events().stream()
                .filter(event -> event instanceof BrokerEvent.MessageDeadLettered letter
                        && letter.reason().equals("expired"))
                .toList();
    }
}
