package io.gortms.webhooks.internal.http;

import static io.gortms.webhooks.internal.http.Posts.PATIENT;
import static io.gortms.webhooks.internal.http.Posts.failure;
import static io.gortms.webhooks.internal.http.Posts.response;
import static io.gortms.webhooks.internal.http.Posts.to;
import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.webhooks.FailureReason;
import io.gortms.webhooks.TransportOptions;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.Principal;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Points 9 and 13 over TLS: the certificate is of the host in the URL, and no connection or session serves anyone else. */
class TlsTest {

    private static Identity ofA;
    private static Identity ofB;
    private static Identity ofBoth;
    private static Identity sender;

    private final ApacheTransport transport =
            new ApacheTransport(64, host -> new InetAddress[] {InetAddress.getLoopbackAddress()});

    @BeforeAll
    static void makeCertificates(@TempDir Path directory) throws Exception {
        ofA = Identity.create(directory, "dns:a.example");
        ofB = Identity.create(directory, "dns:b.example");
        ofBoth = Identity.create(directory, "dns:a.example,dns:b.example,ip:127.0.0.1");
        sender = Identity.create(directory, "dns:sender.example");
    }

    @AfterEach
    void noConnectionIsInUse() {
        assertThat(transport.connections().getLeased()).isZero();
        transport.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.example", "A.EXAMPLE", "b.example", "127.0.0.1"})
    void theHostInTheUrlIsInTheCertificate(String host) throws Exception {
        try (Receiver receiver = Receiver.startTls(Identity.tls(ofBoth), answering())) {
            assertThat(response(transport, to(receiver.uri(host), trusting(ofBoth)))
                            .status())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"b.example", "127.0.0.1", "x.a.example", "example"})
    void theHostInTheUrlIsNotInTheCertificate(String host) throws Exception {
        LinkedBlockingQueue<String> requests = new LinkedBlockingQueue<>();
        try (Receiver receiver =
                Receiver.startTls(Identity.tls(ofA), connection -> requests.add(connection.readRequest()))) {
            assertThat(failure(transport, to(receiver.uri(host), trusting(ofA))).reason())
                    .isEqualTo(FailureReason.TLS);
            assertThat(receiver.awaitEnded(1)).isTrue();
            assertThat(requests).isEmpty();
        }
    }

    @Test
    void aCertificateThatIsNotTrusted() throws Exception {
        try (Receiver receiver = Receiver.startTls(Identity.tls(ofA), answering())) {
            assertThat(failure(transport, to(receiver.uri("a.example"), trusting(ofB)))
                            .reason())
                    .isEqualTo(FailureReason.TLS);
            assertThat(failure(transport, to(receiver.uri("a.example"), PATIENT))
                            .reason())
                    .isEqualTo(FailureReason.TLS);
        }
    }

    @Test
    void noTlsAtAll() throws Exception {
        try (Receiver plain = Receiver.start(connection -> connection.respond(400, "", "speak TLS"));
                Receiver closing = Receiver.start(connection -> {
                    // closes at once
                });
                Receiver silent = Receiver.start(Receiver.Connection::awaitClosed)) {
            assertThat(failure(transport, to(overTls(plain), PATIENT)).reason()).isEqualTo(FailureReason.TLS);
            assertThat(failure(transport, to(overTls(closing), PATIENT)).reason())
                    .isEqualTo(FailureReason.TLS);
            assertThat(failure(transport, to(overTls(silent), PATIENT.connectTimeout(Duration.ofMillis(200)))))
                    .hasMessage("no TLS session with a.example within 200 ms")
                    .extracting("reason")
                    .isEqualTo(FailureReason.TIMEOUT_CONNECT);
            assertThat(silent.awaitEnded(1)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void twoNamesOnOneAddressNeverShareConnectionOrSession(String version) throws Exception {
        LinkedBlockingQueue<String> sessions = new LinkedBlockingQueue<>();
        try (Receiver receiver = Receiver.startTls(Identity.tls(ofBoth), connection -> {
            SSLSocket socket = (SSLSocket) connection.socket;
            socket.setEnabledProtocols(new String[] {version});
            connection.readRequest();
            sessions.add(HexFormat.of().formatHex(socket.getSession().getId())
                    + socket.getSession().getCreationTime());
            // closed each time, so that the next one has to begin a session, or to resume one
            connection.respond(200, "Connection: close\r\n", "");
        })) {
            TransportOptions options = trusting(ofBoth);
            for (String host : new String[] {"a.example", "b.example", "a.example", "b.example"}) {
                assertThat(response(transport, to(receiver.uri(host), options)).status())
                        .isEqualTo(200);
            }
            String ofFirst = sessions.take();
            String ofSecond = sessions.take();
            assertThat(ofSecond).isNotEqualTo(ofFirst);
            assertThat(sessions.take()).isNotEqualTo(ofSecond);
            assertThat(sessions.take()).isNotEqualTo(ofFirst);
        }
    }

    @Test
    void aNameThatTheCertificateDoesNotHaveGetsNothingThroughTheSessionOfAnother() throws Exception {
        try (Receiver receiver = Receiver.startTls(Identity.tls(ofA), answering())) {
            TransportOptions options = trusting(ofA);
            for (int i = 0; i < 3; i++) {
                assertThat(response(transport, to(receiver.uri("a.example"), options))
                                .status())
                        .isEqualTo(200);
                assertThat(failure(transport, to(receiver.uri("b.example"), options))
                                .reason())
                        .isEqualTo(FailureReason.TLS);
            }
        }
    }

    @Test
    void mutualTlsIsOfTheEndpointThatHasTheKey() throws Exception {
        LinkedBlockingQueue<String> senders = new LinkedBlockingQueue<>();
        SSLContext asking = Identity.tls(ofA, sender);
        try (Receiver receiver = Receiver.startTls(asking, connection -> {
            SSLSocket socket = (SSLSocket) connection.socket;
            socket.setWantClientAuth(true);
            while (true) {
                connection.readRequest();
                senders.add(peerOf(socket));
                connection.respond(200, "", "");
            }
        })) {
            TransportOptions withKey = PATIENT.sslContext(Identity.tls(sender, ofA));
            assertThat(response(transport, to(receiver.uri("a.example"), withKey))
                            .status())
                    .isEqualTo(200);
            assertThat(response(transport, to(receiver.uri("a.example"), trusting(ofA)))
                            .status())
                    .isEqualTo(200);
            assertThat(response(transport, to(receiver.uri("a.example"), withKey))
                            .status())
                    .isEqualTo(200);

            assertThat(senders).containsExactly("CN=sender.example", "nobody", "CN=sender.example");
            assertThat(receiver.accepted()).isEqualTo(2);
        }
    }

    private static TransportOptions trusting(Identity... trusted) throws Exception {
        return PATIENT.sslContext(Identity.tls(null, trusted));
    }

    private static URI overTls(Receiver plain) {
        return URI.create("https://a.example:" + plain.port() + "/");
    }

    private static String peerOf(SSLSocket socket) {
        try {
            Principal peer = socket.getSession().getPeerPrincipal();
            return peer.getName();
        } catch (SSLPeerUnverifiedException anonymous) {
            return "nobody";
        }
    }

    private static Receiver.Script answering() {
        return connection -> {
            while (true) {
                connection.readRequest();
                connection.respond(200, "", "");
            }
        };
    }
}
