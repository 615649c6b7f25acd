package io.gortms.websocket.internal.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.Broker;
import io.gortms.websocket.internal.auth.Identity;
import io.gortms.websocket.internal.auth.Standing;
import io.gortms.websocket.internal.net.Connection;
import io.gortms.websocket.internal.net.Connections;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What takes long is done by others, when the test lets them. */
class ControlSessionTest {

    private static final String LETTERS = ",\"domain\":\"shop\",\"queue\":\"orders\"";

    private final Queue<Runnable> later = new ArrayDeque<>();

    private static String request(String type, int id, String fields) {
        return "{\"type\":\"" + type + "\",\"requestId\":\"" + id + "\"" + fields + "}";
    }

    @Test
    void whatTakesLongHoldsNothingElseUp() throws Exception {
        try (Broker broker = Broker.builder().inMemory().build();
                Connections connections = new Connections(10)) {
            broker.declareDomain("shop").declareQueue("orders");
            Connection connection = connections.open();
            ControlSession session = new ControlSession(
                    connection, new Control(broker), new Access(Identity.ANYBODY, false, true), later::add);

            session.onText(request("redrive", 1, LETTERS));
            session.onText(request("overview", 2, ""));
            session.onText(request("purge", 3, LETTERS));
            List<String> first = Connections.taken(connection);
            assertThat(first).hasSize(2);
            assertThat(first.get(0)).contains("\"reply\"").contains("\"requestId\":\"2\"");
            assertThat(first.get(1)).contains("\"busy\"").contains("\"requestId\":\"3\"");

            later.remove().run();
            assertThat(Connections.taken(connection))
                    .singleElement()
                    .asString()
                    .contains("\"requestId\":\"1\"")
                    .contains("\"moved\":0");
            session.onText(request("purge", 4, LETTERS));
            later.remove().run();
            assertThat(Connections.taken(connection)).singleElement().asString().contains("\"removed\":0");
        }
    }

    @Test
    void aNameBreaksNoLineOfTheLog() {
        Identity identity = new Identity("ann\r\nWARN forged\u2028", Set.of(), Standing.FOREVER);
        assertThat(new Access(identity, false, false).who()).isEqualTo("'ann??WARN forged?'");
    }
}
