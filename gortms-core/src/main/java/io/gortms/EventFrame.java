package io.gortms;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event as programs outside this JVM are told of it; Jackson writes it as they expect it.
 *
 * @param id the same event has the same id wherever it is shown, and no other event of the same broker object has it. Made of
 *     the microsecond and the {@linkplain BrokerEvent#sequence() sequence number}
 * @param type {@code info}, {@code warning} or {@code error}
 * @param eventType what happened, such as {@code queue_created}
 * @param resource what it happened to: {@code domain}, {@code domain.queue}, {@code domain.queue/group}; empty for the broker
 * @param data what else there is to say, or null; Jackson leaves it out then. A map, or the percentage of {@code
 *     queue_capacity}, or the consumer of {@code connection_opened} and {@code connection_lost}
 * @param timestamp when, in seconds since the epoch
 */
@JsonPropertyOrder({"id", "type", "eventType", "resource", "data", "timestamp"})
public record EventFrame(
        String id,
        String type,
        String eventType,
        String resource,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Object data,
        long timestamp) {

    private static final String INFO = "info";
    private static final String WARNING = "warning";
    private static final String ERROR = "error";

    /** The frame of an event. */
    public static EventFrame of(BrokerEvent event) {
        if (event instanceof BrokerEvent.QueueCapacity e) {
            String type = switch (e.level()) {
                case RECOVERED -> INFO;
                case WARNING -> WARNING;
                case CRITICAL -> ERROR;
            };
            return of(event, type, "queue_capacity", e.percent());
        } else if (event instanceof BrokerEvent.ConsumerConnected e) {
            return of(event, INFO, "connection_opened", e.consumer());
        } else if (event instanceof BrokerEvent.ConsumerLost e) {
            return of(event, WARNING, "connection_lost", e.consumer());
        } else if (event instanceof BrokerEvent.BreakerChanged e) {
            String type = e.to() == BreakerState.OPEN ? WARNING : INFO;
            return of(event, type, "breaker_changed", Map.of("from", e.from(), "to", e.to()));
        }
        EventFrame frame = ofMessage(event);
        if (frame == null) {
            frame = ofRouting(event);
        }
        if (frame == null) {
            frame = ofData(event);
        }
        return frame == null ? of(event, INFO, declaration(event), null) : frame;
    }

    private static @Nullable EventFrame ofRouting(BrokerEvent event) {
        if (event instanceof BrokerEvent.RouteCreated e) {
            return of(event, INFO, "routing_rule_created", route(e.resource(), e.destination()));
        } else if (event instanceof BrokerEvent.RouteDeleted e) {
            return of(event, INFO, "routing_rule_deleted", route(e.resource(), e.destination()));
        } else if (event instanceof BrokerEvent.ExchangeCreated e) {
            return of(event, INFO, "exchange_created", Map.of("exchange", e.exchange()));
        } else if (event instanceof BrokerEvent.ExchangeDeleted e) {
            return of(event, INFO, "exchange_deleted", Map.of("exchange", e.exchange()));
        } else if (event instanceof BrokerEvent.QueueBound e) {
            return of(event, INFO, "queue_bound", Map.of("exchange", e.exchange(), "queue", e.queue()));
        } else if (event instanceof BrokerEvent.QueueUnbound e) {
            return of(event, INFO, "queue_unbound", Map.of("exchange", e.exchange(), "queue", e.queue()));
        }
        return null;
    }

    private static @Nullable EventFrame ofMessage(BrokerEvent event) {
        if (event instanceof BrokerEvent.MessageDeadLettered e) {
            return of(
                    event,
                    WARNING,
                    "message_dead_lettered",
                    Map.of("messageId", e.messageId(), "position", e.position(), "reason", e.reason()));
        } else if (event instanceof BrokerEvent.MessageExpired e) {
            return of(event, WARNING, "messages_expired", message(e.messageId(), e.position()));
        } else if (event instanceof BrokerEvent.MessageDropped e) {
            return of(event, WARNING, "messages_dropped", message(e.messageId(), e.position()));
        }
        return null;
    }

    private static @Nullable EventFrame ofData(BrokerEvent event) {
        if (event instanceof BrokerEvent.DiskLow e) {
            return of(event, ERROR, "disk_low", Map.of("freeBytes", e.freeBytes()));
        } else if (event instanceof BrokerEvent.Recovered e) {
            RecoveryReport report = e.report();
            return of(
                    event,
                    report.damages().isEmpty() ? INFO : WARNING,
                    "recovered",
                    Map.of(
                            "cleanShutdown", report.cleanShutdown(),
                            "machineRestarted", report.machineRestarted(),
                            "damages", report.damages().size()));
        } else if (event instanceof BrokerEvent.DataDamaged e) {
            return of(event, ERROR, "data_damaged", e.damage());
        } else if (event instanceof BrokerEvent.KeysCongested e) {
            return of(event, WARNING, "keys_congested", Map.of("parked", e.parked()));
        } else if (event instanceof BrokerEvent.GroupHoldsDisk e) {
            return of(event, WARNING, "group_holds_disk", Map.of("position", e.position(), "heldBytes", e.heldBytes()));
        } else if (event instanceof BrokerEvent.IdsForgotten e) {
            return of(event, WARNING, "ids_forgotten", Map.of("forgotten", e.forgotten()));
        }
        return null;
    }

    /** Of what says nothing but its name: {@code QueueCreated} is {@code queue_created}. */
    private static String declaration(BrokerEvent event) {
        String name = event.getClass().getSimpleName();
        return name.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }

    private static Map<String, Object> message(String messageId, long position) {
        return Map.of("messageId", messageId, "position", position);
    }

    private static Map<String, String> route(String resource, String destination) {
        return Map.of("source", resource.substring(resource.indexOf('.') + 1), "destination", destination);
    }

    private static EventFrame of(BrokerEvent event, String type, String eventType, @Nullable Object data) {
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, event.timestamp());
        String id = "event-" + micros + "-" + event.sequence();
        return new EventFrame(
                id, type, eventType, event.resource(), data, event.timestamp().getEpochSecond());
    }
}
