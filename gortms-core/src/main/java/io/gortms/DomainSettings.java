package io.gortms;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The options of a domain, frozen; see {@link DomainOptions}.
 *
 * @param schema what payloads must be like, or null for anything
 */
public record DomainSettings(@Nullable Schema schema) {

    /** The settings that a lambda describes. */
    public static DomainSettings of(Consumer<DomainOptions> description) {
        DomainOptions options = new DomainOptions();
        description.accept(options);
        return options.freeze();
    }

    /** All options at their defaults. */
    public static DomainSettings defaults() {
        return new DomainOptions().freeze();
    }
}
