package io.gortms.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.webhooks.SignatureProfile;
import io.gortms.webhooks.SignedContent;
import io.gortms.webhooks.WebhookSecret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WebhookReceiverMainTest {

    private static final byte[] BODY = "{\"event\":\"order.paid\"}".getBytes(StandardCharsets.UTF_8);

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<String> handled = Collections.synchronizedList(new ArrayList<>());
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    private final String secret = WebhookSecret.generate().reveal();

    @Test
    void handlesEachMessageOnce() throws Exception {
        try (WebhookReceiverMain receiver = receiver("standard", (id, body) -> handled.add(id))) {
            Map<String, String> first = signed(SignatureProfile.STANDARD, "msg_1", 1);

            assertThat(post(receiver, first, BODY)).isEqualTo(200);
            assertThat(post(receiver, first, BODY)).isEqualTo(200);
            assertThat(post(receiver, signed(SignatureProfile.STANDARD, "msg_1", 2), BODY))
                    .isEqualTo(200);
            assertThat(post(receiver, signed(SignatureProfile.STANDARD, "msg_2", 1), BODY))
                    .isEqualTo(200);
        }
        assertThat(handled).containsExactly("msg_1", "msg_2");
    }

    @Test
    void handlesGostToo() throws Exception {
        try (WebhookReceiverMain receiver = receiver("gost", (id, body) -> handled.add(id))) {
            Map<String, String> request = signed(SignatureProfile.GOST, "msg_1", 1);

            assertThat(post(receiver, request, BODY)).isEqualTo(200);
            assertThat(post(receiver, request, new byte[] {'{', '}'})).isEqualTo(401);
            Map<String, String> signatureOnly = Map.of("X-Gost-Signature", request.get("X-Gost-Signature"));
            assertThat(post(receiver, signatureOnly, BODY)).isEqualTo(400);
        }
        assertThat(handled).containsExactly("msg_1");
    }

    @Test
    void whatFailedMayComeAgain() throws Exception {
        try (WebhookReceiverMain receiver = receiver("standard", (id, body) -> {
            handled.add(id);
            if (handled.size() == 1) {
                throw new IOException("database is away");
            }
        })) {
            assertThat(post(receiver, signed(SignatureProfile.STANDARD, "msg_1", 1), BODY))
                    .isEqualTo(500);
            assertThat(post(receiver, signed(SignatureProfile.STANDARD, "msg_1", 2), BODY))
                    .isEqualTo(200);
        }
        assertThat(handled).containsExactly("msg_1", "msg_1");
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("failed: msg_1", "database is away");
    }

    @Test
    void whatIsBeingHandledMayFailYet() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        try (WebhookReceiverMain receiver = receiver("standard", (id, body) -> {
            begun.countDown();
            assertThat(release.await(30, TimeUnit.SECONDS)).isTrue();
            handled.add(id);
        })) {
            Map<String, String> request = signed(SignatureProfile.STANDARD, "msg_1", 1);
            CompletableFuture<HttpResponse<Void>> first =
                    client.sendAsync(request(receiver, request, BODY), BodyHandlers.discarding());
            assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();

            assertThat(post(receiver, request, BODY)).isEqualTo(503);
            release.countDown();
            assertThat(first.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        }
        assertThat(handled).containsExactly("msg_1");
    }

    @Test
    void refusesStrangersAndSaysWhyOnlyToItsOwner() throws Exception {
        try (WebhookReceiverMain receiver = receiver("standard", (id, body) -> handled.add(id))) {
            assertThat(post(receiver, Map.of(), BODY)).isEqualTo(401);
            assertThat(post(receiver, signed(SignatureProfile.STANDARD, "msg_1", 1), new byte[0]))
                    .isEqualTo(401);
            assertThat(post(receiver, Map.of(), new byte[256 * 1024 + 1])).isEqualTo(413);
        }
        assertThat(handled).isEmpty();
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .isEqualToNormalizingNewlines("refused: MISSING_ID\nrefused: NO_MATCHING_SIGNATURE\n");
    }

    private WebhookReceiverMain receiver(String format, WebhookReceiverMain.Handler handler) throws IOException {
        return new WebhookReceiverMain(0, WebhookReceiverMain.verifier(format, secret), handler, out);
    }

    private Map<String, String> signed(SignatureProfile profile, String id, int attempt) {
        SignedContent content = new SignedContent(id, Instant.now(), attempt, "order.paid", BODY);
        return profile.sign(content, List.of(profile.readSecret(secret)));
    }

    private int post(WebhookReceiverMain receiver, Map<String, String> headers, byte[] body) throws Exception {
        return client.send(request(receiver, headers, body), BodyHandlers.discarding())
                .statusCode();
    }

    private static HttpRequest request(WebhookReceiverMain receiver, Map<String, String> headers, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + receiver.port() + "/"))
                .timeout(Duration.ofSeconds(30))
                .POST(BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        return request.build();
    }
}
