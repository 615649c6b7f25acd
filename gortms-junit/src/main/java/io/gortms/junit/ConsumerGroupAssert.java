package io.gortms.junit;

import io.gortms.BreakerState;
import io.gortms.ConsumerGroup;

/** Assertions about a consumer group; made by {@link BrokerAssertions#assertThat(ConsumerGroup)}. */
public final class ConsumerGroupAssert extends AbstractLiveAssert<ConsumerGroupAssert, ConsumerGroup> {

    ConsumerGroupAssert(ConsumerGroup actual) {
        super(actual, ConsumerGroupAssert.class);
    }

    /** It has so many messages still to settle: unread, in flight, or waiting for a retry. */
    public ConsumerGroupAssert hasLag(long expected) {
        return check("the lag of " + name(), () -> actual.lag(), expected);
    }

    /** The next position that it has not settled contiguously is this one. */
    public ConsumerGroupAssert hasPosition(long expected) {
        return check("the position of " + name(), () -> actual.position(), expected);
    }

    /** So many messages are in the hands of its members. */
    public ConsumerGroupAssert hasInFlight(int expected) {
        return check("the messages in flight of " + name(), () -> actual.stats().inFlight(), expected);
    }

    /** So many messages have failed and wait for their retry. */
    public ConsumerGroupAssert hasRetrying(long expected) {
        return check(
                "the messages waiting for a retry of " + name(),
                () -> actual.stats().retrying(),
                expected);
    }

    /** So many deliveries were acknowledged since its queue was opened. */
    public ConsumerGroupAssert hasAcked(long expected) {
        return check("the acked deliveries of " + name(), () -> actual.stats().acked(), expected);
    }

    /** So many subscriptions and stream subscribers are open. */
    public ConsumerGroupAssert hasConsumers(int expected) {
        return check("the consumers of " + name(), () -> actual.stats().consumers(), expected);
    }

    /** Its circuit breaker is in this state. */
    public ConsumerGroupAssert hasBreaker(BreakerState expected) {
        return check("the circuit breaker of " + name(), () -> actual.stats().breaker(), expected);
    }

    /** It hands nothing out. */
    public ConsumerGroupAssert isPaused() {
        return check("whether " + name() + " is paused", () -> actual.isPaused(), true);
    }

    /** It hands messages out. */
    public ConsumerGroupAssert isNotPaused() {
        return check("whether " + name() + " is paused", () -> actual.isPaused(), false);
    }

    private String name() {
        isNotNull();
        return "the group '" + actual.name() + "'";
    }
}
