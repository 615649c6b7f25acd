package io.gortms.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gortms.websocket.client.Client;
import io.gortms.websocket.client.Client.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The streams of statistics and events. */
class DashboardTest extends ServerTest {

    @ParameterizedTest
    @EnumSource
    void statistics(Kind kind) throws Exception {
        orders.publish(1);
        Client client = closedAtTheEnd(kind.connect(uri(server(), "/api/ws/stats?interval=1s&period=6h")));
        for (int i = 0; i < 2; i++) {
            JsonNode frame = client.next();
            assertThat(frame.get("domains").asInt()).isEqualTo(1);
            assertThat(frame.get("messages").asInt()).isEqualTo(1);
            assertThat(frame.get("messageRates")).hasSize(72);
        }
    }

    @Test
    void badParametersAreToldAndTheDefaultCounts() throws Exception {
        Client client =
                closedAtTheEnd(Kind.JDK.connect(uri(server(), "/api/ws/stats?interval=0&period=2h&granularity=7m")));
        for (JsonNode error : client.next(3)) {
            assertThat(error.get("code").asText()).isEqualTo("bad_parameter");
        }
        assertThat(client.next().get("messageRates")).hasSize(60);
    }

    @ParameterizedTest
    @EnumSource
    void events(Kind kind) throws Exception {
        Client client = closedAtTheEnd(kind.connect(uri(server(), "/api/ws/events")));
        client.send("{\"type\":\"ping\"}");
        assertThat(client.nextText()).contains("pong");
        broker.domain("shop").declareQueue("letters");
        JsonNode event = client.next();
        assertThat(event.get("eventType").asText()).isEqualTo("queue_created");
        assertThat(event.get("resource").asText()).isEqualTo("shop.letters");
        assertThat(event.get("type").asText()).isEqualTo("info");
        client.send("{\"type\":\"publish\",\"payload\":1}");
        assertThat(client.next().get("code").asText()).isEqualTo("publish_not_allowed");
    }
}
