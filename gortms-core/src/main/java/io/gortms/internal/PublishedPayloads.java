package io.gortms.internal;

import io.gortms.SchemaViolation;
import io.gortms.SchemaViolationException;
import io.gortms.internal.catalog.DomainEntry;
import io.gortms.internal.journal.RecordDraft;
import io.gortms.internal.message.OutgoingMessage;
import io.gortms.internal.schema.SchemaCheck;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Payloads on their way into the queues of a domain: they become bytes, and are checked against the domain's schema if it has
 * one. A schema that was declared before the start is made ready when the first payload comes.
 */
final class PublishedPayloads {

    private final String domain;
    private final Services services;

    /** Guards making a stored schema ready against a declaration at the same time; only the catalog's lock comes after it. */
    private final ReentrantLock lock = new ReentrantLock();

    /** Null until it is known whether there is a schema. */
    private volatile @Nullable SchemaCheck check;

    PublishedPayloads(String domain, Services services) {
        this.domain = domain;
        this.services = services;
    }

    /** What is published from now on is checked by this. */
    void checkBy(SchemaCheck declared) {
        lock.lock();
        try {
            check = declared;
        } finally {
            lock.unlock();
        }
    }

    /**
     * A payload as it is appended.
     *
     * @throws SchemaViolationException with everything that is wrong
     */
    RecordDraft encode(Object payload, String resource, int maxPayloadBytes) {
        SchemaCheck schema = schema();
        if (schema == SchemaCheck.NONE) {
            return services.codec().encode(payload, resource, maxPayloadBytes);
        }
        return checked(schema, payload, resource, maxPayloadBytes).draft();
    }

    /**
     * A payload as predicates see it, checked.
     *
     * @throws SchemaViolationException with everything that is wrong
     */
    OutgoingMessage outgoing(Object payload, String resource, int maxPayloadBytes) {
        return checked(schema(), payload, resource, maxPayloadBytes);
    }

    private OutgoingMessage checked(SchemaCheck schema, Object payload, String resource, int maxPayloadBytes) {
        OutgoingMessage message = services.codec().outgoing(payload, resource, maxPayloadBytes);
        List<SchemaViolation> violations = schema.violations(message);
        if (!violations.isEmpty()) {
            throw new SchemaViolationException(resource, violations);
        }
        return message;
    }

    private SchemaCheck schema() {
        SchemaCheck known = check;
        return known != null ? known : load();
    }

    private SchemaCheck load() {
        lock.lock();
        try {
            SchemaCheck known = check;
            if (known == null) {
                DomainEntry entry = services.catalog().domain(domain);
                known = SchemaCheck.of(
                        domain, entry == null ? null : entry.settings().schema());
                check = known;
            }
            return known;
        } finally {
            lock.unlock();
        }
    }
}
