package io.gortms.webhooks.internal.store;

import io.gortms.webhooks.WebhookEndpoint;
import java.util.List;

/**
 * A registered endpoint. Immutable.
 *
 * @param number what the queues know it by; never given twice
 * @param settings its description
 * @param secrets its secrets with their ends, the newest first; those of the description have none
 * @param state what has become of it
 * @param missing what of it was not stored; empty if nothing
 * @param missesTransform whether that is its transform, among others
 */
public record Endpoint(
        int number,
        WebhookEndpoint settings,
        List<KeptSecret> secrets,
        EndpointState state,
        String missing,
        boolean missesTransform) {

    /** Copies the list. */
    public Endpoint {
        secrets = List.copyOf(secrets);
    }

    /** Its id. */
    public String id() {
        return settings.id();
    }

    /** Whether parts of it have to be given again. */
    public boolean isIncomplete() {
        return !missing.isEmpty();
    }

    /** The same endpoint in another state. */
    public Endpoint in(EndpointState value) {
        return new Endpoint(number, settings, secrets, value, missing, missesTransform);
    }

    /** The same endpoint with other secrets. */
    public Endpoint with(List<KeptSecret> value) {
        return new Endpoint(number, settings, value, state, missing, missesTransform);
    }
}
