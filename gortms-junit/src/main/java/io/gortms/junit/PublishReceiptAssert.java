package io.gortms.junit;

import io.gortms.PublishReceipt;
import org.assertj.core.api.AbstractAssert;

/** Assertions about a receipt; made by {@link BrokerAssertions#assertThat(PublishReceipt)}. */
public final class PublishReceiptAssert extends AbstractAssert<PublishReceiptAssert, PublishReceipt> {

    PublishReceiptAssert(PublishReceipt actual) {
        super(actual, PublishReceiptAssert.class);
    }

    /** The message has this id. */
    public PublishReceiptAssert hasMessageId(String expected) {
        isNotNull();
        return check("the receipt's message id", actual.messageId(), expected);
    }

    /** The message stands at this position of its queue. */
    public PublishReceiptAssert hasPosition(long expected) {
        isNotNull();
        return check("the receipt's position", actual.position(), expected);
    }

    /** Nothing was stored, as a message of this id already was. */
    public PublishReceiptAssert isDuplicate() {
        isNotNull();
        return check("whether it is a duplicate", actual.duplicate(), true);
    }

    /** The message was stored. */
    public PublishReceiptAssert isNoDuplicate() {
        isNotNull();
        return check("whether it is a duplicate", actual.duplicate(), false);
    }

    private PublishReceiptAssert check(String what, Object found, Object expected) {
        if (!found.equals(expected)) {
            failWithActualExpectedAndMessage(
                    found, expected, "%nExpected %s to be%n  %s%nbut it is%n  %s", what, expected, found);
        }
        return this;
    }
}
