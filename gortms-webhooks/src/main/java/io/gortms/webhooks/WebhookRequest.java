package io.gortms.webhooks;

import java.net.URI;
import java.util.List;
import java.util.Objects;

/** One POST to make. Immutable but for the bytes of its body, which are sent as they are and not copied. */
public final class WebhookRequest {

    /** What the transport itself says about the connection, the length and the host. */
    private static final List<String> RESERVED = List.of(
            "connection",
            "content-length",
            "expect",
            "host",
            "keep-alive",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private final URI uri;
    private final WebhookHeaders headers;
    private final byte[] body;
    private final TransportOptions options;

    private WebhookRequest(URI uri, WebhookHeaders headers, byte[] body, TransportOptions options) {
        this.uri = Objects.requireNonNull(uri, "uri");
        this.headers = Objects.requireNonNull(headers, "headers");
        this.body = Objects.requireNonNull(body, "body");
        this.options = Objects.requireNonNull(options, "options");
        headers.forEach(WebhookRequest::check);
    }

    /**
     * A POST of these bytes. Whether the URL is allowed is for the transport to say.
     *
     * @throws IllegalArgumentException if a header name is none or is reserved to the transport ({@code Host}, {@code
     *     Content-Length}, {@code Connection} and the like), or a value has anything but printable ASCII, spaces and tabs
     */
    public static WebhookRequest of(URI uri, WebhookHeaders headers, byte[] body, TransportOptions options) {
        return new WebhookRequest(uri, headers, body, options);
    }

    /** Where to. */
    public URI uri() {
        return uri;
    }

    /** The header fields to send beside {@code Host}, {@code Content-Length} and {@code Connection}. */
    public WebhookHeaders headers() {
        return headers;
    }

    /** The bytes to send; not a copy. */
    public byte[] body() {
        return body;
    }

    /** Limits, proxy, TLS and what is allowed. */
    public TransportOptions options() {
        return options;
    }

    /** Without the body, the query string and the values of headers. */
    @Override
    public String toString() {
        return "WebhookRequest[" + uri.getScheme() + "://" + uri.getHost() + uri.getRawPath() + ", headers=" + headers
                + ", body=" + body.length + " bytes]";
    }

    // A line break in a value would let whoever configures it write headers, and requests, of their own.
    private static void check(String name, String value) {
        checkName(name);
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < ' ' && c != '\t') || c > '~') {
                throw new IllegalArgumentException("the value of the header '" + name
                        + "' has a character that is not printable ASCII, at index " + i + "; encode it");
            }
        }
    }

    static void checkName(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (!isTokenChar(name.charAt(i))) {
                throw new IllegalArgumentException("a header name has letters, digits and -_. only, not '"
                        + name.replaceAll("[^\\x20-\\x7e]", "?") + "'");
            }
        }
        if (name.isEmpty() || isReserved(name)) {
            throw new IllegalArgumentException("the header '" + name + "' is for the transport to set; leave it out");
        }
    }

    /** Asked for each header of each attempt; most are told from all of these by their length. */
    private static boolean isReserved(String name) {
        for (String reserved : RESERVED) {
            if (reserved.equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isTokenChar(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '_'
                || c == '.';
    }
}
