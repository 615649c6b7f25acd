package io.gortms.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gortms.Delivery;
import io.gortms.Message;
import io.gortms.MessageTooLargeException;
import io.gortms.QueueOptions;
import io.gortms.contract.harness.Scenario;
import io.gortms.contract.harness.Steps;
import java.util.Random;

/** How large a payload may be. */
class SizeLimitContractTest {

    private static final int DEFAULT_LIMIT = 1024 * 1024;

    @Scenario
    void theLimitIsExact(Steps steps) {
        steps.queue(queue -> queue.maxMessageBytes(100))
                .step("at the limit", f -> f.queue().publish(new byte[100]))
                .step("beyond it, in every kind", f -> {
                    for (Object payload : new Object[] {
                        new byte[101],
                        Message.text("ü".repeat(50) + "x"),
                        Message.json("\"" + "x".repeat(99) + "\""),
                        "x".repeat(99)
                    }) {
                        assertThatThrownBy(() -> f.queue().publish(payload))
                                .isInstanceOfSatisfying(MessageTooLargeException.class, tooLarge -> {
                                    assertThat(tooLarge.queue()).isEqualTo("shop.orders");
                                    assertThat(tooLarge.limit()).isEqualTo(100);
                                    assertThat(tooLarge.bytes()).isEqualTo(101);
                                });
                    }
                })
                .step(
                        "only the first was stored",
                        f -> assertThat(f.queue().read(0, 10)).hasSize(1))
                .step(
                        "the next takes the next position",
                        f -> assertThat(f.publish("a").get(0).position()).isEqualTo(1));
    }

    @Scenario
    void theDefaultIsOneMebibyte(Steps steps) {
        byte[] largest = random(DEFAULT_LIMIT);
        steps.step("at the limit", f -> f.queue().publish(largest))
                .step(
                        "beyond it",
                        f -> assertThatThrownBy(() -> f.queue().publish(new byte[DEFAULT_LIMIT + 1]))
                                .isInstanceOf(MessageTooLargeException.class))
                .step("it comes back whole", f -> {
                    Delivery delivery = f.take();
                    assertThat(delivery.payload()).isEqualTo(largest);
                    delivery.ack();
                });
    }

    @Scenario
    void theLargestQueueTakesFifteenMebibytes(Steps steps) {
        byte[] largest = random(QueueOptions.MAX_MESSAGE_BYTES_LIMIT);
        steps.queue(queue -> queue.maxMessageBytes(QueueOptions.MAX_MESSAGE_BYTES_LIMIT))
                .step("publish", f -> f.queue().publish(largest))
                .step("it comes back whole", f -> {
                    Delivery delivery = f.take();
                    assertThat(delivery.payload()).isEqualTo(largest);
                    delivery.ack();
                });
    }

    @Scenario
    void aRaisedLimitHoldsAtOnce(Steps steps) {
        byte[] large = random(4 * DEFAULT_LIMIT);
        steps.step(
                        "too large",
                        f -> assertThatThrownBy(() -> f.queue().publish(large))
                                .isInstanceOf(MessageTooLargeException.class))
                .step("raise the limit", f -> f.redeclareQueue(queue -> queue.maxMessageBytes(4 * DEFAULT_LIMIT)))
                .step("now it is taken", f -> f.queue().publish(large))
                .step("and comes back whole", f -> {
                    Delivery delivery = f.take();
                    assertThat(delivery.payload()).isEqualTo(large);
                    delivery.ack();
                });
    }

    @Scenario
    void aLoweredLimitKeepsWhatIsStored(Steps steps) {
        steps.step("publish", f -> f.queue().publish(new byte[1000]))
                .step("lower the limit", f -> f.redeclareQueue(queue -> queue.maxMessageBytes(10)))
                .step(
                        "now it is too large",
                        f -> assertThatThrownBy(() -> f.queue().publish(new byte[1000]))
                                .isInstanceOf(MessageTooLargeException.class))
                .step("what is there is delivered", f -> {
                    Delivery delivery = f.take();
                    assertThat(delivery.payload()).hasSize(1000);
                    delivery.ack();
                });
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
