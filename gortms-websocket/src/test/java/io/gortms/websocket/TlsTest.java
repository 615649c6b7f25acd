package io.gortms.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gortms.Message;
import io.gortms.websocket.client.JdkClient;
import io.gortms.websocket.client.LibraryClient;
import io.gortms.websocket.client.RawClient;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Encrypted connections, by clients of the JDK's and the library's. */
class TlsTest extends ServerTest {

    @TempDir
    Path directory;

    private static X509Certificate certificate(Path file) throws Exception {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(file)));
    }

    /** Trusts this certificate only, and checks names. */
    private static SSLContext trusting(Path file) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry("server", certificate(file));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static HttpClient http(SSLContext trust, String... protocols) {
        SSLParameters parameters = new SSLParameters();
        if (protocols.length > 0) {
            parameters.setProtocols(protocols);
        }
        return HttpClient.newBuilder()
                .sslContext(trust)
                .sslParameters(parameters)
                .connectTimeout(Duration.ofSeconds(10))
                .build();
    }

    private static URI secure(ObservationServer server, String path) {
        return URI.create("wss://localhost:" + server.port() + path);
    }

    private ObservationServer selfSigned() {
        return server(builder -> builder.tls(Tls.selfSigned(directory)).console(0));
    }

    @Test
    void aLargeReplayAndMuchLive() throws Exception {
        ObservationServer server = selfSigned();
        String large = "x".repeat(500_000);
        for (int i = 0; i < 20; i++) {
            orders.publish(Message.text(large + i));
        }
        for (String protocol : List.of("TLSv1.3", "TLSv1.2")) {
            JdkClient client = closedAtTheEnd(new JdkClient(
                    http(trusting(directory.resolve("server.crt")), protocol),
                    secure(server, ORDERS + "?from=0"),
                    Map.of()));
            assertThat(client.next().get("type").asText()).isEqualTo("connected");
            for (int i = 0; i < 20; i++) {
                assertThat(client.next().get("payload").get("data").asText()).isEqualTo(large + i);
            }
            assertThat(client.next().get("type").asText()).isEqualTo("replayed");
            String request = "{\"type\":\"x\",\"payload\":\"" + "y".repeat(300_000) + "\"}";
            client.send(request);
            assertThat(client.next().get("code").asText()).isEqualTo("unknown_type");
        }
    }

    @Test
    void theLibrarysClientToo() throws Exception {
        ObservationServer server = selfSigned();
        LibraryClient client = closedAtTheEnd(new LibraryClient(
                secure(server, ORDERS),
                Map.of(),
                trusting(directory.resolve("server.crt")).getSocketFactory()));
        assertThat(client.next().get("type").asText()).isEqualTo("connected");
        client.send("{\"type\":\"ping\"}");
        assertThat(client.next().get("type").asText()).isEqualTo("pong");
        server.close();
        assertThat(client.awaitClosed().code()).isEqualTo(1000);
    }

    @Test
    void theConsoleToo() throws Exception {
        ObservationServer server = selfSigned();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("https://127.0.0.1:" + server.consolePort() + "/api/health"))
                .build();
        HttpResponse<String> answer =
                http(trusting(directory.resolve("server.crt"))).send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void nothingOlderThanTls12() throws Exception {
        ObservationServer server = selfSigned();
        SSLContext trust = trusting(directory.resolve("server.crt"));
        for (int port : List.of(server.port(), server.consolePort())) {
            try (SSLSocket socket = (SSLSocket) trust.getSocketFactory().createSocket("127.0.0.1", port)) {
                socket.setSoTimeout(10_000);
                socket.setEnabledProtocols(new String[] {"TLSv1.1"});
                assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLException.class);
            }
        }
    }

    @Test
    void whoSpeaksPlainlyOrNonsenseIsNotLetIn() throws Exception {
        ObservationServer server = selfSigned();
        RawClient plain = closedAtTheEnd(new RawClient(server.port()));
        plain.write(RawClient.handshake(ORDERS));
        assertThat(plain.isEnded()).isTrue();
        JdkClient client = closedAtTheEnd(
                new JdkClient(http(trusting(directory.resolve("server.crt"))), secure(server, ORDERS), Map.of()));
        assertThat(client.next().get("type").asText()).isEqualTo("connected");
    }

    @Test
    void anSslContextOfTheApplications() throws Exception {
        ObservationServer first = selfSigned();
        first.close();
        SSLContext own = Tls.pem(directory.resolve("server.crt"), directory.resolve("server.key"))
                .context()
                .get();
        ObservationServer server = server(builder -> builder.tls(Tls.of(own)));
        JdkClient client = closedAtTheEnd(
                new JdkClient(http(trusting(directory.resolve("server.crt"))), secure(server, ORDERS), Map.of()));
        assertThat(client.next().get("type").asText()).isEqualTo("connected");
    }

    @Test
    void aBadCertificateIsAnErrorAndTheBrokerGoesOn() throws Exception {
        Path chain = Files.writeString(directory.resolve("chain.pem"), "nothing");
        ObservationServer server = closedAtTheEnd(ObservationServer.builder(broker)
                .port(0)
                .tls(Tls.pem(chain, chain))
                .build());
        assertThatThrownBy(server::start).isInstanceOf(SecretsException.class).hasMessageContaining("chain.pem");
        assertThat(orders.publish(1).position()).isZero();
    }

    @Test
    void aServiceByTls() throws Exception {
        ServiceAccounts services = ServiceAccounts.open(directory.resolve("services.json"), new byte[32], clock);
        String secret = services.create("billing", Set.of("consume:shop"));
        ObservationServer server = server(builder ->
                builder.tls(Tls.selfSigned(directory)).services(services).requireTls(true));
        JdkClient client = closedAtTheEnd(new JdkClient(
                http(trusting(directory.resolve("server.crt"))),
                secure(server, ORDERS),
                ServiceSignature.headers("billing", secret, ORDERS, clock.instant())));
        assertThat(client.next().get("type").asText()).isEqualTo("connected");
    }
}
