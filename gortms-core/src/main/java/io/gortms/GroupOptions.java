package io.gortms;

import java.time.Duration;
import java.util.Objects;

/**
 * The description of a consumer group, given to {@link MessageQueue#declareGroup(String, java.util.function.Consumer)}.
 * Used by one thread, inside that lambda only.
 */
public final class GroupOptions {

    private StartPosition startFrom = StartPosition.earliest();

    private Duration ttl = Duration.ZERO;

    GroupOptions() {}

    /** Where the group begins; default {@link StartPosition#earliest()}. Acts only when the group is made. */
    public GroupOptions startFrom(StartPosition value) {
        startFrom = Objects.requireNonNull(value, "startFrom");
        return this;
    }

    /**
     * How long the group may be idle while the broker is open: no subscription, no stream subscriber, no poll, no open
     * delivery. Then it is deleted. Default {@link Duration#ZERO}, for ever.
     */
    public GroupOptions ttl(Duration value) {
        ttl = Checks.notNegative(value, "ttl");
        return this;
    }

    GroupSettings freeze() {
        return new GroupSettings(startFrom, ttl);
    }
}
