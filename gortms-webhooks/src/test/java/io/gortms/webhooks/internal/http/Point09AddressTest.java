package io.gortms.webhooks.internal.http;

import static io.gortms.webhooks.internal.http.Posts.PATIENT;
import static io.gortms.webhooks.internal.http.Posts.failure;
import static io.gortms.webhooks.internal.http.Posts.response;
import static io.gortms.webhooks.internal.http.Posts.to;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gortms.webhooks.AddressPolicy;
import io.gortms.webhooks.BlockedAddressException;
import io.gortms.webhooks.FailureReason;
import io.gortms.webhooks.TransportOptions;
import io.gortms.webhooks.WebhookTransportException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Point 9: whatever a URL looks like and a name resolves to, no connection goes to an address that is not allowed. */
class Point09AddressTest {

    private static final TransportOptions PUBLIC_ONLY =
            PATIENT.addressPolicy(AddressPolicy.publicOnly().allowPlainHttp());

    private static Receiver forbidden;

    private final ApacheTransport transport = new ApacheTransport(64);

    @BeforeAll
    static void listen() throws Exception {
        // on all addresses of this machine, so that every spelling of one of them would reach it
        forbidden = Receiver.startOnEveryAddress(connection -> connection.respond(200, "", ""));
    }

    @AfterEach
    void nothingWasReached() {
        transport.close();
        assertThat(forbidden.accepted()).isZero();
    }

    @AfterAll
    static void stopListening() throws Exception {
        forbidden.close();
    }

    /** Each with the port of a listener; {@code //} starts the part that varies. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.0.0.2",
                "127.1",
                "127.0.1",
                "127.000.000.001",
                "0127.0.0.1",
                "0177.0.0.1",
                "0177.0000.0000.0001",
                "0x7f.0.0.1",
                "0x7f.0x0.0x0.0x1",
                "0x7F000001",
                "0x7f.1",
                "2130706433",
                "017700000001",
                "00000000000017700000001",
                "0x0000000007f000001",
                "127.0.0.1.",
                "127.0.0.1..",
                "0",
                "0.0.0.0",
                "0x0",
                "000.000.000.000",
                "[::1]",
                "[0:0:0:0:0:0:0:1]",
                "[0000:0000:0000:0000:0000:0000:0000:0001]",
                "[::]",
                "[::127.0.0.1]",
                "[::ffff:127.0.0.1]",
                "[::FFFF:127.0.0.1]",
                "[::ffff:7f00:1]",
                "[0:0:0:0:0:ffff:127.0.0.1]",
                "[::ffff:0:127.0.0.1]",
                "[64:ff9b::127.0.0.1]",
                "[64:ff9b::7f00:1]",
                "[64:ff9b:1::7f00:1]",
                "[2002:7f00:1::]",
                "[2001:0:7f00:1::]",
                "[::1%25lo]",
                "[::1%lo]",
                "[fe80::1%251]",
                "localhost",
                "LOCALHOST",
                "LocalHost",
                "localhost.",
                "%6c%6f%63%61%6c%68%6f%73%74",
                "%31%32%37%2e%30%2e%30%2e%31",
                "１２７.０.０.１",
                "127。0。0。1",
                "①②⑦.⓪.⓪.①",
                "ⓛocalhost",
                "user@127.0.0.1",
                "user:secret@127.0.0.1",
                "good.example@127.0.0.1",
                "127.0.0.1@good.example",
                "good.example%40127.0.0.1",
                "127.0.0.1%00.good.example",
                "127.0.0.1%2F.good.example",
                "localhost%00.good.example",
                "10.0.0.1",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "100.64.0.1",
                "100.100.100.200",
                "169.254.169.254",
                "0xa9fea9fe",
                "2852039166",
                "[::ffff:169.254.169.254]",
                "[fd00:ec2::254]",
                "168.63.129.16",
                "192.0.0.192",
                "224.0.0.1",
                "255.255.255.255",
                "[ff02::1]",
                "[fc00::1]",
                "[fec0::1]",
                "[2001:db8::1]",
                "192.0.2.1"
            })
    void aForbiddenAddressInAnySpelling(String host) {
        URI uri;
        try {
            uri = new URI("http://" + host + ":" + forbidden.port() + "/");
        } catch (URISyntaxException notEvenAUri) {
            return;
        }
        WebhookTransportException failure = failure(transport, to(uri, PUBLIC_ONLY));
        assertThat(failure.reason()).isEqualTo(FailureReason.BLOCKED);
        assertThat(failure.getMessage()).doesNotContain("secret");
    }

    @Test
    void aNameThatIsPublicAtFirstAndPrivateThen() throws Exception {
        InetAddress elsewhere = InetAddress.getByAddress(new byte[] {127, 0, 0, 3});
        AtomicInteger resolved = new AtomicInteger();
        AddressPolicy oneAddress = AddressPolicy.publicOnly().allowPlainHttp().allow("127.0.0.3");
        try (Receiver good = Receiver.startOnEveryAddress(connection -> {
                    connection.readRequest();
                    connection.respond(200, "Connection: close\r\n", "");
                });
                ApacheTransport rebinding = new ApacheTransport(64, host -> new InetAddress[] {
                    resolved.getAndIncrement() == 0 ? elsewhere : InetAddress.getLoopbackAddress()
                })) {
            TransportOptions options = PATIENT.addressPolicy(oneAddress);
            assertThat(response(rebinding, to(good.uri("rebinding.example"), options))
                            .status())
                    .isEqualTo(200);

            assertThat(failure(rebinding, to(good.uri("rebinding.example"), options)))
                    .isInstanceOf(BlockedAddressException.class)
                    .hasMessageContaining("rebinding.example")
                    .hasMessageNotContaining("127.0.0")
                    .hasNoCause();
            assertThat(good.accepted()).isEqualTo(1);
            assertThat(resolved).hasValue(2);
        }
    }

    @Test
    void ofTheAddressesOfANameOnlyThoseThatAreAllowedAreTried() throws Exception {
        InetAddress allowed = InetAddress.getByAddress(new byte[] {127, 0, 0, 3});
        AddressPolicy oneAddress = AddressPolicy.publicOnly().allowPlainHttp().allow("127.0.0.3");
        try (ApacheTransport mixed =
                        new ApacheTransport(64, host -> new InetAddress[] {InetAddress.getLoopbackAddress(), allowed});
                Receiver good = Receiver.startOnEveryAddress(connection -> {
                    connection.readRequest();
                    connection.respond(connection.socket.getLocalAddress().equals(allowed) ? 200 : 500, "", "");
                })) {
            assertThat(response(mixed, to(good.uri("mixed.example"), PATIENT.addressPolicy(oneAddress)))
                            .status())
                    .isEqualTo(200);
            // and once they are refused, so is the name
            assertThat(failure(mixed, to(forbidden.uri("mixed.example"), PUBLIC_ONLY))
                            .reason())
                    .isEqualTo(FailureReason.BLOCKED);
        }
    }

    @Test
    void anAddressInTheUrlGoesThroughTheSameGate() {
        AtomicInteger resolved = new AtomicInteger();
        try (ApacheTransport lying = new ApacheTransport(64, host -> {
            resolved.incrementAndGet();
            return new InetAddress[] {InetAddress.getLoopbackAddress()};
        })) {
            assertThat(failure(lying, to(URI.create("http://8.8.8.8:" + forbidden.port() + "/"), PUBLIC_ONLY))
                            .reason())
                    .isEqualTo(FailureReason.BLOCKED);
            assertThat(resolved).hasValue(1);
        }
    }

    @Test
    void aConnectionMadeUnderAWiderPolicyDoesNotServeANarrowerOne() throws Exception {
        try (Receiver receiver = Receiver.start(connection -> {
                    while (true) {
                        connection.readRequest();
                        connection.respond(200, "", "");
                    }
                });
                ApacheTransport shared =
                        new ApacheTransport(64, host -> new InetAddress[] {InetAddress.getLoopbackAddress()})) {
            assertThat(response(shared, to(receiver.uri("shared.example"), PATIENT))
                            .status())
                    .isEqualTo(200);
            assertThat(shared.connections().getAvailable()).isEqualTo(1);

            assertThat(failure(shared, to(receiver.uri("shared.example"), PUBLIC_ONLY))
                            .reason())
                    .isEqualTo(FailureReason.BLOCKED);
        }
    }

    @Test
    void plainHttpOnlyWhereItIsAllowed() {
        assertThat(failure(transport, to(URI.create("http://good.example/"), TransportOptions.defaults())))
                .isInstanceOf(BlockedAddressException.class)
                .hasMessage("a webhook URL starts with https://, not with 'http:'");
        assertThatThrownBy(() -> AddressPolicy.publicOnly().allowPlainHttp().check(URI.create("ftp://good.example/")))
                .hasMessage("a webhook URL starts with http:// or https://, not with 'ftp:'");
    }
}
