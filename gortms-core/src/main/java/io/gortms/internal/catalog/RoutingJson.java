package io.gortms.internal.catalog;

import io.gortms.Binding;
import io.gortms.ExchangeType;
import io.gortms.Predicates;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Routing rules and exchanges as they stand in {@code domain.json}. */
final class RoutingJson {

    private static final ValueType<ExchangeType> TYPE = ValueType.oneOf(ExchangeType.class);
    private static final ValueType<Map<String, String>> HEADERS =
            new ValueType<>(headers -> headers, RoutingJson::headers);

    /** A predicate is an object, everything else its name. */
    private static final ValueType<String> CONDITION =
            new ValueType<>(RoutingJson::encodeCondition, RoutingJson::condition);

    private RoutingJson() {}

    private static Object encodeCondition(String condition) {
        return isName(condition) ? condition : PredicateField.TYPE.encode(Predicates.fromJson(condition));
    }

    private static String condition(Object json) {
        if (json instanceof String name) {
            if (!isName(name)) {
                throw new IllegalArgumentException("no condition of a routing rule");
            }
            return name;
        }
        return Objects.requireNonNull(Predicates.toJson(PredicateField.TYPE.decode(json)), "code in a file");
    }

    private static boolean isName(String condition) {
        return condition.equals(RoutingEntry.Route.ALWAYS) || condition.equals(RoutingEntry.Route.CODE);
    }

    static Map<String, Object> encode(RoutingEntry routing) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(
                "routes",
                routing.routes().stream()
                        .map(route -> fields(
                                "from",
                                route.from(),
                                "to",
                                route.to(),
                                "condition",
                                CONDITION.encode(route.condition())))
                        .toList());
        fields.put(
                "exchanges",
                routing.exchanges().values().stream()
                        .map(exchange -> fields(
                                "name",
                                exchange.name(),
                                "type",
                                TYPE.encode(exchange.type()),
                                "bindings",
                                exchange.bindings().stream()
                                        .map(RoutingJson::encode)
                                        .toList()))
                        .toList());
        return fields;
    }

    private static Map<String, Object> encode(Binding binding) {
        return fields(
                "queue",
                binding.queue(),
                "key",
                binding.key(),
                "headers",
                HEADERS.encode(binding.headers()),
                "any",
                binding.any());
    }

    private static Map<String, Object> fields(Object... namesAndValues) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return fields;
    }

    static RoutingEntry routing(Fields fields) {
        List<RoutingEntry.Route> routes = new ArrayList<>();
        for (Fields route : fields.objects("routes")) {
            routes.add(new RoutingEntry.Route(route.text("from"), route.text("to"), route.as("condition", CONDITION)));
        }
        Map<String, RoutingEntry.Exchange> exchanges = new LinkedHashMap<>();
        for (Fields exchange : fields.objects("exchanges")) {
            List<Binding> bindings = new ArrayList<>();
            for (Fields binding : exchange.objects("bindings")) {
                bindings.add(new Binding(
                        binding.text("queue"),
                        binding.text("key"),
                        binding.as("headers", HEADERS),
                        binding.as("any", ValueType.FLAG)));
            }
            String name = exchange.text("name");
            exchanges.put(name, new RoutingEntry.Exchange(name, exchange.as("type", TYPE), bindings));
        }
        return new RoutingEntry(routes, exchanges);
    }

    private static Map<String, String> headers(Object json) {
        Map<String, String> headers = new LinkedHashMap<>();
        ((Map<?, ?>) json).forEach((name, value) -> headers.put((String) name, (String) value));
        return headers;
    }
}
