package io.gortms.webhooks;

import java.util.List;

/**
 * What became of a dispatch: it is in the journal.
 *
 * @param id the webhook's id, the same at every endpoint and attempt ({@code X-Gost-Delivery}, {@code webhook-id})
 * @param endpoints the ids of the endpoints that it goes to, sorted; empty for {@link Webhooks#dispatchTo}. Of a duplicate:
 *     those that would get it now, which need not be those that the first one went to
 * @param duplicate whether its idempotency key was dispatched before: nothing was stored, and this is the first one's id
 */
public record DispatchReceipt(String id, List<String> endpoints, boolean duplicate) {

    /** Copies the list. */
    public DispatchReceipt {
        endpoints = List.copyOf(endpoints);
    }
}
