package io.gortms.webhooks.internal.http;

import io.gortms.webhooks.FailureReason;

/** How far an exchange has come; what a timeout or a failure means depends on it. */
enum Phase {
    /** Waiting for a free connection, or not begun. */
    WAITING(FailureReason.TIMEOUT_CONNECT, FailureReason.CONNECT, "no free connection"),
    RESOLVING(FailureReason.DNS, FailureReason.DNS, "the host name was not resolved"),
    CONNECTING(FailureReason.TIMEOUT_CONNECT, FailureReason.CONNECT, "no connection"),
    HANDSHAKING(FailureReason.TIMEOUT_CONNECT, FailureReason.TLS, "no TLS session"),
    HEADERS(FailureReason.TIMEOUT_HEADERS, FailureReason.RESET, "no response"),
    BODY(FailureReason.TIMEOUT_BODY, FailureReason.RESET, "no complete response body");

    final FailureReason timeout;
    final FailureReason failure;
    final String missing;

    Phase(FailureReason timeout, FailureReason failure, String missing) {
        this.timeout = timeout;
        this.failure = failure;
        this.missing = missing;
    }

    boolean isConnecting() {
        return this == RESOLVING || this == CONNECTING || this == HANDSHAKING;
    }
}
