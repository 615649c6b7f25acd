package io.gortms;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What programs outside are told of events, field by field. */
class EventFrameTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00.000123Z");
    private static final long SECOND = NOW.getEpochSecond();
    private static final RecoveryReport.Damage DAMAGE =
            new RecoveryReport.Damage("shop.orders", "shop/orders/journal", "a record is damaged", 1);

    private record Case(BrokerEvent event, String type, String eventType, Object data) {}

    /** One of each, with its form. */
    private static final List<Case> CASES = List.of(
            new Case(new BrokerEvent.DomainCreated(1, NOW, "shop"), "info", "domain_created", "-"),
            new Case(new BrokerEvent.DomainChanged(1, NOW, "shop"), "info", "domain_changed", "-"),
            new Case(new BrokerEvent.DomainDeleted(1, NOW, "shop"), "info", "domain_deleted", "-"),
            new Case(new BrokerEvent.QueueCreated(1, NOW, "shop.orders"), "info", "queue_created", "-"),
            new Case(new BrokerEvent.QueueChanged(1, NOW, "shop.orders"), "info", "queue_changed", "-"),
            new Case(new BrokerEvent.QueueDeleted(1, NOW, "shop.orders"), "info", "queue_deleted", "-"),
            new Case(new BrokerEvent.GroupCreated(1, NOW, "shop.orders/a"), "info", "group_created", "-"),
            new Case(new BrokerEvent.GroupChanged(1, NOW, "shop.orders/a"), "info", "group_changed", "-"),
            new Case(new BrokerEvent.GroupDeleted(1, NOW, "shop.orders/a"), "info", "group_deleted", "-"),
            new Case(new BrokerEvent.GroupExpired(1, NOW, "shop.orders/a"), "info", "group_expired", "-"),
            new Case(
                    new BrokerEvent.RouteCreated(1, NOW, "shop.orders", "large"),
                    "info",
                    "routing_rule_created",
                    Map.of("source", "orders", "destination", "large")),
            new Case(
                    new BrokerEvent.RouteDeleted(1, NOW, "shop.orders", "large"),
                    "info",
                    "routing_rule_deleted",
                    Map.of("source", "orders", "destination", "large")),
            new Case(
                    new BrokerEvent.ExchangeCreated(1, NOW, "shop", "news"),
                    "info",
                    "exchange_created",
                    Map.of("exchange", "news")),
            new Case(
                    new BrokerEvent.ExchangeDeleted(1, NOW, "shop", "news"),
                    "info",
                    "exchange_deleted",
                    Map.of("exchange", "news")),
            new Case(
                    new BrokerEvent.QueueBound(1, NOW, "shop", "news", "orders"),
                    "info",
                    "queue_bound",
                    Map.of("exchange", "news", "queue", "orders")),
            new Case(
                    new BrokerEvent.QueueUnbound(1, NOW, "shop", "news", "orders"),
                    "info",
                    "queue_unbound",
                    Map.of("exchange", "news", "queue", "orders")),
            new Case(capacity(CapacityLevel.WARNING, 75), "warning", "queue_capacity", 75.0),
            new Case(capacity(CapacityLevel.CRITICAL, 90), "error", "queue_capacity", 90.0),
            new Case(capacity(CapacityLevel.RECOVERED, 12), "info", "queue_capacity", 12.0),
            new Case(
                    new BrokerEvent.ConsumerConnected(1, NOW, "shop.orders/a", "mailer"),
                    "info",
                    "connection_opened",
                    "mailer"),
            new Case(
                    new BrokerEvent.ConsumerLost(1, NOW, "shop.orders/a", "mailer"),
                    "warning",
                    "connection_lost",
                    "mailer"),
            new Case(
                    new BrokerEvent.MessageDeadLettered(1, NOW, "shop.orders/a", "m1", 5, "rejected"),
                    "warning",
                    "message_dead_lettered",
                    Map.of("messageId", "m1", "position", 5, "reason", "rejected")),
            new Case(
                    new BrokerEvent.MessageExpired(1, NOW, "shop.orders/a", "m1", 5),
                    "warning",
                    "messages_expired",
                    Map.of("messageId", "m1", "position", 5)),
            new Case(
                    new BrokerEvent.MessageDropped(1, NOW, "shop.orders", "m1", 5),
                    "warning",
                    "messages_dropped",
                    Map.of("messageId", "m1", "position", 5)),
            new Case(
                    new BrokerEvent.BreakerChanged(1, NOW, "shop.orders/a", BreakerState.CLOSED, BreakerState.OPEN),
                    "warning",
                    "breaker_changed",
                    Map.of("from", "CLOSED", "to", "OPEN")),
            new Case(
                    new BrokerEvent.KeysCongested(1, NOW, "shop.orders/a", 100_000),
                    "warning",
                    "keys_congested",
                    Map.of("parked", 100_000)),
            new Case(
                    new BrokerEvent.GroupHoldsDisk(1, NOW, "shop.orders/a", 7, 8),
                    "warning",
                    "group_holds_disk",
                    Map.of("position", 7, "heldBytes", 8)),
            new Case(
                    new BrokerEvent.IdsForgotten(1, NOW, "shop.orders", 9),
                    "warning",
                    "ids_forgotten",
                    Map.of("forgotten", 9)),
            new Case(
                    new BrokerEvent.DataDamaged(1, NOW, "shop.orders", DAMAGE),
                    "error",
                    "data_damaged",
                    Map.of(
                            "resource", "shop.orders",
                            "file", "shop/orders/journal",
                            "description", "a record is damaged",
                            "lostMessages", 1)),
            new Case(new BrokerEvent.DiskLow(1, NOW, "shop.orders", 77), "error", "disk_low", Map.of("freeBytes", 77)),
            new Case(
                    new BrokerEvent.Recovered(1, NOW, "", new RecoveryReport(true, false, List.of())),
                    "info",
                    "recovered",
                    Map.of("cleanShutdown", true, "machineRestarted", false, "damages", 0)));

    private final ObjectMapper mapper = new ObjectMapper();

    @Test
    void jacksonWritesWhatIsExpected() throws Exception {
        for (Case each : CASES) {
            Map<?, ?> written = mapper.readValue(mapper.writeValueAsString(EventFrame.of(each.event)), Map.class);
            List<String> names = each.data.equals("-")
                    ? List.of("id", "type", "eventType", "resource", "timestamp")
                    : List.of("id", "type", "eventType", "resource", "data", "timestamp");
            assertThat(List.<Object>copyOf(written.keySet())).as("%s", each).isEqualTo(names);
            assertThat(written.get("type")).as("%s", each).isEqualTo(each.type);
            assertThat(written.get("eventType")).as("%s", each).isEqualTo(each.eventType);
            assertThat(written.get("resource")).isEqualTo(each.event.resource());
            assertThat(((Number) written.get("timestamp")).longValue()).isEqualTo(SECOND);
            if (names.contains("data")) {
                assertThat(written.get("data")).as("%s", each).isEqualTo(each.data);
            }
        }
    }

    @Test
    void thereIsOneOfEachEvent() {
        Set<Class<?>> tested = new HashSet<>();
        CASES.forEach(each -> tested.add(each.event.getClass()));
        assertThat(tested).containsExactlyInAnyOrder(BrokerEvent.class.getPermittedSubclasses());
    }

    @Test
    void eventsAreToldApartAndTheSameOneIsTheSameEverywhere() {
        assertThat(EventFrame.of(new BrokerEvent.DomainCreated(1, NOW, "shop")))
                .isEqualTo(EventFrame.of(new BrokerEvent.DomainCreated(1, NOW, "shop")));
        assertThat(id(1, NOW))
                .isNotEqualTo(id(2, NOW))
                .as("a broker opened again counts anew")
                .isNotEqualTo(id(1, NOW.plusNanos(1_000)));
    }

    private static String id(long sequence, Instant timestamp) {
        return EventFrame.of(new BrokerEvent.DomainCreated(sequence, timestamp, "shop"))
                .id();
    }

    private static BrokerEvent capacity(CapacityLevel level, double percent) {
        return new BrokerEvent.QueueCapacity(1, NOW, "shop.orders", level, percent, (long) percent, 100);
    }
}
