package io.gortms;

import java.util.List;

/**
 * What would happen to a payload: see {@link Domain#explainRouting(String, Object)}.
 *
 * @param queue the queue it would be published to
 * @param rules each rule that would be looked at, in that order
 * @param copies the queues that would get a copy, in order; the queue itself is not among them
 */
public record RoutingExplanation(String queue, List<Rule> rules, List<String> copies) {

    /** Copies the lists. */
    public RoutingExplanation {
        rules = List.copyOf(rules);
        copies = List.copyOf(copies);
    }

    /**
     * One rule.
     *
     * @param from where it begins
     * @param to where it would copy to
     * @param condition as of {@link Route#condition()}
     * @param matches whether its condition is true of the payload
     * @param copies whether it makes a copy: it matches, and the message was not in that queue already
     */
    public record Rule(String from, String to, String condition, boolean matches, boolean copies) {}
}
