package io.gortms;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The description of a domain, given to {@link Broker#declareDomain(String, java.util.function.Consumer)}. Used by one
 * thread, inside that lambda only.
 */
public final class DomainOptions {

    private @Nullable Schema schema;

    DomainOptions() {}

    /** What is published to the domain's queues must be like this. Default: anything. */
    public DomainOptions schema(Schema payloads) {
        this.schema = Objects.requireNonNull(payloads, "schema");
        return this;
    }

    DomainSettings freeze() {
        return new DomainSettings(schema);
    }
}
