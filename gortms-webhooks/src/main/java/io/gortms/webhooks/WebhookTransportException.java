package io.gortms.webhooks;

import io.gortms.BrokerException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An attempt without a complete response. The message names the host as the URL does and never an address that it resolved to,
 * so that it may be shown to whoever registered the URL; the cause, for logs only, may name more.
 */
public class WebhookTransportException extends BrokerException {

    private static final long serialVersionUID = 1L;

    private final FailureReason reason;

    /** Makes one with a message that may be shown to the owner of the URL. */
    public WebhookTransportException(FailureReason reason, String message) {
        this(reason, message, null);
    }

    /** Makes one with a cause, which is for logs only. */
    public WebhookTransportException(FailureReason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    /** What kind of failure it is. */
    public FailureReason reason() {
        return reason;
    }
}
