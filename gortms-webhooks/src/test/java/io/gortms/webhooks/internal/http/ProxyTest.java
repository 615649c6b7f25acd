package io.gortms.webhooks.internal.http;

import static io.gortms.webhooks.internal.http.Posts.PATIENT;
import static io.gortms.webhooks.internal.http.Posts.failure;
import static io.gortms.webhooks.internal.http.Posts.response;
import static io.gortms.webhooks.internal.http.Posts.to;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gortms.webhooks.AddressPolicy;
import io.gortms.webhooks.FailureReason;
import io.gortms.webhooks.TransportOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Point 13: through an HTTP proxy, which resolves the names and makes the connections. */
class ProxyTest {

    private static final TransportOptions PUBLIC_ONLY =
            PATIENT.addressPolicy(AddressPolicy.publicOnly().allowPlainHttp());

    private static Identity identity;

    /** Only the proxy's own name is resolved here. */
    private final ApacheTransport transport = new ApacheTransport(64, host -> {
        if (!host.equals("proxy.internal")) {
            throw new UnknownHostException(host);
        }
        return new InetAddress[] {InetAddress.getLoopbackAddress()};
    });

    @BeforeAll
    static void makeCertificate(@TempDir Path directory) throws Exception {
        identity = Identity.create(directory, "dns:client.example");
    }

    @AfterEach
    void noConnectionIsInUse() {
        assertThat(transport.connections().getLeased()).isZero();
        transport.close();
    }

    @Test
    void https() throws Exception {
        LinkedBlockingQueue<String> asked = new LinkedBlockingQueue<>();
        try (Receiver receiver = Receiver.startTls(Identity.tls(identity), connection -> {
                    while (true) {
                        connection.readRequest();
                        connection.respond(200, "", "");
                    }
                });
                Receiver proxy = Receiver.start(connection -> {
                    asked.add(connection.readRequest().split("\r\n", 2)[0]);
                    connection.write("HTTP/1.1 200 Connection established\r\n\r\n");
                    connection.relayTo(receiver.port());
                })) {
            TransportOptions options = through(proxy).sslContext(Identity.tls(null, identity));
            for (int i = 0; i < 3; i++) {
                assertThat(response(transport, to(URI.create("https://client.example/hook"), options))
                                .status())
                        .isEqualTo(200);
            }
            assertThat(asked).containsExactly("CONNECT client.example:443 HTTP/1.1");

            assertThat(failure(transport, to(URI.create("https://other.example/hook"), options))
                            .reason())
                    .isEqualTo(FailureReason.TLS);
        }
    }

    @Test
    void plainHttp() throws Exception {
        LinkedBlockingQueue<String> asked = new LinkedBlockingQueue<>();
        try (Receiver proxy = Receiver.start(connection -> {
            asked.add(connection.readRequest().split("\r\n", 2)[0]);
            connection.respond(202, "", "");
        })) {
            assertThat(response(transport, to(URI.create("http://client.example/hook?a=b"), through(proxy)))
                            .status())
                    .isEqualTo(202);
            assertThat(asked).containsExactly("POST http://client.example/hook?a=b HTTP/1.1");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 407, 502})
    void aProxyThatRefusesIsNotTakenForTheReceiver(int status) throws Exception {
        try (Receiver proxy = Receiver.start(connection -> {
            connection.readRequest();
            connection.respond(status, "Proxy-Authenticate: Basic realm=a\r\n", "no");
            connection.awaitClosed();
        })) {
            assertThat(failure(transport, to(URI.create("https://client.example/hook"), through(proxy)))
                            .reason())
                    .isEqualTo(FailureReason.CONNECT);
            assertThat(proxy.awaitEnded(1)).isTrue();
        }
    }

    @Test
    void aProxyThatDoesNotAnswerIsLeftAtTheTimeToConnect() throws Exception {
        try (Receiver proxy = Receiver.start(Receiver.Connection::awaitClosed)) {
            TransportOptions hasty = through(proxy).connectTimeout(Duration.ofMillis(200));
            assertThat(failure(transport, to(URI.create("https://client.example/hook"), hasty))
                            .reason())
                    .isEqualTo(FailureReason.TIMEOUT_CONNECT);
            assertThat(proxy.awaitEnded(1)).isTrue();
        }
    }

    @Test
    void aReceiverBehindAProxyThatDoesNotSpeakTlsIsLeftAtTheTimeToConnect() throws Exception {
        try (Receiver proxy = Receiver.start(connection -> {
            connection.readRequest();
            connection.write("HTTP/1.1 200 Connection established\r\n\r\n").awaitClosed();
        })) {
            TransportOptions hasty = through(proxy).connectTimeout(Duration.ofMillis(200));
            assertThat(failure(transport, to(URI.create("https://client.example/hook"), hasty)))
                    .hasMessage("no TLS session with client.example within 200 ms")
                    .extracting("reason")
                    .isEqualTo(FailureReason.TIMEOUT_CONNECT);
            assertThat(proxy.awaitEnded(1)).isTrue();
        }
    }

    @Test
    void anAddressInTheUrlIsCheckedAllTheSame() throws IOException {
        try (Receiver proxy = Receiver.start(connection -> connection.respond(200, "", ""))) {
            assertThat(failure(transport, to(URI.create("https://169.254.169.254/"), through(proxy)))
                            .reason())
                    .isEqualTo(FailureReason.BLOCKED);
            assertThat(proxy.accepted()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://proxy:1", "proxy:1", "http://proxy", "http://user:secret@proxy:1"})
    void whatIsNoProxyIsRefused(String proxy) {
        assertThatThrownBy(() -> PATIENT.proxy(URI.create(proxy)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("a proxy is given as http://host:port, not as ")
                .hasMessageNotContaining("secret");
    }

    private static TransportOptions through(Receiver proxy) {
        return PUBLIC_ONLY.proxy(URI.create("http://proxy.internal:" + proxy.port()));
    }
}
