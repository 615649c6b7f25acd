package io.gortms.webhooks;

/**
 * Says what an answer means, where an endpoint differs from {@link #standard()}. Called on a thread that serves other
 * requests, too: it must not block. If it throws, the answer counts as {@link Verdict#RETRY}.
 */
@FunctionalInterface
public interface ResponseClassifier {

    /** What this answer means. */
    Verdict classify(WebhookResponse response);

    /**
     * 2xx is delivered, 410 disables the endpoint, anything else is tried again; redirects are never followed. The header {@code
     * webhook-delivery} of an answer that is not 2xx is heeded: {@code disable} disables the endpoint, {@code abort-message}
     * gives the webhook up.
     */
    static ResponseClassifier standard() {
        return StandardClassifier.INSTANCE;
    }
}
