package io.gortms.junit;

import io.gortms.Delivery;

/** Assertions about a delivery; made by {@link BrokerAssertions#assertThat(Delivery)}. */
public final class DeliveryAssert extends AbstractStoredMessageAssert<DeliveryAssert, Delivery> {

    DeliveryAssert(Delivery actual) {
        super(actual, DeliveryAssert.class);
    }

    /** It is this delivery of its message to the group, 1 on the first. */
    public DeliveryAssert hasAttempt(int expected) {
        isNotNull();
        return check("the delivery's attempt", actual.attempt(), expected);
    }

    /** So many deliveries of its message have failed before. */
    public DeliveryAssert hasFailures(int expected) {
        isNotNull();
        return check("the failures before the delivery", actual.failures(), expected);
    }
}
