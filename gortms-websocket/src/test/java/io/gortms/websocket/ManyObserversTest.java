package io.gortms.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gortms.websocket.client.RawClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Many watch a queue, and some of them never read: the others get everything. With a thousand, and what that costs a publisher:
 * {@code WebSocketPairs} of gortms-benchmarks.
 */
class ManyObserversTest extends ServerTest {

    private static final int READING = 54;
    private static final int SILENT = 6;
    private static final int MESSAGES = 600;

    /** Fewer than the buffer holds: who reads at all is in time. */
    private static final int AT_ONCE = 50;

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final ExecutorService threads = Executors.newFixedThreadPool(READING);

    @Test
    void whoReadsGetsEverythingAndWhoDoesNotIsTold() throws Exception {
        closedAtTheEnd(threads::shutdownNow);
        ObservationServer server = server(builder -> builder.clientBuffer(64, 1 << 20));
        List<RawClient> silent = clients(server, SILENT);
        Phaser steps = new Phaser(1);
        List<CompletableFuture<Void>> reading = new ArrayList<>();
        for (RawClient client : clients(server, READING)) {
            steps.register();
            reading.add(CompletableFuture.runAsync(() -> readAll(client, steps), threads));
        }
        String text = "x".repeat(5_000);
        for (int i = 0; i < MESSAGES; i++) {
            orders.publish(Map.of("text", text));
            if ((i + 1) % AT_ONCE == 0) {
                steps.awaitAdvanceInterruptibly(steps.arrive(), 30, TimeUnit.SECONDS);
            }
        }
        CompletableFuture.allOf(reading.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);
        for (RawClient client : silent) {
            assertThat(droppedUpTo(client)).isPositive();
        }
    }

    private List<RawClient> clients(ObservationServer server, int count) throws Exception {
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            RawClient client = closedAtTheEnd(RawClient.open(server.port(), ORDERS));
            assertThat(client.read().text()).contains("connected");
            client.text("{\"type\":\"ping\"}"); // the answer comes when it watches
            assertThat(client.read().text()).contains("pong");
            clients.add(client);
        }
        return clients;
    }

    private static void readAll(RawClient client, Phaser steps) {
        try {
            for (int i = 0; i < MESSAGES; i++) {
                assertThat(MAPPER.readTree(client.read().text())
                                .path("position")
                                .asInt(-1))
                        .isEqualTo(i);
                if ((i + 1) % AT_ONCE == 0) {
                    steps.arrive();
                }
            }
        } catch (Exception e) {
            throw new AssertionError("a client that reads", e);
        } finally {
            steps.arriveAndDeregister();
        }
    }

    /** How many messages it was told of, where it has seen all or was told. */
    private static long droppedUpTo(RawClient client) throws Exception {
        long dropped = 0;
        for (long expected = 0; expected < MESSAGES; ) {
            JsonNode frame = MAPPER.readTree(client.read().text());
            long count = frame.path("count").asLong();
            if (count == 0) {
                assertThat(frame.get("position").asLong()).isEqualTo(expected);
            }
            dropped += count;
            expected += count == 0 ? 1 : count;
        }
        return dropped;
    }
}
