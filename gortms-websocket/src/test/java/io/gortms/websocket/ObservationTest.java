package io.gortms.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gortms.Message;
import io.gortms.websocket.client.Client;
import io.gortms.websocket.client.Client.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What those see who watch a queue. */
class ObservationTest extends ServerTest {

    @ParameterizedTest
    @EnumSource
    void connectedComesFirstAndThenWhatIsPublished(Kind kind) throws Exception {
        ObservationServer server = server();
        orders.publish(Map.of("n", 0));
        Client client = closedAtTheEnd(kind.connect(uri(server, ORDERS)));
        JsonNode connected = client.next();
        assertThat(connected.get("type").asText()).isEqualTo("connected");
        assertThat(connected.get("subscriptionId").asText()).isNotEmpty();
        assertThat(connected.get("domain").asText()).isEqualTo("shop");
        assertThat(connected.get("queue").asText()).isEqualTo("orders");

        awaitLive(client);
        var receipt = orders.publish(Message.json("{\"z\":1,\"big\":12345678901234567890.10}")
                .key("k")
                .header("a", "b"));
        String text = client.nextText();
        assertThat(text)
                .isEqualTo(
                        "{\"type\":\"message\",\"id\":\"" + receipt.messageId() + "\",\"timestamp\":\""
                                + receipt.timestamp() + "\",\"headers\":{\"a\":\"b\"},\"payload\":"
                                + "{\"z\":1,\"big\":12345678901234567890.10},\"position\":1,\"key\":\"k\",\"queue\":\"orders\"}");
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNoObjectIsData(Kind kind) throws Exception {
        orders.publish(Message.json(" [1, 2] "));
        orders.publish(Message.text("<script>\u0007"));
        orders.publish(new byte[] {1, 2, 3});
        Client client = observer(kind, server(), "?from=0");
        assertThat(client.next().get("payload").toString()).isEqualTo("{\"data\":[1,2]}");
        assertThat(client.next().get("payload").get("data").asText()).isEqualTo("<script>\u0007");
        JsonNode bytes = client.next().get("payload");
        assertThat(bytes.get("data").asText()).isEqualTo("AQID");
        assertThat(bytes.get("encoding").asText()).isEqualTo("base64");
    }

    @ParameterizedTest
    @EnumSource
    void aReplayThenLiveWithoutGapOrDouble(Kind kind) throws Exception {
        ObservationServer server = server();
        int before = 700;
        int during = 700;
        for (int i = 0; i < before; i++) {
            orders.publish(Map.of("n", i));
        }
        Thread publisher = new Thread(() -> {
            for (int i = 0; i < during; i++) {
                orders.publish(Map.of("n", i));
            }
        });
        publisher.start();
        Client client = observer(kind, server, "?from=5");
        List<Long> positions = new ArrayList<>();
        long upTo = -1;
        while (positions.size() < before + during - 5 || upTo < 0) {
            JsonNode frame = client.next();
            if (frame.get("type").asText().equals("replayed")) {
                upTo = frame.get("upTo").asLong();
                assertThat(upTo).isEqualTo(positions.size() + 5).isGreaterThanOrEqualTo(before);
            } else {
                positions.add(frame.get("position").asLong());
            }
        }
        publisher.join();
        for (int i = 0; i < positions.size(); i++) {
            assertThat(positions.get(i)).isEqualTo(i + 5L);
        }
    }

    @Test
    void aReplaySinceATime() throws Exception {
        List<String> times = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            times.add(orders.publish(i).timestamp().toString());
            clock.advance(Duration.ofSeconds(1));
        }
        ObservationServer server = server();
        for (int i = 0; i < 10; i++) {
            Client client = observer(Kind.JDK, server, "?since=" + times.get(i));
            assertThat(client.next().get("position").asInt()).isEqualTo(i);
        }
        for (String zone : List.of("%2B02:00", "+02:00", "-02:00", "Z")) {
            Client later = observer(Kind.JDK, server, "?since=2030-01-01T00:00:00" + zone);
            assertThat(later.next().toString()).isEqualTo("{\"type\":\"replayed\",\"upTo\":10}");
        }
    }

    @Test
    void badParametersAreToldAndIgnored() throws Exception {
        orders.publish(1);
        ObservationServer server = server();
        for (String query : List.of("?from=-1", "?from=x", "?since=yesterday", "?from=0&since=2026-01-01T00:00:00Z")) {
            Client client = observer(Kind.JDK, server, query);
            JsonNode error = client.next();
            assertThat(error.get("code").asText()).isEqualTo("bad_parameter");
            awaitLive(client);
            assertThat(client.hasMore()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void requests(Kind kind) throws Exception {
        Client client = observer(kind, server(builder -> builder.allowPublish(true)), "");
        client.send("{\"type\":\"ping\"}");
        assertThat(client.nextText()).isEqualTo("{\"type\":\"pong\"}");
        client.send("{\"type\":\"publish\",\"requestId\":\"r1\",\"key\":\"k\",\"id\":\"m1\",\"headers\":{\"h\":\"v\"},"
                + "\"payload\":{\"n\":12345678901234567890, \"a\":[true,null]}}");
        List<JsonNode> both = client.next(2);
        JsonNode published = both.get(0).get("type").asText().equals("published") ? both.get(0) : both.get(1);
        assertThat(published.toString())
                .isEqualTo("{\"type\":\"published\",\"messageId\":\"m1\",\"position\":0,\"requestId\":\"r1\"}");
        var stored = orders.read(0, 1).get(0);
        assertThat(new String(stored.payload(), StandardCharsets.UTF_8))
                .isEqualTo("{\"n\":12345678901234567890, \"a\":[true,null]}");
        assertThat(stored.key()).isEqualTo("k");
        assertThat(stored.headers()).containsEntry("h", "v");
    }

    @ParameterizedTest
    @EnumSource
    void whatIsWrongIsToldAndTheConnectionStays(Kind kind) throws Exception {
        Client client = observer(kind, server(builder -> builder.allowPublish(true)), "");
        Map<String, String> codes = Map.of(
                "{", "malformed",
                "[]", "malformed",
                "{\"type\":1}", "malformed",
                "{\"type\":\"ping\"} x", "malformed",
                "{}", "unknown_type",
                "{\"type\":\"dance\"}", "unknown_type",
                "{\"type\":\"publish\"}", "payload_missing",
                "{\"type\":\"publish\",\"payload\":1,\"headers\":{\"gortms-x\":\"1\"}}", "malformed");
        for (Map.Entry<String, String> wrong : codes.entrySet()) {
            client.send(wrong.getKey());
            JsonNode error = client.next();
            assertThat(error.get("type").asText()).isEqualTo("error");
            assertThat(error.get("code").asText()).as(wrong.getKey()).isEqualTo(wrong.getValue());
            assertThat(error.get("error").asText()).isNotEmpty();
        }
        client.sendBinary(new byte[10]);
        assertThat(client.next().get("code").asText()).isEqualTo("binary_not_supported");
        awaitLive(client);
        assertThat(orders.read(0, 10)).isEmpty();
    }

    @Test
    void whatIsRepeatedToAClientIsShortAndText() throws Exception {
        Client client = observer(Kind.JDK, server(builder -> builder.allowPublish(true)), "");
        client.send("{\"type\":\"" + "x".repeat(100_000) + "\"}");
        assertThat(client.nextText()).hasSizeLessThan(1000).contains("unknown_type");
        client.send("{\"type\":\"ping\",\"requestId\":\"" + "x".repeat(256) + "\"}");
        assertThat(client.nextText()).hasSizeLessThan(1000).contains("malformed");
        client.send("{\"type\":\"\\ud800\",\"requestId\":\"\\ud800\"}");
        assertThat(client.next().get("requestId").asText()).isEqualTo("?");
        client.send("{\"type\":\"publish\",\"payload\":1,\"id\":\"\\ud800\"}");
        assertThat(client.next().get("type").asText()).isIn("published", "message", "error");
    }

    @Test
    void publishingIsOffByDefault() throws Exception {
        Client client = observer(Kind.JDK, server(), "");
        client.send("{\"type\":\"publish\",\"payload\":1,\"requestId\":\"x\"}");
        JsonNode error = client.next();
        assertThat(error.get("code").asText()).isEqualTo("publish_not_allowed");
        assertThat(error.get("requestId").asText()).isEqualTo("x");
        assertThat(orders.read(0, 10)).isEmpty();
    }

    @Test
    void whatTheBrokerRefusesIsAnError() throws Exception {
        broker.domain("shop").declareQueue("orders", queue -> queue.maxMessageBytes(10));
        Client client = observer(Kind.JDK, server(builder -> builder.allowPublish(true)), "");
        client.send("{\"type\":\"publish\",\"payload\":\"more than ten bytes\"}");
        assertThat(client.next().get("code").asText()).isEqualTo("message_too_large");
    }

    @ParameterizedTest
    @EnumSource
    void closeCodes(Kind kind) throws Exception {
        ObservationServer server = server();
        assertThat(closed(kind, server, "/api/ws/domains/shop/queues/nothing").code())
                .isEqualTo(4404);
        assertThat(closed(kind, server, "/api/ws/domains/nothing/queues/orders").code())
                .isEqualTo(4404);
        assertThat(closed(kind, server, "/elsewhere").code()).isEqualTo(4404);

        Client client = observer(kind, server, "");
        awaitLive(client);
        broker.domain("shop").deleteQueue("orders");
        assertThat(client.awaitClosed().code()).isEqualTo(4404);

        broker.domain("shop").declareQueue("orders");
        Client last = observer(kind, server, "");
        awaitLive(last);
        server.close();
        assertThat(last.awaitClosed()).isEqualTo(new Client.Closed(1000, "Server shutting down"));
    }

    @Test
    void theBrokerCloses() throws Exception {
        ObservationServer server = server();
        Client client = observer(Kind.JDK, server, "");
        awaitLive(client);
        orders.publish(1);
        broker.close();
        assertThat(client.next().get("position").asInt()).isZero();
        assertThat(client.awaitClosed()).isEqualTo(new Client.Closed(1000, "Server shutting down"));
        assertThat(closed(Kind.JDK, server, ORDERS).code()).isEqualTo(1000);
    }

    private Client.Closed closed(Kind kind, ObservationServer server, String path) throws Exception {
        return closedAtTheEnd(kind.connect(uri(server, path))).awaitClosed();
    }

    /** The session handles what the client sends after it has begun, and so what is published from now on is seen. */
    private static void awaitLive(Client client) throws Exception {
        client.send("{\"type\":\"ping\"}");
        assertThat(client.next().get("type").asText()).isEqualTo("pong");
    }
}
