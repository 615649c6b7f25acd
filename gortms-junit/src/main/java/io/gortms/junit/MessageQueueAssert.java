package io.gortms.junit;

import io.gortms.ConsumerGroup;
import io.gortms.MessageQueue;
import java.util.List;
import java.util.stream.Stream;

/** Assertions about a queue; made by {@link BrokerAssertions#assertThat(MessageQueue)}. */
public final class MessageQueueAssert extends AbstractLiveAssert<MessageQueueAssert, MessageQueue> {

    MessageQueueAssert(MessageQueue actual) {
        super(actual, MessageQueueAssert.class);
    }

    /**
     * So many messages wait in the queue: the largest lag of any of its groups, or, without a group, the messages that have not
     * expired. This is what {@code maxSize} counts. The lag of one group is asserted of that group.
     */
    public MessageQueueAssert hasLag(long expected) {
        return check("the lag of " + name(), () -> actual.stats().messages(), expected);
    }

    /** So many messages were ever stored in it: the position that the next one gets. */
    public MessageQueueAssert hasEndPosition(long expected) {
        return check("the end position of " + name(), () -> actual.stats().endPosition(), expected);
    }

    /** Its groups are those of these names, in any order. */
    public MessageQueueAssert hasGroups(String... expected) {
        List<String> sorted = Stream.of(expected).sorted().toList();
        return check("the groups of " + name(), this::groups, sorted);
    }

    /** So many messages were given up by its groups, and neither redriven nor purged since. */
    public MessageQueueAssert hasDeadLetters(long expected) {
        return check(
                "the number of dead letters of " + name(),
                () -> actual.deadLetters().count(),
                expected);
    }

    private List<String> groups() {
        return actual.groups().stream().map(ConsumerGroup::name).sorted().toList();
    }

    private String name() {
        isNotNull();
        return "the queue '" + actual.name() + "'";
    }
}
