package io.gortms.websocket.internal.auth;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * What a service asks for, and how it says who it is.
 *
 * @param method the method of HTTP; {@code GET} of a WebSocket handshake
 * @param path without the query, as it was sent
 * @param service the header {@code X-Service-ID}, or null
 * @param timestamp the header {@code X-Timestamp}, or null
 * @param signature the header {@code X-Signature}, or null
 * @param secure whether it came by TLS
 * @param address where it came from
 * @param permission what is needed, or null if any service may
 */
public record SignedRequest(
        String method,
        String path,
        @Nullable String service,
        @Nullable String timestamp,
        @Nullable String signature,
        boolean secure,
        InetAddress address,
        @Nullable String permission) {}
