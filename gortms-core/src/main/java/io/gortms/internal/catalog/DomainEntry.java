package io.gortms.internal.catalog;

import io.gortms.DomainSettings;

/** A declared domain. Immutable. */
public record DomainEntry(String name, DomainSettings settings) {

    /** Checks the name. */
    public DomainEntry {
        Names.checkInternal(Names.Kind.DOMAIN, name);
    }
}
