package io.gortms.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gortms.websocket.client.Client;
import io.gortms.websocket.client.Client.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Starting and closing. */
class StartTest extends ServerTest {

    @Test
    void aPortInUse() throws Exception {
        ObservationServer first = server();
        ObservationServer second = closedAtTheEnd(
                ObservationServer.builder(broker).port(first.port()).build());
        assertThatThrownBy(second::start)
                .isInstanceOfSatisfying(
                        PortInUseException.class, e -> assertThat(e.port()).isEqualTo(first.port()))
                .hasMessageContaining("choose another port");
        assertThat(orders.publish(1).position()).isZero();
        observer(Kind.JDK, first, "");
    }

    @Test
    void anAddressOfAnotherMachineIsNoPortInUse() {
        ObservationServer server = closedAtTheEnd(ObservationServer.builder(broker)
                .port(0)
                .bindAddress("192.0.2.1") // for documentation, RFC 5737
                .allowAnybody(true)
                .build());
        assertThatThrownBy(server::start)
                .isInstanceOf(ServerStartException.class)
                .isNotInstanceOf(PortInUseException.class)
                .hasMessageContaining("192.0.2.1");
    }

    @Test
    void onePortForBothIsRefused() {
        assertThatThrownBy(() -> ObservationServer.builder(broker)
                        .port(8080)
                        .console(8080)
                        .build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("port and console are both 8080");
        ObservationServer anyTwo = closedAtTheEnd(
                ObservationServer.builder(broker).port(0).console(0).build());
        anyTwo.start();
        assertThat(anyTwo.consolePort()).isNotEqualTo(anyTwo.port());
    }

    @Test
    void whatNoBrowserSendsIsNoOrigin() {
        for (String origin : List.of("", "*", "ops.example.com", "https://ops.example.com/", "https://a@b.example")) {
            assertThatThrownBy(() -> ObservationServer.builder(broker).allowedOrigins(origin))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("not '" + origin + "'");
        }
        ObservationServer.builder(broker)
                .allowedOrigins("https://Ops.example.com", "http://localhost:3000", "http://[::1]:3000", "null");
    }

    @Test
    void portsAreKnownWhileItRuns() {
        ObservationServer server =
                closedAtTheEnd(ObservationServer.builder(broker).port(0).build());
        assertThatThrownBy(server::port)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("after start()");
        server.start();
        assertThat(server.port()).isPositive();
        server.close();
        assertThatThrownBy(server::port)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void theConsolesPortInUse() {
        ObservationServer first = server();
        ObservationServer second = closedAtTheEnd(
                ObservationServer.builder(broker).port(0).console(first.port()).build());
        assertThatThrownBy(second::start)
                .isInstanceOfSatisfying(
                        PortInUseException.class, e -> assertThat(e.port()).isEqualTo(first.port()));
    }

    /** Who closes it while interrupted still lets the clients know, and stays interrupted. */
    @Test
    void closedByAThreadThatIsInterrupted() throws Exception {
        ObservationServer server = server();
        Client client = observer(Kind.JDK, server, "");
        Thread.currentThread().interrupt();
        server.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(client.awaitClosed()).isEqualTo(new Client.Closed(1000, "Server shutting down"));
    }

    @Test
    void aServerThatCouldNotListenMayTryAgain() {
        ObservationServer first = server();
        int port = first.port();
        ObservationServer second =
                closedAtTheEnd(ObservationServer.builder(broker).port(port).build());
        assertThatThrownBy(second::start).isInstanceOf(PortInUseException.class);
        first.close();
        second.start();
        assertThat(second.port()).isEqualTo(port);
    }

    @Test
    void onceAndNeverAgain() {
        ObservationServer server = server();
        assertThatThrownBy(server::start).isInstanceOf(IllegalStateException.class);
        server.close();
        server.close();
        assertThatThrownBy(server::start).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(server::port).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void noThreadIsLeftThatMatters() throws Exception {
        ObservationServer server = server();
        observer(Kind.JDK, server, "");
        assertThat(threads()).isNotEmpty();
        server.close();
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!threads().isEmpty() && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(threads()).isEmpty();
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("gortms-websocket"))
                .collect(Collectors.toSet());
    }

    @Test
    void optionsThatCannotBe() {
        ObservationServerBuilder builder = ObservationServer.builder(broker);
        assertThatThrownBy(() -> builder.port(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.port(65_536)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.bindAddress("no such host.")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.pingInterval(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.idleTimeout(Duration.ofSeconds(30)).build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("pingInterval");
    }
}
