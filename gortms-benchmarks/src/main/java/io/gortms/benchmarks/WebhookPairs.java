package io.gortms.benchmarks;

import io.gortms.Broker;
import io.gortms.webhooks.AddressPolicy;
import io.gortms.webhooks.TransportOptions;
import io.gortms.webhooks.WebhookEndpoint;
import io.gortms.webhooks.WebhookHeaders;
import io.gortms.webhooks.WebhookRequest;
import io.gortms.webhooks.WebhookTransport;
import io.gortms.webhooks.Webhooks;
import io.gortms.webhooks.internal.http.ApacheTransport;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What webhooks cost beside the HTTP client they are sent with, in {@link Pairs}: with them, each event is dispatched, journaled,
 * handed on, signed, posted, recorded and settled; without, the client posts as many requests of the same size in a bare loop. Both
 * have 64 requests under way to the same receiver in the same JVM.
 */
public final class WebhookPairs {

    private static final int IN_FLIGHT = 64;
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String DATA = "d".repeat(200);
    private static final Duration BOUND = Duration.ofMinutes(5);
    private static final TransportOptions OPTIONS = TransportOptions.defaults()
            .addressPolicy(AddressPolicy.publicOnly().allowLoopback().allowPlainHttp());

    private final int events;
    private final String url;
    private final WebhookTransport client = new ApacheTransport(IN_FLIGHT);

    private WebhookPairs(int events, String url) {
        this.events = events;
        this.url = url;
    }

    /** Arguments: how many pairs (default 20), and how many events in each half (20,000). */
    public static void main(String[] args) throws IOException {
        int pairs = args.length > 0 ? Integer.parseInt(args[0]) : 20;
        int events = args.length > 1 ? Integer.parseInt(args[1]) : 20_000;
        try (LoopbackReceiver receiver = new LoopbackReceiver((path, request, start, end) -> true)) {
            WebhookPairs work = new WebhookPairs(events, receiver.url("/callback"));
            Pairs.run("the webhooks, by the client alone,", pairs, work::cost);
            work.client.close();
        }
    }

    private Pairs.Cost cost(boolean webhooks) throws IOException {
        return webhooks ? dispatched() : bare();
    }

    private Pairs.Cost dispatched() throws IOException {
        Path directory = Scratch.create();
        try (Broker broker = Broker.builder().dataDirectory(directory).build();
                Webhooks webhooks = Webhooks.builder(broker)
                        .transport(client)
                        .transportOptions(OPTIONS)
                        .maxInFlight(IN_FLIGHT)
                        .build()) {
            webhooks.register(WebhookEndpoint.of("receiver", url).secret(SECRET).maxInFlight(IN_FLIGHT));
            Stopwatch stopwatch = new Stopwatch();
            for (int i = 0; i < events; i++) {
                webhooks.dispatch("order.paid", DATA);
            }
            if (!webhooks.awaitSettled(BOUND)) {
                throw new IllegalStateException("not everything was delivered within " + BOUND);
            }
            return stopwatch.cost(events);
        } finally {
            Scratch.delete(directory);
        }
    }

    private Pairs.Cost bare() {
        Loop loop = new Loop();
        Stopwatch stopwatch = new Stopwatch();
        loop.run();
        return stopwatch.cost(events);
    }

    /** Posts the next request when one has been answered. */
    private final class Loop {

        private final AtomicInteger begun = new AtomicInteger();
        private final CountDownLatch left = new CountDownLatch(events);
        private final WebhookRequest request = request();

        void run() {
            for (int i = 0; i < IN_FLIGHT; i++) {
                post();
            }
            try {
                if (!left.await(BOUND.toSeconds(), TimeUnit.SECONDS)) {
                    throw new IllegalStateException(left.getCount() + " requests were not answered within " + BOUND);
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        private void post() {
            if (begun.incrementAndGet() <= events) {
                var unused = client.post(request).whenComplete((response, error) -> {
                    if (error != null) {
                        throw new IllegalStateException(error);
                    }
                    left.countDown();
                    post();
                });
            }
        }
    }

    /** As large as a webhook, header by header. */
    private WebhookRequest request() {
        String body = "{\"event\":\"order.paid\",\"timestamp\":1614265330,\"data\":\"" + DATA + "\"}";
        return WebhookRequest.of(
                URI.create(url),
                WebhookHeaders.of(
                        "Content-Type",
                        "application/json",
                        "User-Agent",
                        "gortms-webhooks",
                        "X-Gost-Event",
                        "order.paid",
                        "X-Gost-Signature",
                        "0".repeat(64),
                        "X-Gost-Delivery",
                        "0".repeat(36),
                        "X-Gost-Attempt",
                        "1",
                        "X-Gost-Timestamp",
                        "1614265330"),
                body.getBytes(StandardCharsets.UTF_8),
                OPTIONS);
    }
}
