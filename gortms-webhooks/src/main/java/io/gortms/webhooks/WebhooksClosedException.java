package io.gortms.webhooks;

import io.gortms.BrokerException;

/** The webhooks are closed. Nothing was stored. */
public final class WebhooksClosedException extends BrokerException {

    private static final long serialVersionUID = 1L;

    /** Makes one. */
    public WebhooksClosedException() {
        super(
                "the webhooks are closed; what was dispatched before is kept, and sent when they are opened on this broker's"
                        + " directory again");
    }
}
