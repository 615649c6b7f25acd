package io.gortms.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.MessageQueue;
import io.gortms.websocket.client.Client;
import io.gortms.websocket.client.Client.Kind;
import io.gortms.websocket.client.RawClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients may not do, and what becomes of them. */
class LimitsTest extends ServerTest {

    private static final byte[] NOTHING = {};

    @ParameterizedTest
    @EnumSource
    void aFrameThatIsTooLarge(Kind kind) throws Exception {
        ObservationServer server = server(builder -> builder.maxFrameBytes(1000));
        Client client = observer(kind, server, "");
        client.send("x".repeat(1001));
        assertThat(client.awaitClosed().code()).isEqualTo(1009);
        theServerLives(server);
    }

    @Test
    void aMessageThatIsTooLargeInSmallFrames() throws Exception {
        ObservationServer server = server(builder -> builder.maxFrameBytes(1000));
        RawClient client = closedAtTheEnd(RawClient.open(server.port(), ORDERS));
        assertThat(client.read().text()).contains("connected");
        client.frame(0x01, new byte[100]);
        for (int i = 0; i < 9; i++) {
            client.frame(0x00, new byte[100]);
        }
        assertThat(client.readCloseCode()).isEqualTo(1009);
    }

    @Test
    void aMessageOfManyEmptyFrames() throws Exception {
        ObservationServer server = server(builder -> builder.maxFrameBytes(1000));
        RawClient client = closedAtTheEnd(RawClient.open(server.port(), ORDERS));
        assertThat(client.read().text()).contains("connected");
        client.frame(0x01, NOTHING);
        for (int i = 0; i < 100; i++) {
            client.frame(0x00, NOTHING);
        }
        assertThat(client.readCloseCode()).isEqualTo(1009);
    }

    @Test
    void aMessageInFrames() throws Exception {
        RawClient client = closedAtTheEnd(RawClient.open(server().port(), ORDERS));
        assertThat(client.read().text()).contains("connected");
        client.frame(0x01, "{\"type\":".getBytes(StandardCharsets.UTF_8));
        client.frame(0x89, NOTHING);
        client.frame(0x00, "\"pi".getBytes(StandardCharsets.UTF_8));
        client.frame(0x80, "ng\"}".getBytes(StandardCharsets.UTF_8));
        assertThat(client.read().opcode()).isEqualTo(10);
        assertThat(client.read().text()).contains("pong");
    }

    @ParameterizedTest
    @ValueSource(ints = {0x83, 0xF1, 0x80, 0x09})
    void framesThatAreNone(int firstByte) throws Exception {
        ObservationServer server = server();
        RawClient client = closedAtTheEnd(RawClient.open(server.port(), ORDERS));
        assertThat(client.read().text()).contains("connected");
        client.frame(firstByte, new byte[] {'{'});
        assertThat(client.readCloseCode()).isEqualTo(1002);
        assertThat(client.isEnded()).isTrue();
        theServerLives(server);
    }

    @Test
    void aFrameWithoutAMask() throws Exception {
        ObservationServer server = server();
        RawClient client = closedAtTheEnd(RawClient.open(server.port(), ORDERS));
        assertThat(client.read().text()).contains("connected");
        client.text("{\"type\":\"ping\"}");
        assertThat(client.read().text()).contains("pong");
        client.write("\u0081\u000f{\"type\":\"ping\"}");
        assertThat(client.readCloseCode()).isEqualTo(1002);
        assertThat(client.isEnded()).isTrue();
        theServerLives(server);
    }

    /** Nothing of a client is read before it is let in, also if it comes together with the handshake. */
    @Test
    void aFrameBeforeTheAnswerToTheHandshake() throws Exception {
        ObservationServer server = server();
        RawClient client = closedAtTheEnd(new RawClient(server.port()));
        String ping = new String(RawClient.masked(0x89, NOTHING), StandardCharsets.ISO_8859_1);
        client.write(RawClient.handshake(ORDERS) + ping);
        assertThat(client.readHead()).startsWith("HTTP/1.1 101");
        RawClient.Received first = client.read();
        assertThat(first.opcode()).isEqualTo(8);
        assertThat(first.code()).isEqualTo(1002);
        theServerLives(server);
    }

    @Test
    void textThatIsNoUtf8() throws Exception {
        RawClient client = closedAtTheEnd(RawClient.open(server().port(), ORDERS));
        assertThat(client.read().text()).contains("connected");
        client.frame(0x81, new byte[] {(byte) 0xC0, (byte) 0x80});
        assertThat(client.readCloseCode()).isEqualTo(1007);
    }

    @Test
    void handshakesThatAreNone() throws Exception {
        ObservationServer server = server();
        for (String wrong : List.of(
                "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "POST / HTTP/1.1\r\n\r\n",
                "\r\n\r\n",
                "\u0016\u0003\u0001\r\n\r\n",
                RawClient.handshake(ORDERS).replace("Upgrade: websocket", "Upgrade: h2c"),
                RawClient.handshake(ORDERS).replace("Version: 13", "Version: 8"))) {
            RawClient client = closedAtTheEnd(new RawClient(server.port()));
            client.write(wrong);
            assertThat(client.isEnded()).as(wrong).isTrue();
        }
        RawClient large = closedAtTheEnd(new RawClient(server.port()));
        large.write("GET / HTTP/1.1\r\nX: " + "x".repeat(17_000));
        assertThat(large.isEnded()).isTrue();
        theServerLives(server);
    }

    @Test
    void aHandshakeInSmallPieces() throws Exception {
        RawClient client = closedAtTheEnd(new RawClient(server().port()));
        for (char one : RawClient.handshake(ORDERS).toCharArray()) {
            client.write(String.valueOf(one));
        }
        assertThat(client.readHead()).startsWith("HTTP/1.1 101");
        assertThat(client.read().text()).contains("connected");
    }

    @Test
    void aHandshakeThatIsNotFinished() throws Exception {
        ObservationServer server = server(builder -> builder.handshakeTimeout(Duration.ofSeconds(2)));
        RawClient silent = closedAtTheEnd(new RawClient(server.port()));
        RawClient half = closedAtTheEnd(new RawClient(server.port()));
        half.write("GET / HT");
        assertThat(silent.isEnded()).isTrue();
        assertThat(half.isEnded()).isTrue();
        theServerLives(server);
    }

    @Test
    void whoIsSilentIsPingedAndThenGone() throws Exception {
        ObservationServer server =
                server(builder -> builder.pingInterval(Duration.ofMillis(300)).idleTimeout(Duration.ofSeconds(5)));
        RawClient silent = closedAtTheEnd(RawClient.open(server.port(), ORDERS));
        Client listening = observer(Kind.JDK, server, "");
        assertThat(silent.read().text()).contains("connected");
        assertThat(silent.read().opcode()).isEqualTo(9);
        assertThat(silent.readCloseCode()).isEqualTo(1001);
        orders.publish(1);
        assertThat(listening.next().get("type").asText()).isEqualTo("message");
    }

    @ParameterizedTest
    @EnumSource
    void tooManyOfAnAddress(Kind kind) throws Exception {
        ObservationServer server = server(builder -> builder.maxConnectionsPerAddress(2));
        Client first = observer(kind, server, "");
        observer(kind, server, "");
        Client third = closedAtTheEnd(kind.connect(uri(server, ORDERS)));
        assertThat(third.awaitClosed().code()).isEqualTo(4429);
        first.close();
        awaitRoom(kind, server);
    }

    @Test
    void tooManyInAll() throws Exception {
        ObservationServer server = server(builder -> builder.maxConnections(1));
        observer(Kind.JDK, server, "");
        List<RawClient> others = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            others.add(closedAtTheEnd(new RawClient(server.port())));
        }
        int ended = 0;
        for (RawClient other : others.subList(80, 100)) {
            ended += other.isEnded() ? 1 : 0;
        }
        assertThat(ended).isEqualTo(20);
    }

    private void awaitRoom(Kind kind, ObservationServer server) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (System.nanoTime() < deadline) {
            Client client = closedAtTheEnd(kind.connect(uri(server, ORDERS)));
            if (client.awaitFrameOrEnd()) {
                return;
            }
        }
        throw new AssertionError("there was no room again in 10 s");
    }

    @Test
    void tooManyRequests() throws Exception {
        ObservationServer server = server(builder -> builder.inboundRate(5, 10_000));
        Client client = observer(Kind.JDK, server, "");
        for (int i = 0; i < 50; i++) {
            client.send("{\"type\":\"ping\"}");
        }
        int refused = 0;
        for (int i = 0; i < 50; i++) {
            var frame = client.next();
            if (frame.get("type").asText().equals("error")) {
                assertThat(frame.get("code").asText()).isEqualTo("rate_limited");
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    /** Who publishes waits for room; what others do does not. */
    @Test
    void whoWaitsForRoomInAQueueIsInNobodysWay() throws Exception {
        MessageQueue full = broker.domain("shop").declareQueue("full", queue -> queue.maxSize(1));
        full.declareGroup("group");
        full.publish(1);
        ObservationServer server = server(builder -> builder.allowPublish(true));
        for (int i = 0; i < 100; i++) {
            RawClient client = closedAtTheEnd(RawClient.open(server.port(), "/api/ws/domains/shop/queues/full"));
            assertThat(client.read().text()).contains("connected");
            client.text("{\"type\":\"publish\",\"payload\":1}");
        }
        theServerLives(server);
    }

    /** It stands still at some time, or it does not: how fast does not matter. */
    @Test
    void whoAsksAndNeverReadsIsNotReadFromAnyMore() throws Exception {
        ObservationServer server = server(builder -> builder.inboundRate(1_000_000, 1_000_000));
        RawClient client = closedAtTheEnd(RawClient.open(server.port(), ORDERS));
        AtomicInteger asked = new AtomicInteger();
        Thread asking = new Thread(() -> ask(client, asked));
        asking.start();
        int before = -1;
        while (asking.isAlive() && asked.get() != before) {
            before = asked.get();
            asking.join(1000);
        }
        assertThat(asking.isAlive()).isTrue();
        theServerLives(server);
        client.close();
        asking.join();
    }

    private static void ask(RawClient client, AtomicInteger asked) {
        try {
            for (int i = 0; i < 20_000; i++) {
                client.text("{\"type\":\"" + "x".repeat(5_000) + "\"}");
                asked.incrementAndGet();
            }
        } catch (IOException e) {
            // the test is over
        }
    }

    @ParameterizedTest
    @EnumSource
    void origins(Kind kind) throws Exception {
        ObservationServer server = server(builder -> builder.allowedOrigins("https://ops.example.com"));
        for (String origin : List.of("http://127.0.0.1:8081", "https://ops.example.com")) {
            Client client = closedAtTheEnd(kind.connect(uri(server, ORDERS), Map.of("Origin", origin)));
            assertThat(client.next().get("type").asText()).isEqualTo("connected");
        }
        for (String origin : List.of("http://evil.example.com", "null", "http://localhost.evil.example.com")) {
            Client client = closedAtTheEnd(kind.connect(uri(server, ORDERS), Map.of("Origin", origin)));
            assertThat(client.awaitClosed().code()).as(origin).isEqualTo(4403);
        }
    }

    @Test
    void aPageThatGivesItsNameTheAddressOfThisMachine() throws Exception {
        RawClient client = closedAtTheEnd(new RawClient(server().port()));
        client.write(RawClient.handshake(ORDERS, "Origin: http://evil.example.com")
                .replace("Host: localhost", "Host: evil.example.com"));
        assertThat(client.readHead()).startsWith("HTTP/1.1 101");
        assertThat(client.readCloseCode()).isEqualTo(4403);
    }

    private void theServerLives(ObservationServer server) throws Exception {
        Client client = observer(Kind.JDK, server, "");
        client.send("{\"type\":\"ping\"}");
        assertThat(client.nextText()).contains("pong");
    }
}
