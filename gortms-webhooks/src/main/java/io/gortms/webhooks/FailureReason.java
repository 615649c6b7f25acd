package io.gortms.webhooks;

/** Why an attempt did not succeed. The first nine come from the transport, {@link #STATUS} from what the receiver answered. */
public enum FailureReason {
    /** The host name has no address, or was not resolved in time. */
    DNS,
    /** The receiver, or the proxy, refused the connection or cannot be reached. */
    CONNECT,
    /** The TLS handshake failed: a certificate that is not trusted, not valid or of another host, or no TLS at all. */
    TLS,
    /** No connection in time, the TLS handshake and the wait for a free one included. */
    TIMEOUT_CONNECT,
    /** Connected, but the request was not taken or the head of the response not complete in time. */
    TIMEOUT_HEADERS,
    /** The head of the response came, but its body was not complete in time. */
    TIMEOUT_BODY,
    /** The receiver closed or reset the connection before its response was complete. */
    RESET,
    /** The URL or the address of its host is not allowed: see {@link AddressPolicy}. */
    BLOCKED,
    /** What came back is not HTTP, or its head is too large; or the request could not be made, for a signer of your own threw. */
    PROTOCOL,
    /** A complete response that says no. */
    STATUS
}
