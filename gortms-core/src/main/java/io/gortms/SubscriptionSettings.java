package io.gortms;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The options of a subscription, frozen; see {@link SubscriptionOptions} for what each means.
 *
 * @param workerCount handler calls at the same time; 0 takes the queue's
 * @param manualSettle whether a normal return leaves the delivery open
 * @param handlerTimeout how long a handler keeps its delivery, or null for as long as it runs
 * @param name the subscription's name, or null if one is to be generated
 */
public record SubscriptionSettings(
        int workerCount,
        boolean manualSettle,
        @Nullable Duration handlerTimeout,
        @Nullable String name) {

    /** The settings that a lambda describes: what it does not name is at its default. */
    public static SubscriptionSettings of(Consumer<SubscriptionOptions> description) {
        SubscriptionOptions options = new SubscriptionOptions();
        description.accept(options);
        return options.freeze();
    }
}
