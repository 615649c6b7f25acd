package io.gortms.webhooks.internal.http;

import io.gortms.webhooks.FailureReason;

/** How far an exchange has come; what a timeout or a failure means depends on it. */
enum Phase {
    /** Waiting for a free connection, or not begun. */
    WAITING(FailureReason.TIMEOUT_CONNECT, FailureReason.CONNECT, "no free connection to "),
    RESOLVING(FailureReason.DNS, FailureReason.DNS, "no address of the host "),
    CONNECTING(FailureReason.TIMEOUT_CONNECT, FailureReason.CONNECT, "no connection to "),
    HANDSHAKING(FailureReason.TIMEOUT_CONNECT, FailureReason.TLS, "no TLS session with "),
    HEADERS(FailureReason.TIMEOUT_HEADERS, FailureReason.RESET, "no response from "),
    BODY(FailureReason.TIMEOUT_BODY, FailureReason.RESET, "no complete response body from ");

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
