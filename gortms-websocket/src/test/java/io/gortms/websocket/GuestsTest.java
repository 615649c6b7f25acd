package io.gortms.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.gortms.websocket.client.Client;
import io.gortms.websocket.client.Client.Closed;
import io.gortms.websocket.client.Client.Kind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who would be let in no more does not stay. */
class GuestsTest extends ServerTest {

    private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path directory;

    private ServiceAccounts services;
    private ObservationServer server;
    private String secret;

    @BeforeEach
    void open() {
        services = ServiceAccounts.open(directory.resolve("services.json"), new byte[32], clock);
        secret = services.create("billing", List.of("consume:shop"));
        server = server(builder ->
                builder.services(services).jwtIssuer(JwtIssuer.of(SECRET).clock(clock)));
    }

    private Client connected(Map<String, String> headers) throws Exception {
        Client client = closedAtTheEnd(Kind.JDK.connect(uri(server, ORDERS), headers));
        assertThat(client.next().get("type").asText()).isEqualTo("connected");
        return client;
    }

    private Client service() throws Exception {
        clock.advance(Duration.ofMillis(1));
        return connected(ServiceSignature.headers("billing", secret, ORDERS, clock.instant()));
    }

    @Test
    void aTokenThatExpires() throws Exception {
        JwtIssuer issuer = JwtIssuer.of(SECRET).clock(clock);
        User ann = new User("u1", "ann", User.USER);
        Client client = connected(Map.of("Authorization", "Bearer " + issuer.issue(ann)));
        clock.advance(Duration.ofMinutes(30));
        Client later = connected(Map.of("Authorization", "Bearer " + issuer.issue(ann)));
        clock.advance(Duration.ofMinutes(30));
        assertThat(client.awaitClosed()).isEqualTo(new Closed(4401, "token expired"));
        orders.publish(1);
        assertThat(later.next().get("type").asText()).isEqualTo("message");
    }

    @Test
    void aServiceThatIsDisabledOrDeleted() throws Exception {
        Client client = service();
        services.enable("billing", false);
        assertThat(client.awaitClosed()).isEqualTo(new Closed(4401, "service disabled"));
        services.enable("billing", true);
        client = service();
        services.delete("billing");
        assertThat(client.awaitClosed()).isEqualTo(new Closed(4401, "invalid service"));
    }

    @Test
    void aSecretThatWasReplacedAfterItsGrace() throws Exception {
        Client old = service();
        secret = services.rotate("billing", Duration.ofMinutes(5));
        Client fresh = service();
        orders.publish(1);
        assertThat(old.next().get("type").asText()).isEqualTo("message");
        assertThat(fresh.next().get("type").asText()).isEqualTo("message");
        clock.advance(Duration.ofMinutes(5));
        assertThat(old.awaitClosed()).isEqualTo(new Closed(4401, "the secret is not valid any more"));
        orders.publish(2);
        assertThat(fresh.next().get("type").asText()).isEqualTo("message");
    }

    @Test
    void permissionsAndAddresses() throws Exception {
        Client client = service();
        services.permit("billing", List.of("publish:shop"));
        assertThat(client.awaitClosed()).isEqualTo(new Closed(4403, "permissions have been taken away"));
        services.permit("billing", List.of("consume:shop"));
        client = service();
        services.allowFrom("billing", List.of("10.0.0.0/8"));
        assertThat(client.awaitClosed()).isEqualTo(new Closed(4403, "IP not whitelisted"));
    }
}
