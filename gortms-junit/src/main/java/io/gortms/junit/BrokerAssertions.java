package io.gortms.junit;

import io.gortms.ConsumerGroup;
import io.gortms.DeadLetters;
import io.gortms.Delivery;
import io.gortms.MessageQueue;
import io.gortms.PublishReceipt;
import io.gortms.StoredMessage;
import org.assertj.core.annotation.CheckReturnValue;

/**
 * AssertJ assertions about what a broker has to show: {@code assertThat(queue).hasLag(3)}. Its {@code assertThat} can be
 * imported statically beside AssertJ's own. AssertJ is not brought along; the test needs it on its class path.
 */
@CheckReturnValue
public final class BrokerAssertions {

    private BrokerAssertions() {}

    /** Assertions about a queue. */
    public static MessageQueueAssert assertThat(MessageQueue actual) {
        return new MessageQueueAssert(actual);
    }

    /** Assertions about a group. */
    public static ConsumerGroupAssert assertThat(ConsumerGroup actual) {
        return new ConsumerGroupAssert(actual);
    }

    /** Assertions about the dead letters of a queue. */
    public static DeadLettersAssert assertThat(DeadLetters actual) {
        return new DeadLettersAssert(actual);
    }

    /** Assertions about a message, such as a dead letter or what was read without a group. */
    public static StoredMessageAssert assertThat(StoredMessage actual) {
        return new StoredMessageAssert(actual);
    }

    /** Assertions about a delivery, which is a message too. */
    public static DeliveryAssert assertThat(Delivery actual) {
        return new DeliveryAssert(actual);
    }

    /** Assertions about a receipt. */
    public static PublishReceiptAssert assertThat(PublishReceipt actual) {
        return new PublishReceiptAssert(actual);
    }
}
