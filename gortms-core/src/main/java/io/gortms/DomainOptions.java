package io.gortms;

/**
 * The description of a domain, given to {@link Broker#declareDomain(String, java.util.function.Consumer)}. Used by one
 * thread, inside that lambda only. A domain has no options so far.
 */
public final class DomainOptions {

    DomainOptions() {}

    DomainSettings freeze() {
        return new DomainSettings();
    }
}
