package io.gortms.websocket.internal.control;

import io.gortms.websocket.internal.frame.ErrorCode;

/** A request is not answered. */
final class ControlException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String code;

    private ControlException(String code, String message) {
        super(message, null, false, false); // strangers cause it: no stack trace for that
        this.code = code;
    }

    static ControlException malformed(String message) {
        return new ControlException(ErrorCode.MALFORMED, message);
    }

    static ControlException notAllowed(String message) {
        return new ControlException(ErrorCode.NOT_ALLOWED, message);
    }

    static ControlException busy(String message) {
        return new ControlException(ErrorCode.BUSY, message);
    }

    static ControlException unknownType(String message) {
        return new ControlException(ErrorCode.UNKNOWN_TYPE, message);
    }

    String code() {
        return code;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
