package io.gortms.internal.routing;

import io.gortms.RoutingExplanation;
import io.gortms.StoredMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The routing rules of a domain, and what they make of a message. Immutable. */
public final class RouteTable {

    private final String domain;
    private final Map<String, List<Rule>> bySource = new TreeMap<>();

    /** Rules in the order in which they are evaluated. */
    public RouteTable(String domain, Collection<Rule> rules) {
        this.domain = domain;
        rules.forEach(rule ->
                bySource.computeIfAbsent(rule.from(), from -> new ArrayList<>()).add(rule));
    }

    /** Whether a rule begins at this queue. */
    public boolean hasRulesFrom(String queue) {
        return bySource.containsKey(queue);
    }

    /** All rules, by source. */
    public List<Rule> rules() {
        return bySource.values().stream().flatMap(List::stream).toList();
    }

    /**
     * Which queues get a copy of a message that is published to these.
     *
     * @return the queues with the ways that the message takes to them: the queues it passed, in order
     */
    public Map<String, List<String>> copies(Collection<String> queues, StoredMessage message) {
        return follow(queues, message, new ArrayList<>());
    }

    /** The same, with each rule that was looked at. */
    public RoutingExplanation explain(String queue, StoredMessage message) {
        List<RoutingExplanation.Rule> looked = new ArrayList<>();
        Map<String, List<String>> copies = follow(List.of(queue), message, looked);
        return new RoutingExplanation(queue, looked, List.copyOf(copies.keySet()));
    }

    /** Breadth first, so that each copy has the shortest way; a queue that was come to already is a dead end. */
    private Map<String, List<String>> follow(
            Collection<String> queues, StoredMessage message, List<RoutingExplanation.Rule> looked) {
        Map<String, List<String>> copies = new LinkedHashMap<>();
        Set<String> seen = new HashSet<>(queues);
        Deque<String> ahead = new ArrayDeque<>(queues);
        for (String queue = ahead.poll(); queue != null; queue = ahead.poll()) {
            for (Rule rule : bySource.getOrDefault(queue, List.of())) {
                boolean matches = rule.matches(message, domain);
                boolean isNew = matches && seen.add(rule.to());
                looked.add(new RoutingExplanation.Rule(rule.from(), rule.to(), rule.condition(), matches, isNew));
                if (isNew) {
                    List<String> way = new ArrayList<>(copies.getOrDefault(queue, List.of()));
                    way.add(queue);
                    copies.put(rule.to(), way);
                    ahead.add(rule.to());
                }
            }
        }
        return copies;
    }
}
