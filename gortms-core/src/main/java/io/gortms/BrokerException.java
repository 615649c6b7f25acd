package io.gortms;

import org.jspecify.annotations.Nullable;

/** The root of everything gortms throws on its own account; unchecked. Subclasses carry what they speak of as fields. */
public class BrokerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Makes one with a message that says what to do. */
    public BrokerException(String message) {
        super(message);
    }

    /** Makes one with a cause. */
    public BrokerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
