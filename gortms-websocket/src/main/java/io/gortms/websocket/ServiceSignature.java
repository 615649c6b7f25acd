package io.gortms.websocket;

import io.gortms.websocket.internal.auth.Hmac;
import java.time.Instant;
import java.util.Map;

/** What a service sends to say who it is: for clients in Java. */
public final class ServiceSignature {

    private static final byte[] NO_BODY = {};

    private ServiceSignature() {}

    /**
     * The headers of a WebSocket handshake. They are accepted once; sign again to connect again.
     *
     * @param path of the address, without the query
     * @param now the time, at most five minutes from the server's; to sign twice in a second it has fractions
     */
    public static Map<String, String> headers(String serviceId, String secret, String path, Instant now) {
        String timestamp = now.toString();
        return Map.of(
                "X-Service-ID", serviceId,
                "X-Timestamp", timestamp,
                "X-Signature", Hmac.sign(secret, "GET", path, NO_BODY, timestamp));
    }
}
