package io.gortms.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gortms.websocket.client.Client;
import io.gortms.websocket.client.Client.Kind;
import io.gortms.websocket.client.RawClient;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who is slow loses the oldest messages, knows how many, and is in nobody's way. */
class SlowObserverTest extends ServerTest {

    private static final String TEXT = "x".repeat(20_000);
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    @Test
    void itLosesTheOldestAndIsToldHowMany() throws Exception {
        int all = 2_000;
        ObservationServer server = server(builder -> builder.clientBuffer(16, 1 << 20));
        RawClient slow = closedAtTheEnd(RawClient.open(server.port(), ORDERS));
        assertThat(slow.read().text()).contains("connected");
        slow.text("{\"type\":\"ping\"}");
        assertThat(slow.read().text()).contains("pong");
        Client fast = observer(Kind.JDK, server, "");
        fast.send("{\"type\":\"ping\"}");
        assertThat(fast.nextText()).contains("pong");

        for (int i = 0; i < all; i++) {
            orders.publish(Map.of("text", TEXT));
            assertThat(fast.next().get("position").asLong()).isEqualTo(i);
        }

        long expected = 0;
        long dropped = 0;
        while (expected < all) {
            JsonNode frame = MAPPER.readTree(slow.read().text());
            if (frame.get("type").asText().equals("dropped")) {
                dropped += frame.get("count").asLong();
                expected += frame.get("count").asLong();
            } else {
                assertThat(frame.get("position").asLong()).isEqualTo(expected);
                expected++;
            }
        }
        assertThat(dropped).isPositive();
    }

    @Test
    void aReplayLosesNothingHoweverSlow() throws Exception {
        int all = 400;
        for (int i = 0; i < all; i++) {
            orders.publish(Map.of("text", TEXT));
        }
        ObservationServer server = server(builder -> builder.clientBuffer(4, 50_000));
        RawClient slow = closedAtTheEnd(RawClient.open(server.port(), ORDERS + "?from=0"));
        assertThat(slow.read().text()).contains("connected");
        for (int i = 0; i < all; i++) {
            assertThat(MAPPER.readTree(slow.read().text()).get("position").asLong())
                    .isEqualTo(i);
        }
        assertThat(slow.read().text()).isEqualTo("{\"type\":\"replayed\",\"upTo\":" + all + "}");
    }

    @Test
    void oneLargerThanTheBufferPasses() throws Exception {
        ObservationServer server = server(builder -> builder.clientBuffer(4, 1_000));
        orders.publish(TEXT);
        orders.publish(TEXT);
        Client client = observer(Kind.JDK, server, "?from=0");
        assertThat(client.next(3).get(2).get("type").asText()).isEqualTo("replayed");
        orders.publish(TEXT);
        assertThat(client.next().get("position").asInt()).isEqualTo(2);
    }
}
