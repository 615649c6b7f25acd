package io.gortms.webhooks.internal.http;

import static io.gortms.webhooks.internal.http.Posts.PATIENT;
import static io.gortms.webhooks.internal.http.Posts.to;
import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.webhooks.WebhookResponse;
import io.gortms.webhooks.WebhookTransportException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Whatever bytes come back, in whatever pieces, an attempt ends with a response or with a reason. */
class ResponseFuzzTest {

    private static final int RESPONSES = 1_000;

    private static final List<String> SEEDS = List.of(
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Type: text/plain\r\n\r\nhello",
            "HTTP/1.1 503 No\r\nTransfer-Encoding: chunked\r\nRetry-After: 7\r\n\r\n5\r\nhello\r\n0\r\nX-Trailer: a\r\n\r\n",
            "HTTP/1.0 200 OK\r\nConnection: close\r\n\r\nuntil the end",
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nLink: a\r\n\r\nHTTP/1.1 204 Nothing\r\n\r\n",
            "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/\r\nKeep-Alive: timeout=5, max=1\r\nContent-Length: 0\r\n\r\n");

    @Test
    void everyAttemptEndsWithAResponseOrAReason() throws Exception {
        long seed = Long.getLong("gortms.seed", System.nanoTime());
        Random random = new Random(seed);
        try (ApacheTransport transport = new ApacheTransport(4);
                Receiver receiver = Receiver.start(connection -> {
                    connection.readRequest();
                    writeInPieces(connection, random);
                })) {
            for (int i = 0; i < RESPONSES; i++) {
                try {
                    WebhookResponse response =
                            transport.post(to(receiver.uri(), PATIENT)).get(20, TimeUnit.SECONDS);
                    assertThat(response.status()).as("seed %s", seed).isBetween(200, 999);
                } catch (ExecutionException e) {
                    assertThat(e).as("seed %s", seed).hasCauseInstanceOf(WebhookTransportException.class);
                }
            }
            assertThat(transport.connections().getLeased()).as("seed %s", seed).isZero();
        }
    }

    private static void writeInPieces(Receiver.Connection connection, Random random) throws IOException {
        byte[] bytes = mutated(random);
        int at = 0;
        while (at < bytes.length) {
            int end = Math.min(bytes.length, at + 1 + random.nextInt(20));
            connection.write(new String(bytes, at, end - at, StandardCharsets.ISO_8859_1));
            at = end;
        }
    }

    private static byte[] mutated(Random random) {
        byte[] bytes = SEEDS.get(random.nextInt(SEEDS.size())).getBytes(StandardCharsets.ISO_8859_1);
        for (int mutations = random.nextInt(4); mutations > 0; mutations--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(3)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes = Arrays.copyOf(bytes, at + 1);
                default -> System.arraycopy(bytes, at, bytes, random.nextInt(at + 1), bytes.length - at);
            }
        }
        return bytes;
    }
}
