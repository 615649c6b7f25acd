package io.gortms.webhooks.internal.store;

import io.gortms.Broker;
import io.gortms.Domain;
import io.gortms.Durability;
import io.gortms.ExpiryAction;
import io.gortms.MessageQueue;
import io.gortms.QueueNotFoundException;
import io.gortms.Retention;
import io.gortms.webhooks.WebhookEndpoint;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The queues of the domain {@code _webhooks}:
 *
 * <ul>
 *   <li>{@code events}: what was dispatched and to which endpoints, for as long as the history goes
 *   <li>{@code ep-<id>}: what waits for an endpoint; {@code ep-<id>.dlq}: what it was given up for
 *   <li>{@code direct}: what waits for URLs that are no endpoints
 *   <li>{@code attempts}: the log
 *   <li>{@code endpoints}: the endpoints
 * </ul>
 */
public final class Queues {

    /** The domain. */
    public static final String DOMAIN = "_webhooks";

    /** The group that sends, in each queue from which something is sent. */
    public static final String SENDER = "sender";

    /** No lease of ours ends before its time: each attempt has a deadline of its own, and the next process begins anew. */
    private static final Duration LEASE = Duration.ofDays(3650);

    /** Within this time the same is not sent again by hand. */
    static final Duration SECOND_CLICK = Duration.ofMinutes(1);

    private static final int MAX_RECORD_BYTES = 1 << 20;
    private static final int DIRECT_IN_FLIGHT = 4096;
    private static final int MOST_AHEAD = 64;

    private final Domain domain;
    private final Durability durability;
    private final int maxPayloadBytes;
    private final MessageQueue events;
    private final MessageQueue direct;
    private final MessageQueue attempts;
    private final MessageQueue endpoints;

    /**
     * Declares them.
     *
     * @param history how long events and attempts are kept
     * @param idempotencyWindow how long idempotency keys are remembered
     */
    public Queues(
            Broker broker, Durability durability, int maxPayloadBytes, Duration history, Duration idempotencyWindow) {
        this.domain = broker.declareDomain(DOMAIN);
        this.durability = durability;
        this.maxPayloadBytes = maxPayloadBytes;
        events = domain.declareQueue(
                "events",
                queue -> queue.durability(durability)
                        .ttl(history)
                        .expiry(ExpiryAction.DEAD_LETTER) // what was never handed on; see FanOut
                        .retention(Retention.UNTIL_EXPIRED)
                        .maxSize(0)
                        .deduplication(idempotencyWindow)
                        .maxMessageBytes(maxPayloadBytes)
                        .deliveryLimit(0));
        direct = domain.declareQueue(
                "direct",
                queue -> queue.durability(durability)
                        .ttl(Duration.ZERO)
                        .retention(Retention.UNTIL_ACKNOWLEDGED)
                        .maxSize(0)
                        .deduplication(idempotencyWindow)
                        .maxMessageBytes(maxPayloadBytes)
                        .maxInFlight(DIRECT_IN_FLIGHT)
                        .ackTimeout(LEASE)
                        .deliveryLimit(0));
        attempts = domain.declareQueue(
                "attempts",
                queue -> queue.ttl(history)
                        .retention(Retention.UNTIL_EXPIRED)
                        .maxSize(0)
                        .maxMessageBytes(MAX_RECORD_BYTES));
        endpoints = domain.declareQueue(
                "endpoints",
                queue -> queue.durability(durability)
                        .ttl(Duration.ZERO)
                        .retention(Retention.UNTIL_ACKNOWLEDGED)
                        .maxSize(0)
                        .maxMessageBytes(MAX_RECORD_BYTES));
    }

    /** What was dispatched. */
    public MessageQueue events() {
        return events;
    }

    /** What waits for URLs. */
    public MessageQueue direct() {
        return direct;
    }

    /** The log. */
    public MessageQueue attempts() {
        return attempts;
    }

    /** The endpoints. */
    public MessageQueue endpoints() {
        return endpoints;
    }

    /** The queue of an endpoint, declared as that says. */
    public MessageQueue declare(WebhookEndpoint endpoint) {
        return domain.declareQueue(
                name(endpoint.id()),
                queue -> queue.durability(durability)
                        .ttl(Duration.ZERO)
                        .retention(Retention.UNTIL_ACKNOWLEDGED)
                        .maxSize(0)
                        .deduplication(SECOND_CLICK)
                        .maxMessageBytes(maxPayloadBytes)
                        .maxInFlight(endpoint.maxInFlight() + ahead(endpoint.maxInFlight()))
                        .circuitBreaker(endpoint.failures().breaker())
                        .ackTimeout(LEASE)
                        .deliveryLimit(0));
    }

    /** The queue of an endpoint, or null if it has none. */
    public @Nullable MessageQueue find(String endpoint) {
        try {
            return domain.queue(name(endpoint));
        } catch (QueueNotFoundException e) {
            return null;
        }
    }

    /** Deletes the queue of an endpoint, if it is there. */
    public void delete(String endpoint) {
        try {
            domain.deleteQueue(name(endpoint));
        } catch (QueueNotFoundException e) {
            // somebody has deleted it by the broker
        }
    }

    /** How many webhooks are in hand at most beyond those that may be under way. */
    public static int ahead(int maxInFlight) {
        return Math.min(maxInFlight, MOST_AHEAD);
    }

    private static String name(String endpoint) {
        return "ep-" + endpoint;
    }
}
