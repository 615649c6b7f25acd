package io.gortms.websocket.internal.frame;

import org.jspecify.annotations.Nullable;

/** A client has sent something that is no request. */
public final class RequestException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String code;
    private final @Nullable String requestId;

    RequestException(String code, String message, @Nullable String requestId) {
        super(message, null, false, false); // strangers cause it: no stack trace for that
        this.code = code;
        this.requestId = requestId;
    }

    /** What is wrong, in one word. */
    public String code() {
        return code;
    }

    /** The client's own name for it, or null if that could not be read. */
    public @Nullable String requestId() {
        return requestId;
    }

    /** What is wrong, in words. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
