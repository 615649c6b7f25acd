package io.gortms.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gortms.websocket.client.Client;
import io.gortms.websocket.client.Client.Kind;
import io.gortms.websocket.client.RawClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Broadcasting. */
class HubTest extends ServerTest {

    private static final String HUB = "/api/v1/ws";

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    @ParameterizedTest
    @EnumSource
    void everybodyGetsEverythingInOrder(Kind kind) throws Exception {
        ObservationServer server = listened(server());
        List<Client> clients = List.of(connect(kind, server), connect(kind, server), connect(kind, server));
        assertThat(server.hub().clients()).hasSize(3);
        for (int i = 0; i < 100; i++) {
            server.hub().broadcastJson(Map.of("n", i));
        }
        for (Client client : clients) {
            for (int i = 0; i < 100; i++) {
                assertThat(client.nextText()).isEqualTo("{\"n\":" + i + "}");
            }
        }
    }

    @Test
    void callbacksComeInOrder() throws Exception {
        ObservationServer server = listened(server());
        server.hub().onConnect(client -> {
            throw new IllegalStateException("thrown by a test");
        });
        Client client = connect(Kind.JDK, server);
        String id = server.hub().clients().get(0).id();
        assertThat(server.hub().clients().get(0).remoteAddress().getAddress().isLoopbackAddress())
                .isTrue();
        client.send("hello");
        client.send("again");
        assertThat(tell()).isEqualTo("message " + id + " hello");
        assertThat(tell()).isEqualTo("message " + id + " again");
        server.hub().clients().get(0).sendJson("you");
        assertThat(client.nextText()).isEqualTo("\"you\"");
        server.hub().clients().get(0).close();
        assertThat(client.awaitClosed().code()).isEqualTo(1000);
        assertThat(tell()).isEqualTo("disconnect " + id);
        assertThat(server.hub().clients()).isEmpty();
    }

    @Test
    void aSlowClientIsDisconnectedAndTheOthersGetEverything() throws Exception {
        ObservationServer server = listened(server(builder -> builder.clientBuffer(256, 1 << 20)));
        RawClient slow = closedAtTheEnd(RawClient.open(server.port(), HUB));
        assertThat(tell()).startsWith("connect ");
        Client fast = connect(Kind.JDK, server);
        String text = "x".repeat(10_000);
        int sent = 0;
        while (server.hub().clients().size() == 2 && sent < 100_000) {
            server.hub().broadcastJson(text + sent);
            assertThat(fast.nextText()).isEqualTo("\"" + text + sent + "\"");
            sent++;
            if (told.peek() != null) {
                break;
            }
        }
        assertThat(tell()).startsWith("disconnect ");
        assertThat(server.hub().clients()).hasSize(1);
        server.hub().broadcastJson("last");
        assertThat(fast.nextText()).isEqualTo("\"last\"");
        assertThat(slow.isEnded()).isTrue();
    }

    @Test
    void aSlowClientThatWakesUpIsToldThatItMayComeAgain() throws Exception {
        ObservationServer server = listened(server(builder -> builder.clientBuffer(8, 1 << 30)));
        RawClient slow = closedAtTheEnd(RawClient.open(server.port(), HUB));
        assertThat(tell()).startsWith("connect ");
        Object large = "x".repeat(1 << 20);
        for (int i = 0; i < 100; i++) {
            server.hub().broadcastJson(large);
        }
        assertThat(slow.readCloseCode()).isEqualTo(1013);
    }

    @Test
    void aHandlerThatWaitsIsInNobodysWay() throws Exception {
        ObservationServer server = server();
        CountDownLatch release = new CountDownLatch(1);
        server.hub().onMessage((client, text) -> {
            try {
                release.await();
                told.add(text);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Client one = closedAtTheEnd(Kind.JDK.connect(uri(server, HUB)));
        for (int i = 0; i < 90; i++) {
            one.send("m" + i);
        }
        Client other = observer(Kind.JDK, server, "?from=0");
        orders.publish(1);
        assertThat(other.next(2)).hasSize(2);
        release.countDown();
        for (int i = 0; i < 90; i++) {
            assertThat(tell()).isEqualTo("m" + i);
        }
    }

    /** Who is not read from because a handler is at work is not idle: its answers to pings wait with its messages. */
    @Test
    void whoWaitsForAHandlerIsNotIdle() throws Exception {
        ObservationServer server =
                server(builder -> builder.pingInterval(Duration.ofMillis(100)).idleTimeout(Duration.ofSeconds(1)));
        CountDownLatch release = closedAtTheEnd(new Release()).latch();
        server.hub().onMessage((client, text) -> {
            await(release);
            told.add(text);
        });
        RawClient one = closedAtTheEnd(RawClient.open(server.port(), HUB));
        for (int i = 0; i < 60; i++) {
            one.text("m" + i);
        }
        for (int pings = 0; pings < 30; pings++) {
            assertThat(one.read().opcode()).isEqualTo(9);
            one.frame(0x8A, new byte[0]);
        }
        release.countDown();
        for (int i = 0; i < 60; i++) {
            assertThat(tell()).isEqualTo("m" + i);
        }
    }

    /** However many wait: what is no callback has threads of its own. */
    @Test
    void aHundredHandlersThatWaitAreInNobodysWay() throws Exception {
        ObservationServer server = server();
        CountDownLatch release = closedAtTheEnd(new Release()).latch();
        server.hub().onMessage((client, text) -> await(release));
        for (int i = 0; i < 100; i++) {
            RawClient one = closedAtTheEnd(RawClient.open(server.port(), HUB));
            one.text("hello");
        }
        Client other = observer(Kind.JDK, server, "");
        other.send("{\"type\":\"ping\"}");
        assertThat(other.nextText()).contains("pong");
    }

    /** Lets those go that wait, when the test is over. */
    private record Release(CountDownLatch latch) implements AutoCloseable {

        Release() {
            this(new CountDownLatch(1));
        }

        @Override
        public void close() {
            latch.countDown();
        }
    }

    @Test
    void whatIsNoJsonIsRefused() {
        Hub hub = server().hub();
        assertThatThrownBy(() -> hub.broadcastJson(new Object())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> hub.broadcastJson(null)).isInstanceOf(NullPointerException.class);
    }

    /** A server that is closed waits for no callback, and tells of each client that it is gone when its last one is over. */
    @Test
    void whoIsConnectedWhenTheServerClosesIsGoneThen() throws Exception {
        ObservationServer server = listened(server());
        CountDownLatch atWork = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        server.hub().onMessage((client, text) -> {
            atWork.countDown();
            await(closed);
        });
        Client client = connect(Kind.JDK, server);
        client.send("hello");
        assertThat(atWork.await(10, TimeUnit.SECONDS)).isTrue();
        server.close();
        closed.countDown();
        assertThat(tell()).startsWith("message ");
        assertThat(tell()).startsWith("disconnect ");
        assertThat(server.hub().clients()).isEmpty();
    }

    @Test
    void aCallbackClosesTheServer() throws Exception {
        ObservationServer server = listened(server());
        server.hub().onMessage((client, text) -> server.close());
        Client client = connect(Kind.JDK, server);
        client.send("hello");
        assertThat(client.awaitClosed().code()).isEqualTo(1000);
        assertThat(tell()).startsWith("message ");
        assertThat(tell()).startsWith("disconnect ");
        assertThat(server.hub().clients()).isEmpty();
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(60, TimeUnit.SECONDS)) {
                throw new AssertionError("not in 60 s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private ObservationServer listened(ObservationServer server) {
        server.hub().onConnect(client -> told.add("connect " + client.id()));
        server.hub().onDisconnect(client -> told.add("disconnect " + client.id()));
        server.hub().onMessage((client, text) -> told.add("message " + client.id() + " " + text));
        return server;
    }

    private Client connect(Kind kind, ObservationServer server) throws Exception {
        Client client = closedAtTheEnd(kind.connect(uri(server, HUB)));
        assertThat(tell()).startsWith("connect ");
        return client;
    }

    private String tell() throws InterruptedException {
        String text = told.poll(10, TimeUnit.SECONDS);
        if (text == null) {
            throw new AssertionError("nothing was told in 10 s");
        }
        return text;
    }
}
