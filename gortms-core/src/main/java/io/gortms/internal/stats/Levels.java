package io.gortms.internal.stats;

/**
 * How many of everything there are.
 *
 * @param second since when, in seconds since the epoch
 */
public record Levels(long second, int domains, int queues, long routes, long messages) {

    boolean sameAs(Levels other) {
        return domains == other.domains
                && queues == other.queues
                && routes == other.routes
                && messages == other.messages;
    }
}
