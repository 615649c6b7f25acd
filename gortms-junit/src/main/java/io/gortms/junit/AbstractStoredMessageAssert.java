package io.gortms.junit;

import io.gortms.StoredMessage;
import java.util.Objects;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/**
 * Assertions about a message.
 *
 * @param <SELF> the assertions themselves
 * @param <ACTUAL> what they are about
 */
public abstract class AbstractStoredMessageAssert<
                SELF extends AbstractStoredMessageAssert<SELF, ACTUAL>, ACTUAL extends StoredMessage>
        extends AbstractAssert<SELF, ACTUAL> {

    AbstractStoredMessageAssert(ACTUAL actual, Class<?> selfType) {
        super(actual, selfType);
    }

    /** It has this id. */
    public SELF hasMessageId(String expected) {
        isNotNull();
        return check("the message's id", actual.messageId(), expected);
    }

    /** It stands at this position of its queue. */
    public SELF hasPosition(long expected) {
        isNotNull();
        return check("the message's position", actual.position(), expected);
    }

    /** It has this key. */
    public SELF hasKey(String expected) {
        isNotNull();
        return check("the message's key", actual.key(), expected);
    }

    /** It has no key. */
    public SELF hasNoKey() {
        isNotNull();
        return check("the message's key", actual.key(), null);
    }

    /** It has this header with this value. */
    public SELF hasHeader(String name, String expected) {
        isNotNull();
        return check("the message's header '" + name + "'", actual.headers().get(name), expected);
    }

    /** It has no such header. */
    public SELF hasNoHeader(String name) {
        isNotNull();
        return check("the message's header '" + name + "'", actual.headers().get(name), null);
    }

    /** Its payload, read as the class of this object ({@link StoredMessage#payloadAs(Class)}), equals it. */
    public SELF hasPayload(Object expected) {
        isNotNull();
        return check("the message's payload", actual.payloadAs(expected.getClass()), expected);
    }

    /** Fails, in one wording, unless the value is this one; arrays are compared by what is in them. */
    SELF check(String what, @Nullable Object found, @Nullable Object expected) {
        if (!Objects.deepEquals(found, expected)) {
            failWithActualExpectedAndMessage(
                    found, expected, "%nExpected %s to be%n  %s%nbut it is%n  %s", what, expected, found);
        }
        return myself;
    }
}
