package io.gortms.contract;

import static io.gortms.CapacityLevel.CRITICAL;
import static io.gortms.CapacityLevel.RECOVERED;
import static io.gortms.CapacityLevel.WARNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gortms.BrokerEvent;
import io.gortms.CapacityLevel;
import io.gortms.Delivery;
import io.gortms.OverflowPolicy;
import io.gortms.QueueFullException;
import io.gortms.contract.harness.Fixture;
import io.gortms.contract.harness.Scenario;
import io.gortms.contract.harness.Steps;
import java.time.Duration;
import java.util.List;

/** Events of queues that become full. */
class CapacityContractTest {

    @Scenario(restarts = false)
    void onceForEachLevel(Steps steps) {
        steps.queue(queue -> queue.maxSize(20).overflow(OverflowPolicy.REJECT))
                .step("14 of 20 are nothing to tell of", f -> {
                    publish(f, 14);
                    assertThat(levels(f)).isEmpty();
                })
                .step(
                        "15 are 75 %",
                        f -> {
                            publish(f, 1);
                            assertThat(levels(f)).containsExactly(WARNING);
                            BrokerEvent.QueueCapacity event = events(f).get(0);
                            assertThat(event.resource()).isEqualTo("shop.orders");
                            assertThat(event.percent()).isEqualTo(75);
                            assertThat(event.messages()).isEqualTo(15);
                            assertThat(event.maxSize()).isEqualTo(20);
                        })
                .step(
                        "18 are 90 %",
                        f -> {
                            publish(f, 2);
                            assertThat(levels(f)).containsExactly(WARNING);
                            publish(f, 1);
                            assertThat(levels(f)).containsExactly(WARNING, CRITICAL);
                        })
                .step("consuming makes it less so", f -> {
                    ack(f, 2);
                    assertThat(levels(f)).containsExactly(WARNING, CRITICAL, WARNING);
                    ack(f, 2);
                    assertThat(levels(f)).as("70 % is its edge").containsExactly(WARNING, CRITICAL, WARNING);
                    ack(f, 1);
                    assertThat(levels(f)).containsExactly(WARNING, CRITICAL, WARNING, RECOVERED);
                });
    }

    @Scenario(restarts = false)
    void aQueueThatIsFullIsToldOfAtOnce(Steps steps) {
        steps.queue(queue -> queue.maxSize(3).overflow(OverflowPolicy.REJECT)).step("fill it", f -> {
            f.publish("a", "b", "c");
            assertThatThrownBy(() -> f.publish("d")).isInstanceOf(QueueFullException.class);
            assertThat(levels(f)).containsExactly(CRITICAL);
        });
    }

    @Scenario(restarts = false)
    void anotherBoundIsAnotherLevel(Steps steps) {
        steps.queue(queue -> queue.maxSize(10))
                .step("8 of 10", f -> {
                    publish(f, 8);
                    assertThat(levels(f)).containsExactly(WARNING);
                })
                .step("of 100 they are few", f -> {
                    f.redeclareQueue(queue -> queue.maxSize(100));
                    f.advance(Duration.ofSeconds(1));
                    assertThat(levels(f)).containsExactly(WARNING, RECOVERED);
                });
    }

    private static void publish(Fixture f, int count) {
        for (int i = 0; i < count; i++) {
            f.publish("a");
        }
        f.advance(Duration.ofSeconds(1));
    }

    private static void ack(Fixture f, int count) {
        f.take(count).forEach(Delivery::ack);
        f.advance(Duration.ofSeconds(1));
    }

    private static List<CapacityLevel> levels(Fixture f) {
        return events(f).stream().map(BrokerEvent.QueueCapacity::level).toList();
    }

    private static List<BrokerEvent.QueueCapacity> events(Fixture f) {
        return f.broker().events().stream()
                .filter(BrokerEvent.QueueCapacity.class::isInstance)
                .map(BrokerEvent.QueueCapacity.class::cast)
                .toList();
    }
}
