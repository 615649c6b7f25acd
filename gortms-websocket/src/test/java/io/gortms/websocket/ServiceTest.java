package io.gortms.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.websocket.client.Client;
import io.gortms.websocket.client.Client.Closed;
import io.gortms.websocket.client.Client.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Services come in by their signatures. */
class ServiceTest extends ServerTest {

    private static final byte[] KEY = new byte[32];

    @TempDir
    Path directory;

    private ServiceAccounts services;
    private ObservationServer server;
    private String secret;

    @BeforeEach
    void open() {
        services = ServiceAccounts.open(directory.resolve("services.json"), KEY, clock);
        secret = services.create("billing", List.of("consume:shop"));
        server = server(builder -> builder.services(services).allowPublish(true));
    }

    private Map<String, String> signed() {
        return ServiceSignature.headers("billing", secret, ORDERS, clock.instant());
    }

    private Closed refused(Kind kind, String path, Map<String, String> headers) throws Exception {
        return closedAtTheEnd(kind.connect(uri(server, path), headers)).awaitClosed();
    }

    @ParameterizedTest
    @EnumSource
    void oneThatSignsIsLetInOnce(Kind kind) throws Exception {
        Map<String, String> headers = signed();
        Client client = closedAtTheEnd(kind.connect(uri(server, ORDERS + "?from=0"), headers));
        assertThat(client.next().get("type").asText()).isEqualTo("connected");
        assertThat(refused(kind, ORDERS, headers)).isEqualTo(new Closed(4401, "invalid signature"));
    }

    /** Who listens to one server, or remembers what was said to one that is closed, is not let in by another. */
    @ParameterizedTest
    @EnumSource
    void oneThatSignsIsLetInOnceByAllServersOfItsAccounts(Kind kind) throws Exception {
        Map<String, String> headers = signed();
        Client client = closedAtTheEnd(kind.connect(uri(server, ORDERS), headers));
        assertThat(client.next().get("type").asText()).isEqualTo("connected");
        ObservationServer other = server(builder -> builder.services(services));
        Client replayed = closedAtTheEnd(kind.connect(uri(other, ORDERS), headers));
        assertThat(replayed.awaitClosed()).isEqualTo(new Closed(4401, "invalid signature"));
    }

    @ParameterizedTest
    @EnumSource
    void othersAreNot(Kind kind) throws Exception {
        assertThat(refused(kind, ORDERS, Map.of())).isEqualTo(new Closed(4401, "missing HMAC headers"));
        Map<String, String> elsewhere = new HashMap<>(signed());
        assertThat(refused(kind, "/api/ws/stats", elsewhere)).isEqualTo(new Closed(4401, "invalid signature"));
        services.enable("billing", false);
        assertThat(refused(kind, ORDERS, signed())).isEqualTo(new Closed(4401, "service disabled"));
        services.enable("billing", true);
        services.allowFrom("billing", List.of("10.0.0.0/8"));
        assertThat(refused(kind, ORDERS, signed())).isEqualTo(new Closed(4403, "IP not whitelisted"));
        services.allowFrom("billing", List.of("127.*"));
        services.permit("billing", List.of("publish:shop"));
        assertThat(refused(kind, ORDERS, signed()))
                .isEqualTo(new Closed(4403, "insufficient permissions for consume:shop"));
        services.permit("billing", List.of("consume:shop"));
        Client client = closedAtTheEnd(kind.connect(uri(server, ORDERS), signed()));
        assertThat(client.next().get("type").asText()).isEqualTo("connected");
    }

    @Test
    void publishingNeedsAPermissionOfItsOwn() throws Exception {
        Client client = closedAtTheEnd(Kind.JDK.connect(uri(server, ORDERS), signed()));
        client.next();
        client.send("{\"type\":\"publish\",\"payload\":1}");
        assertThat(client.next().get("code").asText()).isEqualTo("publish_not_allowed");
        services.permit("billing", List.of("consume:shop", "publish:shop"));
        clock.advance(Duration.ofMillis(1));
        Client publisher = closedAtTheEnd(Kind.JDK.connect(uri(server, ORDERS), signed()));
        publisher.next();
        publisher.send("{\"type\":\"publish\",\"payload\":1}");
        publisher.next();
        assertThat(orders.read(0, 10)).hasSize(1);
    }

    @Test
    void statisticsAreOfAllDomains() throws Exception {
        String path = "/api/ws/stats";
        Map<String, String> headers = ServiceSignature.headers("billing", secret, path, clock.instant());
        assertThat(refused(Kind.JDK, path, headers))
                .isEqualTo(new Closed(4403, "insufficient permissions for consume:*"));
    }

    @Test
    void theHubKnowsWhoItIs() throws Exception {
        String path = "/api/v1/ws";
        var name = new CompletableFuture<String>();
        server.hub().onConnect(client -> name.complete(client.name()));
        closedAtTheEnd(Kind.JDK.connect(
                uri(server, path), ServiceSignature.headers("billing", secret, path, clock.instant())));
        assertThat(name.get(10, TimeUnit.SECONDS)).isEqualTo("billing");
    }

    @Test
    void withoutTlsWhereItIsRequired() throws Exception {
        server = server(builder -> builder.services(services).requireTls(true));
        assertThat(refused(Kind.JDK, ORDERS, signed())).isEqualTo(new Closed(4404, "not found"));
    }
}
