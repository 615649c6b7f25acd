package io.gortms.internal.routing;

import io.gortms.Binding;
import io.gortms.ExchangeType;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;

/** The bindings of an exchange, and which queues they choose. Immutable. */
public final class Bindings {

    private final List<Choice> choices;

    private record Choice(String queue, BiPredicate<String, Map<String, String>> condition) {}

    /** The bindings of an exchange of this type. */
    public Bindings(ExchangeType type, Collection<Binding> bindings) {
        this.choices = bindings.stream()
                .map(binding -> new Choice(binding.queue(), condition(type, binding)))
                .toList();
    }

    private static BiPredicate<String, Map<String, String>> condition(ExchangeType type, Binding binding) {
        return switch (type) {
            case DIRECT -> (key, headers) -> key.equals(binding.key());
            case FANOUT -> (key, headers) -> true;
            case TOPIC -> {
                TopicPattern pattern = TopicPattern.of(binding.key());
                yield (key, headers) -> pattern.matches(key);
            }
            case HEADERS -> (key, headers) -> matches(binding, headers);
        };
    }

    private static boolean matches(Binding binding, Map<String, String> headers) {
        Set<Map.Entry<String, String>> wanted = binding.headers().entrySet();
        return binding.any()
                ? wanted.stream().anyMatch(headers.entrySet()::contains)
                : headers.entrySet().containsAll(wanted);
    }

    /** The queues that get a message, each once. */
    public Set<String> choose(String routingKey, Map<String, String> headers) {
        Set<String> queues = new LinkedHashSet<>();
        for (Choice choice : choices) {
            if (choice.condition().test(routingKey, headers)) {
                queues.add(choice.queue());
            }
        }
        return queues;
    }
}
