package io.gortms.webhooks;

import io.gortms.BreakerState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an endpoint is: an immutable snapshot.
 *
 * @param id what it is called
 * @param url where it is, without the query
 * @param events which events it gets
 * @param state whether it is sent to
 * @param why what put it into this state; empty if it is active
 * @param until when a pause of its own accord ends; null if there is none
 * @param waiting webhooks that it has still to get, those under way and those that wait for a retry included
 * @param inFlight requests under way
 * @param deadLetters webhooks that were given up
 * @param failingSince since when there were failures only, by what is known; null if the last attempt succeeded
 * @param breaker its circuit breaker
 */
public record EndpointStatus(
        String id,
        String url,
        List<String> events,
        State state,
        String why,
        @Nullable Instant until,
        long waiting,
        int inFlight,
        long deadLetters,
        @Nullable Instant failingSince,
        BreakerState breaker) {

    /** Copies the list. */
    public EndpointStatus {
        events = List.copyOf(events);
    }

    /** Whether an endpoint is sent to. */
    public enum State {
        /** It is. */
        ACTIVE,
        /** Not until {@code until}: it has failed too often, or has asked for it. */
        BACKING_OFF,
        /** Not until {@link Webhooks#resume}. */
        PAUSED,
        /** Not until {@link Webhooks#enable}, and what is dispatched meanwhile is not kept for it. */
        DISABLED,
        /** Not until it is registered again: it has parts that are not stored. */
        INCOMPLETE
    }
}
