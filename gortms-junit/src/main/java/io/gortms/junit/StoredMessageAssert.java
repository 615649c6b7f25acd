package io.gortms.junit;

import io.gortms.StoredMessage;

/** Assertions about a message; made by {@link BrokerAssertions#assertThat(StoredMessage)}. */
public final class StoredMessageAssert extends AbstractStoredMessageAssert<StoredMessageAssert, StoredMessage> {

    StoredMessageAssert(StoredMessage actual) {
        super(actual, StoredMessageAssert.class);
    }
}
