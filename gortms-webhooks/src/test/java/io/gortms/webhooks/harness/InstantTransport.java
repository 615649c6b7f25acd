package io.gortms.webhooks.harness;

import io.gortms.webhooks.WebhookHeaders;
import io.gortms.webhooks.WebhookRequest;
import io.gortms.webhooks.WebhookResponse;
import io.gortms.webhooks.WebhookTransport;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Has an answer at once, 200, in the thread that asks; only the first one may be kept open. */
public final class InstantTransport implements WebhookTransport {

    private static final WebhookResponse OK =
            new WebhookResponse(200, WebhookHeaders.of(Map.of()), new byte[0], false, Duration.ZERO);

    private final CompletableFuture<WebhookResponse> first = new CompletableFuture<>();
    private final AtomicInteger count = new AtomicInteger();

    public InstantTransport(boolean firstWaits) {
        if (!firstWaits) {
            answerTheFirst();
        }
    }

    public void answerTheFirst() {
        first.complete(OK);
    }

    /** How many were sent. */
    public int count() {
        return count.get();
    }

    @Override
    public CompletableFuture<WebhookResponse> post(WebhookRequest request) {
        return count.getAndIncrement() == 0 ? first.copy() : CompletableFuture.completedFuture(OK);
    }

    @Override
    public void close() {}
}
