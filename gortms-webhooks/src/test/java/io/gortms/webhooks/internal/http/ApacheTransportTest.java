package io.gortms.webhooks.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.gortms.webhooks.AddressPolicy;
import io.gortms.webhooks.TransportOptions;
import io.gortms.webhooks.WebhookHeaders;
import io.gortms.webhooks.WebhookRequest;
import io.gortms.webhooks.WebhookResponse;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ApacheTransportTest {

    private static final TransportOptions LOOPBACK = TransportOptions.defaults()
            .addressPolicy(AddressPolicy.publicOnly().allowPlainHttp().allowLoopback());

    @Test
    void sendsTheBytesAndTheHeadersAndReturnsTheAnswer() throws Exception {
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            seen.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("X-Gost-Event") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.getResponseHeaders().add("Retry-After", "7");
            exchange.sendResponseHeaders(503, 4);
            exchange.getResponseBody().write("busy".getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        server.start();
        try (ApacheTransport transport = new ApacheTransport(4)) {
            URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook?a=%20b");
            WebhookResponse response = transport
                    .post(WebhookRequest.of(
                            uri,
                            WebhookHeaders.of("X-Gost-Event", "order.paid", "Content-Type", "application/json"),
                            "{\"a\":1}".getBytes(StandardCharsets.UTF_8),
                            LOOPBACK))
                    .get(10, TimeUnit.SECONDS);

            assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo("POST /hook?a=%20b order.paid {\"a\":1}");
            assertThat(response.status()).isEqualTo(503);
            assertThat(response.headers().first("retry-after")).hasValue("7");
            assertThat(response.body()).asString(StandardCharsets.UTF_8).isEqualTo("busy");
            assertThat(response.truncated()).isFalse();
            assertThat(transport.connections().getLeased()).isZero();
        } finally {
            server.stop(0);
        }
    }
}
