package io.gortms;

import java.util.Objects;

/**
 * The description of a consumer group, given to {@link MessageQueue#declareGroup(String, java.util.function.Consumer)}.
 * Used by one thread, inside that lambda only.
 */
public final class GroupOptions {

    private StartPosition startFrom = StartPosition.earliest();

    GroupOptions() {}

    /** Where the group begins; default {@link StartPosition#earliest()}. Acts only when the group is made. */
    public GroupOptions startFrom(StartPosition value) {
        startFrom = Objects.requireNonNull(value, "startFrom");
        return this;
    }

    GroupSettings freeze() {
        return new GroupSettings(startFrom);
    }
}
