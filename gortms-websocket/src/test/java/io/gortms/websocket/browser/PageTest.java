package io.gortms.websocket.browser;

import io.gortms.Broker;
import io.gortms.ConsumerGroup;
import io.gortms.Domain;
import io.gortms.MessageQueue;
import io.gortms.websocket.ObservationServer;
import io.gortms.websocket.ObservationServerBuilder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** A broker in memory by the real clock, a server, and a browser. */
@ExtendWith(BrowserExtension.class)
abstract class PageTest {

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    Browser browser;
    Broker broker;
    Domain shop;
    MessageQueue orders;
    ConsumerGroup shipping;

    @BeforeEach
    void openBroker(Browser given) throws Exception {
        browser = given;
        browser.size(1280, 900);
        broker = closedAtTheEnd(Broker.builder().inMemory().build());
        shop = broker.declareDomain("shop");
        orders = shop.declareQueue("orders", queue -> queue.maxSize(100));
        shipping = orders.declareGroup("shipping");
    }

    @AfterEach
    void closeAll() throws Exception {
        browser.open("about:blank");
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    <T extends AutoCloseable> T closedAtTheEnd(T resource) {
        opened.push(resource);
        return resource;
    }

    ObservationServer server(Consumer<ObservationServerBuilder> options) {
        return server(broker, options);
    }

    ObservationServer server(Broker shown, Consumer<ObservationServerBuilder> options) {
        ObservationServerBuilder builder =
                ObservationServer.builder(shown).port(0).console(0);
        options.accept(builder);
        ObservationServer server = closedAtTheEnd(builder.build());
        server.start();
        return server;
    }

    /** Opens a view of the page, and waits until it is connected. */
    void open(ObservationServer server, String view) throws Exception {
        browser.open("http://localhost:" + server.consolePort() + "/ui/" + view);
        browser.awaitText("#connection", "connected");
    }

    /** Lets the page ask for what it shows now, as when it comes to the front, and not after two seconds. */
    void refresh() throws Exception {
        browser.script("document.dispatchEvent(new Event('visibilitychange'))");
    }
}
