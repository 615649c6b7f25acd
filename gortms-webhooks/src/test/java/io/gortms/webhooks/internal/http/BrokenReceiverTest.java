package io.gortms.webhooks.internal.http;

import static io.gortms.webhooks.internal.http.Posts.PATIENT;
import static io.gortms.webhooks.internal.http.Posts.failure;
import static io.gortms.webhooks.internal.http.Posts.response;
import static io.gortms.webhooks.internal.http.Posts.to;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.gortms.webhooks.FailureReason;
import io.gortms.webhooks.WebhookResponse;
import io.gortms.webhooks.WebhookTransportException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What receivers do wrong, each with its own reason; and what they may do, but nobody follows. */
class BrokenReceiverTest {

    private final ApacheTransport transport = new ApacheTransport(64);

    @AfterEach
    void noConnectionIsInUse() {
        assertThat(transport.connections().getLeased()).isZero();
        transport.close();
    }

    @Test
    void noListener() throws Exception {
        int port;
        try (ServerSocket closedSoon = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closedSoon.getLocalPort();
        }
        WebhookTransportException failure =
                failure(transport, to(URI.create("http://127.0.0.1:" + port + "/"), PATIENT));
        assertThat(failure).hasMessage("no connection to 127.0.0.1");
        assertThat(failure.reason()).isEqualTo(FailureReason.CONNECT);
    }

    @Test
    void noAddress() {
        try (ApacheTransport nameless = new ApacheTransport(64, host -> {
            throw new UnknownHostException(host);
        })) {
            WebhookTransportException failure = failure(nameless, to(URI.create("http://gone.example/"), PATIENT));
            assertThat(failure).hasMessage("no address is known of the host gone.example");
            assertThat(failure.reason()).isEqualTo(FailureReason.DNS);
        }
    }

    @Test
    void theSecondAddressIsTakenWhenTheFirstRefuses() throws Exception {
        InetAddress silent = InetAddress.getByAddress(new byte[] {127, 0, 0, 2});
        try (Receiver receiver = Receiver.start(answering(200));
                ApacheTransport twoAddresses =
                        new ApacheTransport(64, host -> new InetAddress[] {silent, InetAddress.getLoopbackAddress()})) {
            assertThat(response(twoAddresses, to(receiver.uri("two.example"), PATIENT))
                            .status())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n01234",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\na\r\n01234",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n01234\r\n"
            })
    void aConnectionThatEndsTooEarly(String beginning) throws Exception {
        try (Receiver closing = Receiver.start(connection -> {
                    connection.readRequest();
                    connection.write(beginning);
                });
                Receiver resetting = Receiver.start(connection -> {
                    connection.readRequest();
                    connection.write(beginning).reset();
                });
                Receiver halfClosing = Receiver.start(connection -> {
                    connection.readRequest();
                    connection.write(beginning).socket.shutdownOutput();
                    connection.awaitClosed();
                })) {
            for (Receiver receiver : new Receiver[] {closing, resetting, halfClosing}) {
                assertThat(failure(transport, to(receiver.uri(), PATIENT)).reason())
                        .isEqualTo(FailureReason.RESET);
                assertThat(receiver.awaitEnded(1)).isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9.2\r\n",
                "HTTP/9.9 200 OK\r\n\r\n",
                "HTTP/1.1 OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1,2\r\n\r\n12",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n12",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n",
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n"
            })
    void whatIsNotHttp(String nonsense) throws Exception {
        try (Receiver receiver = Receiver.start(connection -> {
            connection.readRequest();
            connection.write(nonsense).awaitClosed();
        })) {
            assertThat(failure(transport, to(receiver.uri(), PATIENT.deadline(Duration.ofSeconds(2))))
                            .reason())
                    .isEqualTo(FailureReason.PROTOCOL);
            assertThat(receiver.awaitEnded(1)).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"301", "302", "303", "307", "308"})
    void aRedirectIsAnAnswerAndNotFollowed(int status) throws Exception {
        try (Receiver elsewhere = Receiver.start(answering(200));
                Receiver receiver = Receiver.start(connection -> {
                    connection.readRequest();
                    connection.respond(status, "Location: " + elsewhere.uri() + "\r\n", "");
                })) {
            assertThat(response(transport, to(receiver.uri(), PATIENT)).status())
                    .isEqualTo(status);
            assertThat(elsewhere.accepted()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "401 WWW-Authenticate: Basic realm=a",
                "407 Proxy-Authenticate: Basic realm=a",
                "503 Retry-After: 0"
            })
    void nothingIsSentASecondTime(String statusAndHeader) throws Exception {
        try (Receiver receiver = Receiver.start(connection -> {
            while (true) {
                connection.readRequest();
                connection.respond(
                        Integer.parseInt(statusAndHeader.substring(0, 3)), statusAndHeader.substring(4) + "\r\n", "");
                connection.respond(599, "", "answer to a second request, if there is one");
            }
        })) {
            assertThat(response(transport, to(receiver.uri(), PATIENT)).status())
                    .isEqualTo(Integer.parseInt(statusAndHeader.substring(0, 3)));
        }
    }

    @Test
    void whatComesAfterAResponseIsNotTakenForTheNextOne() throws Exception {
        try (Receiver receiver = Receiver.start(connection -> {
            while (true) {
                connection.readRequest();
                connection.write("HTTP/1.1 500 Oh\r\nContent-Length: 2\r\n\r\nok"
                        + "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison");
            }
        })) {
            for (int i = 0; i < 20; i++) {
                CompletableFuture<WebhookResponse> attempt = transport.post(to(receiver.uri(), PATIENT));
                assertThat(attempt.handle((response, failure) -> response == null ? "none" : "" + response.status())
                                .get(20, TimeUnit.SECONDS))
                        .isIn("500", "none");
            }
        }
    }

    @Test
    void theRequestSaysNothingThatWasNotAskedFor() throws Exception {
        LinkedBlockingQueue<String> requests = new LinkedBlockingQueue<>();
        try (Receiver receiver = Receiver.start(connection -> {
            while (true) {
                requests.add(connection.readRequest());
                connection.respond(200, "Set-Cookie: a=b\r\nContent-Encoding: gzip\r\n", "not compressed");
            }
        })) {
            WebhookResponse first = response(transport, to(receiver.uri(), PATIENT));
            WebhookResponse second = response(transport, to(receiver.uri(), PATIENT));

            assertThat(first.body()).asString(StandardCharsets.UTF_8).isEqualTo("not compressed");
            assertThat(second.headers().first("content-encoding")).hasValue("gzip");
            assertThat(receiver.accepted()).isEqualTo(1);
            assertThat(requests)
                    .hasSize(2)
                    .allSatisfy(request -> assertThat(request.split("\r\n"))
                            .containsExactlyInAnyOrder(
                                    "POST /hook HTTP/1.1",
                                    "Host: 127.0.0.1:" + receiver.port(),
                                    "Content-Type: application/json",
                                    "Content-Length: 22",
                                    "Connection: keep-alive",
                                    "User-Agent: gortms-webhooks",
                                    "",
                                    "{\"event\":\"order.paid\"}"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', /",
        "?a=b, /?a=b",
        "/hook/#part, /hook/",
        "/a%2Fb;c=d?e=%26&f, /a%2Fb;c=d?e=%26&f",
        "//double//, //double//",
        "/grüße?für=ä, /gr%C3%BC%C3%9Fe?f%C3%BCr=%C3%A4"
    })
    void thePathGoesOutAsItStands(String inUrl, String sent) throws Exception {
        LinkedBlockingQueue<String> requests = new LinkedBlockingQueue<>();
        try (Receiver receiver = Receiver.start(connection -> {
            requests.add(connection.readRequest().split("\r\n", 2)[0]);
            connection.respond(200, "", "");
        })) {
            URI uri = URI.create("http://127.0.0.1:" + receiver.port() + inUrl);
            assertThat(response(transport, to(uri, PATIENT)).status()).isEqualTo(200);
            assertThat(requests).containsExactly("POST " + sent + " HTTP/1.1");
        }
    }

    @Test
    void anIpv6AddressStandsInBracketsInTheHostHeader() throws Exception {
        LinkedBlockingQueue<String> requests = new LinkedBlockingQueue<>();
        try (Receiver receiver = Receiver.startOnEveryAddress(connection -> {
            requests.add(connection.readRequest());
            connection.respond(200, "", "");
        })) {
            CompletableFuture<WebhookResponse> attempt = transport.post(to(receiver.uri("[::1]"), PATIENT));
            String result = attempt.handle((response, failure) -> response == null ? "none" : "" + response.status())
                    .get(20, TimeUnit.SECONDS);
            assumeThat(result).as("this machine has IPv6").isEqualTo("200");
            assertThat(requests.take()).contains("\r\nHost: [::1]:" + receiver.port() + "\r\n");
        }
    }

    @Test
    void aConnectionIsClosedBeforeTheReceiverSaysItWill() throws Exception {
        try (Receiver receiver = Receiver.start(connection -> {
            connection.readRequest();
            connection.respond(200, "Keep-Alive: timeout=1\r\n", "").awaitClosed();
        })) {
            assertThat(response(transport, to(receiver.uri(), PATIENT)).status())
                    .isEqualTo(200);
            assertThat(receiver.awaitEnded(1)).isTrue();
        }
    }

    @Test
    void cancellingClosesTheConnection() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        try (Receiver receiver = Receiver.start(connection -> {
            connection.readRequest();
            asked.countDown();
            connection.awaitClosed();
        })) {
            CompletableFuture<WebhookResponse> attempt = transport.post(to(receiver.uri(), PATIENT));
            assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();

            assertThat(attempt.cancel(true)).isTrue();
            assertThat(receiver.awaitEnded(1)).isTrue();
        }
    }

    private static Receiver.Script answering(int status) {
        return connection -> {
            while (true) {
                connection.readRequest();
                connection.respond(status, "", "");
            }
        };
    }
}
