package io.gortms.internal;

import io.gortms.BrokerEvent;
import io.gortms.MessagePredicate;
import io.gortms.Predicates;
import io.gortms.QueueNotFoundException;
import io.gortms.Route;
import io.gortms.RouteNotFoundException;
import io.gortms.RouteSource;
import io.gortms.RoutingExplanation;
import io.gortms.internal.catalog.DomainEntry;
import io.gortms.internal.catalog.RoutingEntry;
import io.gortms.internal.journal.RandomIds;
import io.gortms.internal.journal.RecordDraft;
import io.gortms.internal.journal.StoredRecord;
import io.gortms.internal.message.OutgoingMessage;
import io.gortms.internal.routing.RouteTable;
import io.gortms.internal.routing.Rule;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The routing rules of a domain: declares and removes them, and publishes what they have to do with. Rules are changed under
 * the domain's lock; publishers see the table that was made last.
 */
final class DomainRouting {

    private final LocalDomain domain;
    private final Services services;
    private final ReentrantLock lock;

    /** Conditions in code, which the catalog cannot keep; guarded by the lock. */
    private final Map<RouteKey, MessagePredicate> code = new HashMap<>();

    /** Where ids come from that are given before there is a position: as random as the origin of a journal. */
    private final AtomicLong idsGiven = new AtomicLong();

    private volatile long idOrigin;
    private volatile @Nullable RouteTable table;

    private record RouteKey(String from, String to) {}

    /** A rule as users hold it; it knows its ends, and looks the rest up. */
    private final class LocalRoute implements Route {

        private final RouteKey key;

        LocalRoute(RouteKey key) {
            this.key = key;
        }

        @Override
        public String from() {
            return key.from();
        }

        @Override
        public String to() {
            return key.to();
        }

        @Override
        public String condition() {
            return declared(key).condition();
        }

        @Override
        public Route when(MessagePredicate condition) {
            narrow(key, Objects.requireNonNull(condition, "condition"));
            return this;
        }

        @Override
        public String toString() {
            return "route from " + key.from() + " to " + key.to();
        }
    }

    /** @param lock guards what is declared in the domain */
    DomainRouting(LocalDomain domain, Services services, ReentrantLock lock) {
        this.domain = domain;
        this.services = services;
        this.lock = lock;
    }

    RouteSource route(String from) {
        endpoint(from);
        return to -> register(new RouteKey(from, to));
    }

    /** A queue that may be routed from and to. */
    LocalQueue endpoint(String queue) {
        LocalQueue found = domain.found(queue);
        if (found.entry().owner() != null) {
            throw new IllegalArgumentException(
                    "'" + found.resource() + "' is a dead-letter queue, which nothing is routed from or to");
        }
        return found;
    }

    private Route register(RouteKey key) {
        if (key.from().equals(key.to())) {
            throw new IllegalArgumentException(
                    "a rule that routes from '" + key.from() + "' to itself would do nothing; name another queue");
        }
        lock.lock();
        try {
            endpoint(key.from());
            endpoint(key.to());
            if (entry().route(key.from(), key.to()) == null) {
                change(routing ->
                        routing.withRoute(new RoutingEntry.Route(key.from(), key.to(), RoutingEntry.Route.ALWAYS)));
                services.event((sequence, now) ->
                        new BrokerEvent.RouteCreated(sequence, now, domain.name() + "." + key.from(), key.to()));
            }
            return new LocalRoute(key);
        } finally {
            lock.unlock();
        }
    }

    private void narrow(RouteKey key, MessagePredicate condition) {
        lock.lock();
        try {
            declared(key);
            String json = Predicates.toJson(condition);
            MessagePredicate before = code.get(key);
            if (json == null) {
                code.put(key, condition);
            } else {
                code.remove(key);
            }
            try {
                change(routing -> routing.withRoute(
                        new RoutingEntry.Route(key.from(), key.to(), json == null ? RoutingEntry.Route.CODE : json)));
            } catch (RuntimeException e) {
                code.remove(key);
                if (before != null) {
                    code.put(key, before);
                }
                throw e;
            }
        } finally {
            lock.unlock();
        }
    }

    private RoutingEntry.Route declared(RouteKey key) {
        domain.checkUsable("a routing rule was not looked up");
        RoutingEntry.Route route = entry().route(key.from(), key.to());
        if (route == null) {
            throw new RouteNotFoundException(domain.name(), key.from(), key.to());
        }
        return route;
    }

    List<Route> routes() {
        domain.checkUsable("routing rules were not listed");
        return table().rules().stream()
                .<Route>map(rule -> new LocalRoute(new RouteKey(rule.from(), rule.to())))
                .toList();
    }

    void unroute(String from, String to) {
        lock.lock();
        try {
            RoutingEntry.Route route = declared(new RouteKey(from, to));
            change(routing -> routing.without(route));
            forget(route);
        } finally {
            lock.unlock();
        }
    }

    private void forget(RoutingEntry.Route route) {
        code.remove(new RouteKey(route.from(), route.to()));
        services.event((sequence, now) ->
                new BrokerEvent.RouteDeleted(sequence, now, domain.name() + "." + route.from(), route.to()));
    }

    /** A queue is about to be deleted: what begins or ends there goes; with the lock. */
    void forgetQueue(String queue) {
        RoutingEntry before = entry();
        RoutingEntry after = before.withoutQueue(queue);
        if (after.equals(before)) {
            return;
        }
        change(routing -> routing.withoutQueue(queue));
        before.routes().stream()
                .filter(route -> !after.routes().contains(route))
                .forEach(this::forget);
        before.exchanges().values().stream()
                .filter(exchange -> !after.exchanges().containsValue(exchange))
                .forEach(exchange -> services.event((sequence, now) ->
                        new BrokerEvent.QueueUnbound(sequence, now, domain.name(), exchange.name(), queue)));
    }

    /** What is declared. */
    RoutingEntry entry() {
        DomainEntry entry = services.catalog().domain(domain.name());
        return entry == null ? RoutingEntry.NONE : entry.routing();
    }

    /** Declares it anew, durably; with the lock. */
    void change(UnaryOperator<RoutingEntry> change) {
        services.catalog().changeDomain(domain.name(), entry -> entry.withRouting(change.apply(entry.routing())));
        table = null;
        table();
    }

    private RouteTable table() {
        RouteTable made = table;
        if (made != null) {
            return made;
        }
        lock.lock();
        try {
            if (table == null) {
                table = new RouteTable(
                        domain.name(), entry().routes().stream().map(this::rule).toList());
            }
            return table;
        } finally {
            lock.unlock();
        }
    }

    private Rule rule(RoutingEntry.Route route) {
        MessagePredicate predicate = switch (route.condition()) {
            case RoutingEntry.Route.ALWAYS -> message -> true;
            case RoutingEntry.Route.CODE -> code.get(new RouteKey(route.from(), route.to()));
            default -> Predicates.fromJson(route.condition());
        };
        return new Rule(route.from(), route.to(), route.condition(), predicate);
    }

    /** Whether a rule begins at this queue. */
    boolean beginsAt(String queue) {
        return table().hasRulesFrom(queue);
    }

    RoutingExplanation explain(String queue, Object payload) {
        LocalQueue found = domain.found(queue);
        return table().explain(queue, found.publishing().outgoing(payload));
    }

    /** Publishes messages to one queue, and the copies that belong to them; the receipts are not durable yet. */
    List<LocalReceipt> publish(LocalQueue queue, Collection<?> payloads) {
        List<OutgoingMessage> messages = new ArrayList<>(payloads.size());
        payloads.forEach(payload -> messages.add(queue.publishing().checked(payload)));
        IdentityHashMap<OutgoingMessage, String> given = new IdentityHashMap<>();
        while (true) {
            RouteTable now = table();
            try {
                CopyingPublish publish = new CopyingPublish(domain::found);
                List<String> from = List.of(queue.name());
                messages.forEach(message -> publish.add(queue, piece(now, from, message, given)));
                publish.append();
                return publish.receipts().getOrDefault(queue.name(), List.of());
            } catch (QueueNotFoundException e) {
                rethrowUnlessChanged(now, List.of(queue), e);
            }
        }
    }

    /** Publishes a message to several queues, and the copies that belong to it, behind their barriers. */
    Map<String, List<LocalReceipt>> publish(List<LocalQueue> queues, Object payload) {
        LocalQueue first = queues.get(0);
        OutgoingMessage message = first.publishing().checked(payload);
        List<String> names = queues.stream().map(LocalQueue::name).toList();
        IdentityHashMap<OutgoingMessage, String> given = new IdentityHashMap<>();
        while (true) {
            RouteTable now = table();
            try {
                CopyingPublish publish = new CopyingPublish(domain::found);
                CopyingPublish.Piece piece = piece(now, names, message, given);
                queues.forEach(queue -> publish.add(queue, piece));
                publish.append();
                publish.awaitDurable();
                return publish.receipts();
            } catch (QueueNotFoundException e) {
                rethrowUnlessChanged(now, queues, e);
            }
        }
    }

    /** A destination that was deleted meanwhile is none any more. */
    private void rethrowUnlessChanged(RouteTable tried, List<LocalQueue> queues, QueueNotFoundException e) {
        if (queues.stream().anyMatch(LocalQueue::hasEnded) || table() == tried) {
            throw e;
        }
    }

    /** @param given the ids that messages were given: copies that an earlier try has left have the same */
    private CopyingPublish.Piece piece(
            RouteTable table,
            List<String> queues,
            OutgoingMessage message,
            IdentityHashMap<OutgoingMessage, String> given) {
        Map<String, List<String>> ways = table.copies(queues, message);
        String ownId = message.messageId().isEmpty() ? null : message.messageId();
        if (ownId != null || (ways.isEmpty() && queues.size() == 1)) {
            return new CopyingPublish.Piece(message.draft(), ownId, null, ways);
        }
        String id = given.computeIfAbsent(message, each -> newMessageId());
        RecordDraft draft = message.draft().copy(id.getBytes(StandardCharsets.UTF_8), CopyingPublish.NO_QUEUES);
        return new CopyingPublish.Piece(draft, null, id, ways);
    }

    private String newMessageId() {
        if (idOrigin == 0) {
            lock.lock();
            try {
                idOrigin = idOrigin == 0 ? RandomIds.next() : idOrigin;
            } finally {
                lock.unlock();
            }
        }
        return StoredRecord.messageId(idOrigin, idsGiven.incrementAndGet());
    }
}
