package io.gortms;

import java.util.function.Consumer;

/** The options of a domain, frozen; see {@link DomainOptions}. */
public record DomainSettings() {

    /** The settings that a lambda describes. */
    public static DomainSettings of(Consumer<DomainOptions> description) {
        DomainOptions options = new DomainOptions();
        description.accept(options);
        return options.freeze();
    }

    /** All options at their defaults. */
    public static DomainSettings defaults() {
        return new DomainSettings();
    }
}
