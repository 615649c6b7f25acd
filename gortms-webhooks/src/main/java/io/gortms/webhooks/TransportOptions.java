package io.gortms.webhooks;

import io.gortms.CheckReturnValue;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How an attempt is made, and its bounds. Immutable: each setter returns a new one, the result of which must be used. Safe for use
 * by any thread. Requests to the same host share connections only if proxy, TLS context and policy are the same.
 *
 * @param connectTimeout until there is a connection: name resolution, all addresses, and TLS; default 5 seconds
 * @param deadline for everything, from the call to the last byte of the response; default 15 seconds
 * @param keptBodyBytes how much of a response's body is kept; default 16 KiB. Beyond 160 KiB an attempt may be too large for the log
 * @param maxBodyBytes how much of a body is read before the connection is closed, at least keptBodyBytes; default 64 KiB. The
 *     response counts all the same
 * @param proxy an HTTP proxy, {@code http://host:port}, or null. It resolves names itself: of the addresses, the policy then sees
 *     only those that stand in the URL, and the proxy must refuse the others
 * @param sslContext what authenticates the receiver, and for mutual TLS the sender, or null for the JVM's own
 * @param addressPolicy which URLs and addresses are allowed; default {@link AddressPolicy#publicOnly()}
 */
public record TransportOptions(
        Duration connectTimeout,
        Duration deadline,
        int keptBodyBytes,
        int maxBodyBytes,
        @Nullable URI proxy,
        @Nullable SSLContext sslContext,
        AddressPolicy addressPolicy) {

    private static final TransportOptions DEFAULTS = new TransportOptions(
            Duration.ofSeconds(5),
            Duration.ofSeconds(15),
            16 * 1024,
            64 * 1024,
            null,
            null,
            AddressPolicy.publicOnly());

    /** Checks every value. */
    public TransportOptions {
        checkPositive(connectTimeout, "connectTimeout");
        checkPositive(deadline, "deadline");
        if (keptBodyBytes < 0) {
            throw new IllegalArgumentException("keptBodyBytes is at least 0, not " + keptBodyBytes);
        }
        if (maxBodyBytes < keptBodyBytes) {
            throw new IllegalArgumentException(
                    "maxBodyBytes is at least keptBodyBytes, which is " + keptBodyBytes + ", not " + maxBodyBytes);
        }
        if (proxy != null
                && (!"http".equalsIgnoreCase(proxy.getScheme())
                        || proxy.getHost() == null
                        || proxy.getPort() < 1
                        || proxy.getRawUserInfo() != null)) {
            throw new IllegalArgumentException("a proxy is given as http://host:port, not as " + proxy.getScheme()
                    + "://" + proxy.getHost() + ":" + proxy.getPort());
        }
        Objects.requireNonNull(addressPolicy, "addressPolicy");
    }

    /** 5 seconds to connect, 15 in all, 16 KiB kept of at most 64 KiB, no proxy, the JVM's TLS, public addresses only. */
    public static TransportOptions defaults() {
        return DEFAULTS;
    }

    /** The same options with this time to connect; default 5 seconds. */
    @CheckReturnValue
    public TransportOptions connectTimeout(Duration value) {
        return new TransportOptions(value, deadline, keptBodyBytes, maxBodyBytes, proxy, sslContext, addressPolicy);
    }

    /** The same options with this time for everything; default 15 seconds. */
    @CheckReturnValue
    public TransportOptions deadline(Duration value) {
        return new TransportOptions(
                connectTimeout, value, keptBodyBytes, maxBodyBytes, proxy, sslContext, addressPolicy);
    }

    /** The same options, keeping this much of a body and reading at most that much; default 16 and 64 KiB. */
    @CheckReturnValue
    public TransportOptions bodyBytes(int kept, int max) {
        return new TransportOptions(connectTimeout, deadline, kept, max, proxy, sslContext, addressPolicy);
    }

    /** The same options with this proxy, {@code http://host:port}; default none. */
    @CheckReturnValue
    public TransportOptions proxy(URI value) {
        Objects.requireNonNull(value, "proxy");
        return new TransportOptions(
                connectTimeout, deadline, keptBodyBytes, maxBodyBytes, value, sslContext, addressPolicy);
    }

    /** The same options with this TLS context, for mutual TLS or a certificate authority of one's own; default the JVM's. */
    @CheckReturnValue
    public TransportOptions sslContext(SSLContext value) {
        Objects.requireNonNull(value, "sslContext");
        return new TransportOptions(connectTimeout, deadline, keptBodyBytes, maxBodyBytes, proxy, value, addressPolicy);
    }

    /** The same options with this policy; default {@link AddressPolicy#publicOnly()}. */
    @CheckReturnValue
    public TransportOptions addressPolicy(AddressPolicy value) {
        return new TransportOptions(connectTimeout, deadline, keptBodyBytes, maxBodyBytes, proxy, sslContext, value);
    }

    private static void checkPositive(Duration value, String option) {
        Objects.requireNonNull(value, option);
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(option + " is longer than zero, not " + value);
        }
    }
}
