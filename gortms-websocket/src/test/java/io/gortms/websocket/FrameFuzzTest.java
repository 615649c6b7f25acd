package io.gortms.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.websocket.client.Client;
import io.gortms.websocket.client.Client.Kind;
import io.gortms.websocket.client.RawClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Strangers send anything, and the server lives. */
class FrameFuzzTest extends ServerTest {

    private static final int ROUNDS = 300;

    @Test
    void anythingAfterAHandshakeAndInsteadOfOne() throws Exception {
        long seed = Long.getLong("gortms.seed", System.nanoTime());
        Random random = new Random(seed);
        ObservationServer server = server(builder -> builder.maxFrameBytes(2000)
                .handshakeTimeout(Duration.ofSeconds(5))
                .inboundRate(1_000_000, 1_000_000));
        Client witness = observer(Kind.JDK, server, "");
        for (int round = 0; round < ROUNDS; round++) {
            try (RawClient client = new RawClient(server.port())) {
                client.write(
                        random.nextInt(4) == 0
                                ? mutated(RawClient.handshake(ORDERS), random)
                                : RawClient.handshake(ORDERS).getBytes(StandardCharsets.ISO_8859_1));
                for (int i = 0; i < 5; i++) {
                    client.write(nonsense(random));
                }
            } catch (IOException e) { // the server has had enough
                continue;
            }
            if (round % 50 == 0) {
                witness.send("{\"type\":\"ping\"}");
                assertThat(witness.nextText()).as("seed %s", seed).contains("pong");
            }
        }
        long position = orders.publish(1).position();
        assertThat(witness.next().get("position").asLong()).as("seed %s", seed).isEqualTo(position);
        witness.send("{\"type\":\"ping\"}");
        assertThat(witness.nextText()).as("seed %s", seed).contains("pong");
    }

    private static byte[] mutated(String text, Random random) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < 3; i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        return bytes;
    }

    /** Random bytes, or a frame with a random head and what fits to it or does not. */
    private static byte[] nonsense(Random random) {
        byte[] payload = new byte[random.nextInt(3000)];
        random.nextBytes(payload);
        if (random.nextInt(3) == 0) {
            return payload;
        }
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        int[] heads = {0x81, 0x82, 0x01, 0x00, 0x80, 0x88, 0x89, 0x8A, 0xC1, random.nextInt(256)};
        frame.write(heads[random.nextInt(heads.length)]);
        int length = random.nextInt(126);
        frame.write(0x80 | length);
        frame.write(payload, 0, Math.min(payload.length, 4 + length));
        return frame.toByteArray();
    }
}
