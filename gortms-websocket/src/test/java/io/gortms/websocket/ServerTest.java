package io.gortms.websocket;

import io.gortms.Broker;
import io.gortms.ManualClock;
import io.gortms.MessageQueue;
import io.gortms.websocket.client.Client;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A broker in memory, and servers and clients that are closed after each test. */
abstract class ServerTest {

    static final String ORDERS = "/api/ws/domains/shop/queues/orders";

    final ManualClock clock = new ManualClock();
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    Broker broker;
    MessageQueue orders;

    @BeforeEach
    void openBroker() {
        broker = closedAtTheEnd(Broker.builder().inMemory().clock(clock).build());
        orders = broker.declareDomain("shop").declareQueue("orders");
    }

    @AfterEach
    void closeAll() throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    <T extends AutoCloseable> T closedAtTheEnd(T resource) {
        opened.push(resource);
        return resource;
    }

    ObservationServer server() {
        return server(builder -> {});
    }

    ObservationServer server(Consumer<ObservationServerBuilder> options) {
        ObservationServerBuilder builder = ObservationServer.builder(broker).port(0);
        options.accept(builder);
        ObservationServer server = closedAtTheEnd(builder.build());
        server.start();
        return server;
    }

    static URI uri(ObservationServer server, String path) {
        return URI.create("ws://127.0.0.1:" + server.port() + path);
    }

    /** A client of the queue that has got its first frame. */
    Client observer(Client.Kind kind, ObservationServer server, String query) throws Exception {
        Client client = closedAtTheEnd(kind.connect(uri(server, ORDERS + query)));
        String type = client.next().get("type").asText();
        if (!type.equals("connected")) {
            throw new AssertionError("the first frame is " + type);
        }
        return client;
    }
}
