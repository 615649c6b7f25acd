package io.gortms.webhooks.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.gortms.webhooks.AddressPolicy;
import io.gortms.webhooks.TransportOptions;
import io.gortms.webhooks.WebhookHeaders;
import io.gortms.webhooks.WebhookRequest;
import io.gortms.webhooks.WebhookResponse;
import io.gortms.webhooks.WebhookTransport;
import io.gortms.webhooks.WebhookTransportException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Requests as tests make them, and the wait for what becomes of them. */
final class Posts {

    /** Anything on this machine, for long enough that nothing ends by time. */
    static final TransportOptions PATIENT = TransportOptions.defaults()
            .connectTimeout(Duration.ofSeconds(30))
            .deadline(Duration.ofSeconds(30))
            .addressPolicy(AddressPolicy.publicOnly().allowPlainHttp().allowLoopback());

    /** The same with little time for everything. */
    static final TransportOptions HASTY = PATIENT.deadline(Duration.ofMillis(200));

    private Posts() {}

    static WebhookRequest to(URI uri, TransportOptions options) {
        return WebhookRequest.of(
                uri,
                WebhookHeaders.of("Content-Type", "application/json"),
                "{\"event\":\"order.paid\"}".getBytes(StandardCharsets.UTF_8),
                options);
    }

    static WebhookResponse response(WebhookTransport transport, WebhookRequest request) throws Exception {
        return transport.post(request).get(20, TimeUnit.SECONDS);
    }

    static WebhookTransportException failure(WebhookTransport transport, WebhookRequest request) {
        return failure(transport.post(request));
    }

    static WebhookTransportException failure(CompletableFuture<WebhookResponse> attempt) {
        Throwable thrown = catchThrowable(() -> attempt.get(20, TimeUnit.SECONDS));
        assertThat(thrown).isInstanceOf(ExecutionException.class);
        assertThat(thrown.getCause()).isInstanceOf(WebhookTransportException.class);
        return (WebhookTransportException) thrown.getCause();
    }
}
