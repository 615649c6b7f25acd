package io.gortms.websocket.internal.net;

import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client asked for when it connected.
 *
 * @param path the path without the query, as it was sent
 * @param query the query's parameters, decoded
 * @param headers by name, in any case
 * @param remote where it comes from
 * @param secure whether it came by TLS
 */
public record Handshake(
        String path, Map<String, String> query, Map<String, String> headers, InetSocketAddress remote, boolean secure) {

    /** The header, or null. */
    public @Nullable String header(String name) {
        return headers.get(name);
    }

    static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
            }
        }
        return parameters;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8); // as in +02:00, not a blank
        } catch (IllegalArgumentException e) { // a percent sign without two digits: it means itself
            return text;
        }
    }
}
