package io.gortms.websocket.internal.auth;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which pages a browser may connect from. A browser lets any page connect to anything, and says in {@code Origin} which page it is:
 * one of the host that the connection is for (on any port), or one that is listed. A server on loopback also wants the host to be
 * named as loopback is, or a page could give its own name the address of this machine (DNS rebinding). Programs that are no browsers
 * send no {@code Origin}, and may come.
 */
public final class Origins {

    private final Set<String> allowed;
    private final boolean loopback;

    /**
     * Those of a server at this address.
     *
     * @param allowed in lower case
     */
    public Origins(Set<String> allowed, InetAddress address) {
        this.allowed = allowed;
        this.loopback = address.isLoopbackAddress();
    }

    /** Whether who sends these headers may come. */
    public boolean allows(@Nullable String origin, @Nullable String host) {
        if (origin == null || allowed.contains(origin.toLowerCase(Locale.ROOT))) {
            return true;
        }
        String page = host(origin);
        String here = host("any://" + host);
        return page != null && page.equalsIgnoreCase(here) && (!loopback || isLoopback(page));
    }

    /** Whether a header {@code Host} names this machine as it names itself. */
    public static boolean isLoopbackHost(@Nullable String host) {
        String here = host("any://" + host);
        return here != null && isLoopback(here);
    }

    private static @Nullable String host(String uri) {
        try {
            return new URI(uri).getHost();
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private static boolean isLoopback(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.equals("localhost")
                || lower.endsWith(".localhost")
                || lower.equals("[::1]")
                || lower.matches("127(\\.\\d{1,3}){3}");
    }
}
