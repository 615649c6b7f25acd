package io.gortms.webhooks.internal.http;

import static io.gortms.webhooks.internal.http.Posts.HASTY;
import static io.gortms.webhooks.internal.http.Posts.PATIENT;
import static io.gortms.webhooks.internal.http.Posts.failure;
import static io.gortms.webhooks.internal.http.Posts.response;
import static io.gortms.webhooks.internal.http.Posts.to;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gortms.webhooks.FailureReason;
import io.gortms.webhooks.TransportOptions;
import io.gortms.webhooks.WebhookHeaders;
import io.gortms.webhooks.WebhookRequest;
import io.gortms.webhooks.WebhookResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Point 10: no receiver takes more time or memory than an attempt has, and no connection is left behind. */
class Point10BoundsTest {

    private final ApacheTransport transport = new ApacheTransport(64);

    @AfterEach
    void noConnectionIsInUse() {
        assertThat(transport.connections().getLeased()).isZero();
        transport.close();
    }

    @Test
    void aReceiverThatDoesNotAnswerIsLeftAtTheDeadline() throws Exception {
        try (Receiver receiver = Receiver.start(Receiver.Connection::awaitClosed)) {
            assertThat(failure(transport, to(receiver.uri(), HASTY)))
                    .hasMessage("no response from 127.0.0.1 within 200 ms")
                    .extracting("reason")
                    .isEqualTo(FailureReason.TIMEOUT_HEADERS);
            assertThat(receiver.awaitEnded(1)).isTrue();
        }
    }

    @Test
    void headersThatDripAreLeftAtTheDeadline() throws Exception {
        try (Receiver receiver = Receiver.start(connection -> {
            connection.readRequest();
            connection.write("HTTP/1.1 200 OK\r\nX-Slow: ");
            while (true) {
                connection.write("x").pace();
            }
        })) {
            assertThat(failure(transport, to(receiver.uri(), HASTY)).reason()).isEqualTo(FailureReason.TIMEOUT_HEADERS);
            assertThat(receiver.awaitEnded(1)).isTrue();
        }
    }

    @Test
    void provisionalResponsesWithoutEndAreLeftAtTheDeadline() throws Exception {
        try (Receiver receiver = Receiver.start(connection -> {
            connection.readRequest();
            while (true) {
                connection.write("HTTP/1.1 102 Processing\r\n\r\n").pace();
            }
        })) {
            assertThat(failure(transport, to(receiver.uri(), HASTY)).reason()).isEqualTo(FailureReason.TIMEOUT_HEADERS);
            assertThat(receiver.awaitEnded(1)).isTrue();
        }
    }

    @Test
    void aBodyThatDripsIsLeftAtTheDeadline() throws Exception {
        try (Receiver receiver = Receiver.start(connection -> {
            connection.readRequest();
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
            while (true) {
                connection.write("x").pace();
            }
        })) {
            assertThat(failure(transport, to(receiver.uri(), HASTY)).reason()).isEqualTo(FailureReason.TIMEOUT_BODY);
            assertThat(receiver.awaitEnded(1)).isTrue();
        }
    }

    @Test
    void aBodyShorterThanAnnouncedIsLeftAtTheDeadline() throws Exception {
        try (Receiver receiver = Receiver.start(connection -> {
            connection.readRequest();
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok").awaitClosed();
        })) {
            assertThat(failure(transport, to(receiver.uri(), HASTY)).reason()).isEqualTo(FailureReason.TIMEOUT_BODY);
            assertThat(receiver.awaitEnded(1)).isTrue();
        }
    }

    @Test
    void aReceiverThatDoesNotReadIsLeftAtTheDeadline() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (Receiver receiver = Receiver.start(connection -> awaitQuietly(over))) {
            byte[] large = new byte[32 * 1024 * 1024];
            WebhookRequest request = WebhookRequest.of(receiver.uri(), WebhookHeaders.none(), large, HASTY);

            assertThat(failure(transport, request).reason()).isEqualTo(FailureReason.TIMEOUT_HEADERS);
            over.countDown();
        }
    }

    @Test
    void headersWithoutEndAreRefused() throws Exception {
        try (Receiver receiver = Receiver.start(connection -> {
            connection.readRequest();
            connection.write("HTTP/1.1 200 OK\r\n");
            for (int i = 0; true; i++) {
                connection.write("X-Header-" + i + ": something\r\n");
            }
        })) {
            assertThat(failure(transport, to(receiver.uri(), PATIENT)).reason()).isEqualTo(FailureReason.PROTOCOL);
            assertThat(receiver.awaitEnded(1)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 200 ", "HTTP/1.1 200 OK\r\nX-Long: ", "HTTP/1.1 200 OK\r\nX-Folded: a\r\n "})
    void aLineWithoutEndIsRefused(String beginning) throws Exception {
        try (Receiver receiver = Receiver.start(connection -> {
            connection.readRequest();
            connection.write(beginning);
            while (true) {
                connection.write("x".repeat(1000));
            }
        })) {
            assertThat(failure(transport, to(receiver.uri(), PATIENT)).reason()).isEqualTo(FailureReason.PROTOCOL);
            assertThat(receiver.awaitEnded(1)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0\r\n", "1;"})
    void trailersAndChunkExtensionsWithoutEndAreRefused(String beginning) throws Exception {
        try (Receiver receiver = Receiver.start(connection -> {
            connection.readRequest();
            connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + beginning);
            String more = beginning.startsWith("0") ? "X-Trailer: something\r\n" : "extension=something;";
            while (true) {
                connection.write(more);
            }
        })) {
            assertThat(failure(transport, to(receiver.uri(), PATIENT)).reason()).isEqualTo(FailureReason.PROTOCOL);
            assertThat(receiver.awaitEnded(1)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Content-Length: 9000000000000\r\n", "Transfer-Encoding: chunked\r\n"})
    void ofABodyWithoutEndTheBeginningIsKeptAndTheStatusCounts(String framing) throws Exception {
        try (Receiver receiver = Receiver.start(connection -> {
            connection.readRequest();
            connection.write("HTTP/1.1 500 Oh\r\n" + framing + "\r\n");
            String kilobyte = "0123456789abcdef".repeat(64);
            while (true) {
                connection.write(framing.startsWith("T") ? "400\r\n" + kilobyte + "\r\n" : kilobyte);
            }
        })) {
            WebhookResponse response = response(transport, to(receiver.uri(), PATIENT));

            assertThat(response.status()).isEqualTo(500);
            assertThat(response.body()).hasSize(16 * 1024).startsWith('0', '1', '2');
            assertThat(response.truncated()).isTrue();
            assertThat(receiver.awaitEnded(1)).isTrue();
        }
    }

    @Test
    void aBodyOfTheLongestLengthIsReadWholeAndItsConnectionUsedAgain() throws Exception {
        try (Receiver receiver = Receiver.start(connection -> {
            while (true) {
                connection.readRequest();
                connection.respond(200, "", "x".repeat(64 * 1024));
            }
        })) {
            for (int i = 0; i < 3; i++) {
                WebhookResponse response = response(transport, to(receiver.uri(), PATIENT));
                assertThat(response.body()).hasSize(16 * 1024);
                assertThat(response.truncated()).isTrue();
            }
            assertThat(receiver.accepted()).isEqualTo(1);
        }
    }

    @Test
    void howMuchIsKeptAndReadCanBeSet() throws Exception {
        try (Receiver receiver = Receiver.start(connection -> {
            connection.readRequest();
            connection.respond(200, "", "0123456789").awaitClosed();
        })) {
            WebhookResponse response = response(transport, to(receiver.uri(), PATIENT.bodyBytes(4, 8)));

            assertThat(response.body()).containsExactly('0', '1', '2', '3');
            assertThat(response.truncated()).isTrue();
            assertThat(receiver.awaitEnded(1)).isTrue();
            assertThatThrownBy(() -> PATIENT.bodyBytes(9, 8))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("maxBodyBytes is at least keptBodyBytes");
        }
    }

    @Test
    void aNameServerThatDoesNotAnswerIsLeftAtTheTimeToConnect() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (ApacheTransport hanging = new ApacheTransport(64, host -> {
            awaitQuietly(over);
            throw new UnknownHostException(host);
        })) {
            TransportOptions options = PATIENT.connectTimeout(Duration.ofMillis(200));
            assertThat(failure(hanging, to(URI.create("http://slow.example/"), options)))
                    .hasMessage("no address of the host slow.example within 200 ms")
                    .extracting("reason")
                    .isEqualTo(FailureReason.DNS);
            assertThat(hanging.connections().getLeased()).isZero();
            over.countDown();
        }
    }

    /** They hold threads for longer than the attempts that wanted them. */
    @Test
    void aHundredNamesThatHangHoldNobodyElseUp() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (Receiver receiver = Receiver.start(connection -> {
                    connection.readRequest();
                    connection.respond(200, "Connection: close\r\n", "");
                });
                ApacheTransport busy = new ApacheTransport(64, host -> {
                    if (host.startsWith("slow")) {
                        awaitQuietly(over);
                    }
                    return new InetAddress[] {InetAddress.getLoopbackAddress()};
                })) {
            for (int i = 0; i < 100; i++) {
                var unused = busy.post(to(URI.create("http://slow" + i + ".example/"), PATIENT));
            }
            URI good = receiver.uri("good.example");
            assertThat(response(busy, to(good, PATIENT)).status()).isEqualTo(200);
            over.countDown();
        }
    }

    @Test
    void anAddressThatDoesNotAnswerIsLeftAtTheTimeToConnect() throws Exception {
        // a listener whose backlog is full answers no further connection
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<Socket> fillers = new ArrayList<>();
            try {
                for (int i = 0; i < 8; i++) {
                    Socket filler = new Socket();
                    fillers.add(filler);
                    try {
                        filler.connect(full.getLocalSocketAddress(), 100);
                    } catch (IOException nowFull) {
                        break;
                    }
                }
                TransportOptions options = PATIENT.connectTimeout(Duration.ofMillis(200));
                URI uri = URI.create("http://127.0.0.1:" + full.getLocalPort() + "/");
                assertThat(failure(transport, to(uri, options)).reason()).isEqualTo(FailureReason.TIMEOUT_CONNECT);
            } finally {
                for (Socket filler : fillers) {
                    filler.close();
                }
            }
        }
    }

    @Test
    void theWaitForAFreeConnectionCountsToo() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (ApacheTransport narrow = new ApacheTransport(1);
                Receiver receiver = Receiver.start(connection -> {
                    while (true) {
                        connection.readRequest();
                        awaitQuietly(over);
                        connection.respond(204, "", "");
                    }
                })) {
            CompletableFuture<WebhookResponse> first = narrow.post(to(receiver.uri(), PATIENT));
            assertThat(failure(narrow, to(receiver.uri(), HASTY)))
                    .hasMessage("no free connection to 127.0.0.1 within 200 ms")
                    .extracting("reason")
                    .isEqualTo(FailureReason.TIMEOUT_CONNECT);
            CompletableFuture<WebhookResponse> third = narrow.post(to(receiver.uri(), PATIENT));
            over.countDown();

            assertThat(first.get().status()).isEqualTo(204);
            assertThat(third.get().status()).isEqualTo(204);
            assertThat(receiver.accepted()).isEqualTo(1);
        }
    }

    @Test
    void aHangingReceiverHoldsNobodyElseUp() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        CountDownLatch over = new CountDownLatch(1);
        try (Receiver hanging = Receiver.start(connection -> {
                    connection.readRequest();
                    asked.incrementAndGet();
                    connection.awaitClosed();
                });
                Receiver quick = Receiver.start(connection -> {
                    while (true) {
                        connection.readRequest();
                        connection.respond(200, "", "ok");
                    }
                });
                ApacheTransport mixed = new ApacheTransport(64, host -> {
                    if (host.startsWith("slow")) {
                        awaitQuietly(over);
                    }
                    return InetAddress.getAllByName("127.0.0.1");
                })) {
            List<CompletableFuture<WebhookResponse>> stuck = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                stuck.add(mixed.post(to(hanging.uri(), PATIENT)));
                stuck.add(mixed.post(to(quick.uri("slow" + i + ".example"), PATIENT)));
            }
            for (int i = 0; i < 200; i++) {
                assertThat(response(mixed, to(quick.uri("quick.example"), PATIENT))
                                .status())
                        .isEqualTo(200);
            }
            assertThat(stuck).noneMatch(CompletableFuture::isDone);
            stuck.forEach(attempt -> attempt.cancel(true));
            assertThat(mixed.connections().getLeased()).isZero();
            over.countDown();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }
}
