package io.gortms.webhooks;

import java.time.Duration;
import java.util.Objects;

/** What a receiver answered, whatever the status. Immutable but for the bytes of its body, which are not copied. */
public final class WebhookResponse {

    private final int status;
    private final WebhookHeaders headers;
    private final byte[] body;
    private final boolean truncated;
    private final Duration duration;

    /**
     * Makes one.
     *
     * @param body what was kept of the body; not copied
     * @param truncated whether the body was longer than what was kept
     * @param duration from the call to the end of the response
     */
    public WebhookResponse(int status, WebhookHeaders headers, byte[] body, boolean truncated, Duration duration) {
        this.status = status;
        this.headers = Objects.requireNonNull(headers, "headers");
        this.body = Objects.requireNonNull(body, "body");
        this.truncated = truncated;
        this.duration = Objects.requireNonNull(duration, "duration");
    }

    /** The status code, 200 to 999 as far as HTTP goes. */
    public int status() {
        return status;
    }

    /** The header fields. */
    public WebhookHeaders headers() {
        return headers;
    }

    /** The first {@link TransportOptions#keptBodyBytes()} bytes of the body, as they came, never decompressed; not a copy. */
    public byte[] body() {
        return body;
    }

    /** Whether the body was longer than what was kept. */
    public boolean truncated() {
        return truncated;
    }

    /** From the call to the end of the response, the wait for a connection included. */
    public Duration duration() {
        return duration;
    }

    @Override
    public String toString() {
        return "WebhookResponse[status=" + status + ", headers=" + headers + ", body=" + body.length
                + (truncated ? " bytes and more" : " bytes") + ", duration=" + duration + "]";
    }
}
