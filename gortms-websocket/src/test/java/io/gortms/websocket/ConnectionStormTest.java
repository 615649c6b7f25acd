package io.gortms.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gortms.Health;
import io.gortms.websocket.client.Client;
import io.gortms.websocket.client.Client.Kind;
import io.gortms.websocket.client.RawClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many come and want nothing, or do not say what: the limits hold, and neither the broker nor who is connected notices. */
class ConnectionStormTest extends ServerTest {

    private static final int MOST = 20;

    /** So many more are accepted to be told that there are too many. */
    private static final int TOLD = 64;

    private static final int MOST_THREADS = 100;

    @Test
    void aThousandAttempts() throws Exception {
        storm(1_000);
    }

    @Test
    @Tag("proof")
    void tenThousandAttempts() throws Exception {
        storm(10_000);
    }

    private void storm(int attempts) throws Exception {
        ObservationServer server =
                server(builder -> builder.maxConnections(MOST).handshakeTimeout(Duration.ofSeconds(3)));
        Client watcher = observer(Kind.JDK, server, "");
        List<RawClient> left = new ArrayList<>();
        int published = 0;
        for (int i = 0; i < attempts; i++) {
            attempt(server.port(), i, left);
            if (i % 10 == 0) {
                orders.publish(i);
                published++;
            }
        }
        for (int i = 0; i < 2; i++) { // by then all of them were accepted, or closed
            watcher.send("{\"type\":\"ping\"}");
            published -= countUntilPong(watcher);
        }
        int open = 0;
        for (RawClient client : left) {
            open += client.isOpen() ? 1 : 0;
        }
        assertThat(open).isLessThanOrEqualTo(MOST + TOLD);
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> thread.getName().startsWith("gortms-"))
                .hasSizeLessThan(MOST_THREADS);

        for (RawClient client : left) {
            assertThat(client.isEnded()).isTrue();
        }
        assertThat(watcher.next(published)).allMatch(frame -> is("message", frame));
        assertThat(orders.read(0, attempts)).hasSize((attempts + 9) / 10);
        assertThat(broker.health().status()).isEqualTo(Health.Status.OK);
        Client late = observer(Kind.JDK, server, "");
        orders.publish(-1);
        assertThat(late.next().get("payload").get("data").asInt()).isEqualTo(-1);
    }

    private static void attempt(int port, int number, List<RawClient> left) throws IOException {
        RawClient client = new RawClient(port);
        try {
            switch (number % 5) {
                case 0 -> client.write("GET / HT");
                case 1 -> client.write(RawClient.handshake("/nothing/here"));
                case 2 -> client.write("\r\n\r\n");
                case 3 -> client.close();
                default -> client.write(RawClient.handshake(ORDERS).replace("Upgrade: websocket", "Upgrade: h2c"));
            }
        } catch (IOException e) { // the server was faster
            client.close();
        }
        if (number % 5 == 0) {
            left.add(client);
        } else if (number % 2 == 0) {
            client.close();
        } else {
            left.add(client);
        }
    }

    /** How many messages come before it. */
    private static int countUntilPong(Client watcher) throws Exception {
        int messages = 0;
        for (JsonNode frame = watcher.next(); !is("pong", frame); frame = watcher.next()) {
            assertThat(is("message", frame)).as("%s", frame).isTrue();
            messages++;
        }
        return messages;
    }

    private static boolean is(String type, JsonNode frame) {
        return frame.get("type").asText().equals(type);
    }
}
