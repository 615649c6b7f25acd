package io.gortms;

import org.jspecify.annotations.Nullable;

/** The data directory cannot be read or written, or holds what this version cannot use. */
public class StorageException extends BrokerException {

    private static final long serialVersionUID = 1L;

    /** Says what could not be done, and what to do. */
    public StorageException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
