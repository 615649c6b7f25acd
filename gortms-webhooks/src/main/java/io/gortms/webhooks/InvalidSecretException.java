package io.gortms.webhooks;

import io.gortms.BrokerException;

/** A text is not the kind of secret or key that is needed. The message says what is wrong with it and never shows it. */
public final class InvalidSecretException extends BrokerException {

    private static final long serialVersionUID = 1L;

    /** Says what is wrong and what is expected; must not contain the secret. */
    public InvalidSecretException(String message) {
        super(message);
    }
}
