package io.gortms.webhooks;

import java.time.Instant;

/** Something that happened to an endpoint. {@link Object#toString()} says it in a line. */
public sealed interface EndpointEvent {

    /** When, by the broker's clock. */
    Instant at();

    /** The endpoint's id. */
    String endpoint();

    /** It was registered, or registered anew. */
    record Registered(Instant at, String endpoint) implements EndpointEvent {}

    /** It was removed, with what waited for it. */
    record Unregistered(Instant at, String endpoint) implements EndpointEvent {}

    /** Somebody paused it. */
    record Paused(Instant at, String endpoint) implements EndpointEvent {}

    /** Somebody resumed it. */
    record Resumed(Instant at, String endpoint) implements EndpointEvent {}

    /** It is not sent to until a time: it has failed too often, or has asked for it. */
    record BackingOff(Instant at, String endpoint, Instant until, String why) implements EndpointEvent {}

    /** It works again: the first success after failures that had paused it. */
    record Recovered(Instant at, String endpoint) implements EndpointEvent {}

    /** It is not sent to any more, nor is anything kept for it. */
    record Disabled(Instant at, String endpoint, String why) implements EndpointEvent {}

    /** Somebody enabled it. */
    record Enabled(Instant at, String endpoint) implements EndpointEvent {}

    /**
     * A webhook was given up and is a dead letter.
     *
     * @param endpoint the endpoint's id; empty for {@link Webhooks#dispatchTo}
     * @param id the webhook's id
     */
    record GivenUp(Instant at, String endpoint, String id, String why) implements EndpointEvent {}
}
