package io.gortms.internal;

import io.gortms.Binding;
import io.gortms.BrokerEvent;
import io.gortms.ConfigurationConflictException;
import io.gortms.Exchange;
import io.gortms.ExchangeNotFoundException;
import io.gortms.ExchangeType;
import io.gortms.Message;
import io.gortms.PublishReceipt;
import io.gortms.QueueNotFoundException;
import io.gortms.UnroutableMessageException;
import io.gortms.internal.catalog.Names;
import io.gortms.internal.catalog.RoutingEntry;
import io.gortms.internal.routing.Bindings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** The exchanges of a domain: declares and deletes them, binds queues, and publishes to what they choose. */
final class DomainExchanges {

    private static final int MAX_KEY_LENGTH = 255;

    private final LocalDomain domain;
    private final DomainRouting routing;
    private final Services services;
    private final ReentrantLock lock;

    /** What was made of the bindings of each exchange when somebody last published to it. */
    private final Map<String, Prepared> prepared = new ConcurrentHashMap<>();

    private record Prepared(RoutingEntry.Exchange of, Bindings bindings) {}

    /** An exchange as users hold it. */
    private final class LocalExchange implements Exchange {

        private final String name;
        private final ExchangeType type;

        LocalExchange(RoutingEntry.Exchange entry) {
            this.name = entry.name();
            this.type = entry.type();
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public ExchangeType type() {
            return type;
        }

        @Override
        public Exchange bind(String key, String queue) {
            if (type == ExchangeType.HEADERS) {
                throw new IllegalArgumentException(
                        "the exchange '" + name + "' goes by headers, and has no binding keys; use bindAll or bindAny");
            }
            checkKey("binding", key);
            return bind(new Binding(queue, type == ExchangeType.FANOUT ? "" : key, Map.of(), false));
        }

        @Override
        public Exchange bindAll(Map<String, String> headers, String queue) {
            return bindHeaders(headers, queue, false);
        }

        @Override
        public Exchange bindAny(Map<String, String> headers, String queue) {
            return bindHeaders(headers, queue, true);
        }

        private Exchange bindHeaders(Map<String, String> headers, String queue, boolean any) {
            if (type != ExchangeType.HEADERS) {
                throw new IllegalArgumentException(
                        "the exchange '" + name + "' is " + type + " and goes by the routing key; use bind");
            }
            if (headers.isEmpty()) {
                throw new IllegalArgumentException("a binding by headers names at least one");
            }
            return bind(new Binding(queue, "", headers, any));
        }

        private Exchange bind(Binding binding) {
            lock.lock();
            try {
                RoutingEntry.Exchange before = declared(name);
                routing.endpoint(binding.queue());
                if (!before.bindings().contains(binding)) {
                    List<Binding> changed = new ArrayList<>(before.bindings());
                    changed.add(binding);
                    put(before.withBindings(changed));
                    services.event((sequence, now) ->
                            new BrokerEvent.QueueBound(sequence, now, domain.name(), name, binding.queue()));
                }
                return this;
            } finally {
                lock.unlock();
            }
        }

        @Override
        public Exchange unbind(String key, String queue) {
            checkKey("binding", key);
            boolean anyKey = type == ExchangeType.FANOUT || type == ExchangeType.HEADERS;
            return unbind(
                    queue,
                    binding -> binding.queue().equals(queue)
                            && (anyKey || binding.key().equals(key)));
        }

        private Exchange unbind(String queue, Predicate<Binding> which) {
            lock.lock();
            try {
                RoutingEntry.Exchange before = declared(name);
                List<Binding> rest =
                        before.bindings().stream().filter(which.negate()).toList();
                if (rest.size() < before.bindings().size()) {
                    put(before.withBindings(rest));
                    services.event(
                            (sequence, now) -> new BrokerEvent.QueueUnbound(sequence, now, domain.name(), name, queue));
                }
                return this;
            } finally {
                lock.unlock();
            }
        }

        @Override
        public List<Binding> bindings() {
            return declared(name).bindings();
        }

        @Override
        public String toString() {
            return "exchange " + domain.name() + "." + name;
        }
    }

    /** @param lock guards what is declared in the domain */
    DomainExchanges(LocalDomain domain, DomainRouting routing, Services services, ReentrantLock lock) {
        this.domain = domain;
        this.routing = routing;
        this.services = services;
        this.lock = lock;
    }

    Exchange declare(String name, ExchangeType type) {
        Names.check(Names.Kind.EXCHANGE, name);
        Objects.requireNonNull(type, "type");
        lock.lock();
        try {
            domain.checkUsable("the exchange '" + name + "' was not declared");
            RoutingEntry.Exchange existing = routing.entry().exchanges().get(name);
            if (existing == null) {
                Names.checkDistinct(
                        Names.Kind.EXCHANGE, name, routing.entry().exchanges().keySet());
                existing = new RoutingEntry.Exchange(name, type, List.of());
                put(existing);
                services.event((sequence, now) -> new BrokerEvent.ExchangeCreated(sequence, now, domain.name(), name));
            } else if (existing.type() != type) {
                throw new ConfigurationConflictException(domain.name() + "." + name, "type", existing.type(), type);
            }
            return new LocalExchange(existing);
        } finally {
            lock.unlock();
        }
    }

    private void put(RoutingEntry.Exchange exchange) {
        routing.change(entry -> entry.withExchange(exchange));
    }

    private RoutingEntry.Exchange declared(String name) {
        domain.checkUsable("the exchange '" + name + "' was not looked up");
        Map<String, RoutingEntry.Exchange> exchanges = routing.entry().exchanges();
        RoutingEntry.Exchange exchange = exchanges.get(name);
        if (exchange == null) {
            throw new ExchangeNotFoundException(domain.name(), name, Names.nearest(name, exchanges.keySet()));
        }
        return exchange;
    }

    Exchange find(String name) {
        return new LocalExchange(declared(name));
    }

    List<Exchange> all() {
        domain.checkUsable("exchanges were not listed");
        return routing.entry().exchanges().values().stream()
                .<Exchange>map(LocalExchange::new)
                .toList();
    }

    void delete(String name) {
        lock.lock();
        try {
            declared(name);
            routing.change(entry -> entry.withoutExchange(name));
            prepared.remove(name);
            services.event((sequence, now) -> new BrokerEvent.ExchangeDeleted(sequence, now, domain.name(), name));
        } finally {
            lock.unlock();
        }
    }

    Map<String, PublishReceipt> publish(String exchange, String routingKey, Object payload) {
        checkKey("routing", routingKey);
        Objects.requireNonNull(payload, "a payload is never null; publish an empty one instead");
        domain.checkUsable("nothing was published");
        while (true) {
            Set<String> chosen = choose(exchange, routingKey, payload);
            try {
                List<LocalQueue> queues = chosen.stream().map(domain::found).toList();
                Map<String, PublishReceipt> receipts = new LinkedHashMap<>();
                routing.publish(queues, payload).forEach((queue, all) -> receipts.put(queue, all.get(0)));
                return receipts;
            } catch (QueueNotFoundException e) {
                if (choose(exchange, routingKey, payload).equals(chosen)) {
                    throw e;
                }
            }
        }
    }

    private Set<String> choose(String exchange, String routingKey, Object payload) {
        Map<String, String> headers = payload instanceof Message message ? message.headers() : Map.of();
        Set<String> chosen;
        if (exchange.isEmpty()) {
            chosen = services.catalog().queueNames(domain.name()).contains(routingKey) ? Set.of(routingKey) : Set.of();
        } else {
            chosen = bindings(declared(exchange)).choose(routingKey, headers);
        }
        if (chosen.isEmpty()) {
            throw new UnroutableMessageException(domain.name(), exchange, routingKey);
        }
        return chosen;
    }

    @SuppressWarnings(
            "ReferenceEquality") // each change gives another entry, and comparing bindings costs more than making them
    private Bindings bindings(RoutingEntry.Exchange exchange) {
        Prepared last = prepared.get(exchange.name());
        if (last == null || last.of() != exchange) {
            last = new Prepared(exchange, new Bindings(exchange.type(), exchange.bindings()));
            prepared.put(exchange.name(), last);
        }
        return last.bindings();
    }

    private static void checkKey(String what, String key) {
        Objects.requireNonNull(key, "the " + what + " key is null; give an empty one");
        if (key.length() > MAX_KEY_LENGTH) {
            throw new IllegalArgumentException(
                    "a " + what + " key has at most " + MAX_KEY_LENGTH + " characters, not " + key.length());
        }
    }
}
