package io.gortms.junit;

import io.gortms.DeadLetters;
import io.gortms.StoredMessage;
import java.util.List;

/** Assertions about dead letters; made by {@link BrokerAssertions#assertThat(DeadLetters)}. */
public final class DeadLettersAssert extends AbstractLiveAssert<DeadLettersAssert, DeadLetters> {

    DeadLettersAssert(DeadLetters actual) {
        super(actual, DeadLettersAssert.class);
    }

    /** There are so many. */
    public DeadLettersAssert hasCount(long expected) {
        return check("the number of dead letters", () -> actual.count(), expected);
    }

    /** There is none. */
    public DeadLettersAssert isEmpty() {
        return hasCount(0);
    }

    /** They are those of the messages with these ids, in the order in which they were given up. */
    public DeadLettersAssert hasMessageIds(String... expected) {
        return check("the message ids of the dead letters", this::messageIds, List.of(expected));
    }

    private List<String> messageIds() {
        return actual.browse(Integer.MAX_VALUE).stream()
                .map(StoredMessage::messageId)
                .toList();
    }
}
