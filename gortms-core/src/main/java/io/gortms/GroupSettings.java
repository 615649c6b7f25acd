package io.gortms;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * The options of a group, frozen; see {@link GroupOptions} for what each means.
 *
 * @param startFrom where the group began
 * @param ttl how long it may be idle; zero is for ever
 */
public record GroupSettings(StartPosition startFrom, Duration ttl) {

    /** The settings that a lambda describes: what it does not name is at its default. */
    public static GroupSettings of(Consumer<GroupOptions> description) {
        GroupOptions options = new GroupOptions();
        description.accept(options);
        return options.freeze();
    }

    /** All options at their defaults. */
    public static GroupSettings defaults() {
        return new GroupOptions().freeze();
    }
}
