package io.gortms.internal.catalog;

import io.gortms.Binding;
import io.gortms.ExchangeType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The routing that is declared in a domain. Immutable: each change gives another one.
 *
 * @param routes in the order they were made, at most one from a queue to another
 * @param exchanges by name, sorted
 */
public record RoutingEntry(List<Route> routes, Map<String, Exchange> exchanges) {

    /** No routing at all. */
    public static final RoutingEntry NONE = new RoutingEntry(List.of(), Map.of());

    /**
     * A routing rule.
     *
     * @param condition {@link #ALWAYS}, {@link #CODE}, or a predicate as JSON
     */
    public record Route(String from, String to, String condition) {

        /** The condition of a rule that copies everything. */
        public static final String ALWAYS = "always";

        /** The condition of a rule whose predicate is code, and is not stored. */
        public static final String CODE = "code";

        boolean touches(String queue) {
            return from.equals(queue) || to.equals(queue);
        }
    }

    /** An exchange with its bindings in the order they were made. */
    public record Exchange(String name, ExchangeType type, List<Binding> bindings) {

        /** Copies the bindings. */
        public Exchange {
            bindings = List.copyOf(bindings);
        }

        /** The exchange with other bindings. */
        public Exchange withBindings(List<Binding> changed) {
            return new Exchange(name, type, changed);
        }
    }

    /** Copies what it is given. */
    public RoutingEntry {
        routes = List.copyOf(routes);
        exchanges = Collections.unmodifiableMap(new TreeMap<>(exchanges));
    }

    /** The rule from one queue to another, or null. */
    public @Nullable Route route(String from, String to) {
        return routes.stream()
                .filter(route -> route.from().equals(from) && route.to().equals(to))
                .findFirst()
                .orElse(null);
    }

    /** With this rule, in the place of the one between the same queues if there is one. */
    public RoutingEntry withRoute(Route route) {
        List<Route> changed = new ArrayList<>(routes);
        Route existing = route(route.from(), route.to());
        if (existing == null) {
            changed.add(route);
        } else {
            changed.set(routes.indexOf(existing), route);
        }
        return new RoutingEntry(changed, exchanges);
    }

    /** Without this rule. */
    public RoutingEntry without(Route route) {
        return new RoutingEntry(
                routes.stream().filter(other -> !other.equals(route)).toList(), exchanges);
    }

    /** With this exchange, in the place of the one of its name if there is one. */
    public RoutingEntry withExchange(Exchange exchange) {
        Map<String, Exchange> changed = new TreeMap<>(exchanges);
        changed.put(exchange.name(), exchange);
        return new RoutingEntry(routes, changed);
    }

    /** Without the exchange of this name. */
    public RoutingEntry withoutExchange(String exchange) {
        Map<String, Exchange> changed = new TreeMap<>(exchanges);
        changed.remove(exchange);
        return new RoutingEntry(routes, changed);
    }

    /** Without what begins or ends at this queue. */
    public RoutingEntry withoutQueue(String queue) {
        Map<String, Exchange> changed = new TreeMap<>();
        exchanges.forEach((name, exchange) -> changed.put(
                name,
                exchange.withBindings(exchange.bindings().stream()
                        .filter(binding -> !binding.queue().equals(queue))
                        .toList())));
        return new RoutingEntry(
                routes.stream().filter(route -> !route.touches(queue)).toList(), changed);
    }
}
