package io.gortms.internal.catalog;

import io.gortms.DomainSettings;

/** A declared domain, with its routing. Immutable: each change gives another entry, for {@link Catalog#putDomain}. */
public record DomainEntry(String name, DomainSettings settings, RoutingEntry routing) {

    /** Checks the name. */
    public DomainEntry {
        Names.checkInternal(Names.Kind.DOMAIN, name);
    }

    /** A domain without routing. */
    public DomainEntry(String name, DomainSettings settings) {
        this(name, settings, RoutingEntry.NONE);
    }

    /** The domain with other settings. */
    public DomainEntry withSettings(DomainSettings changed) {
        return new DomainEntry(name, changed, routing);
    }

    /** The domain with other routing. */
    public DomainEntry withRouting(RoutingEntry changed) {
        return new DomainEntry(name, settings, changed);
    }
}
