package io.gortms.webhooks.internal.http;

import io.gortms.webhooks.AddressPolicy;
import io.gortms.webhooks.BlockedAddressException;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.nio.AsyncClientConnectionOperator;
import org.apache.hc.client5.http.nio.ManagedAsyncClientConnection;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.nio.ssl.TlsStrategy;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.net.NamedEndpoint;
import org.apache.hc.core5.reactor.ConnectionInitiator;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way to a new connection. It resolves the host, keeps the addresses that the policy of the request allows, and connects to
 * exactly these: nothing resolves the name a second time.
 */
final class Connector implements AsyncClientConnectionOperator {

    private static final Logger LOG = LoggerFactory.getLogger(Connector.class);

    /** Makes the client's own operator, with this TLS and these addresses. */
    @FunctionalInterface
    interface Operators {
        AsyncClientConnectionOperator create(TlsStrategy tls, DnsResolver addresses);
    }

    private final NameResolution names;
    private final Operators operators;

    Connector(NameResolution names, Operators operators) {
        this.names = names;
        this.operators = operators;
    }

    @Override
    public Future<ManagedAsyncClientConnection> connect(
            ConnectionInitiator initiator,
            HttpHost host,
            @Nullable Path unixSocket,
            @Nullable NamedEndpoint name,
            @Nullable SocketAddress localAddress,
            Timeout timeout,
            Object attachment,
            HttpContext context,
            FutureCallback<ManagedAsyncClientConnection> callback) {
        Exchange exchange = ExchangeContext.exchangeOf(context);
        PendingConnection connection = new PendingConnection(callback);
        exchange.connecting(connection);
        names.resolve(host.getHostName(), (addresses, failure) -> {
            if (failure != null) {
                connection.failed(failure);
            } else if (connection.isWanted()) {
                try {
                    InetAddress[] allowed = allowed(addresses, exchange);
                    exchange.enter(Phase.CONNECTING);
                    connection.attempting(operators
                            .create(new ExchangeTls(exchange, connection), new Addresses(allowed))
                            .connect(
                                    initiator,
                                    host,
                                    unixSocket,
                                    name,
                                    localAddress,
                                    timeoutOfEach(allowed, exchange),
                                    tlsConfig(exchange),
                                    context,
                                    connection));
                } catch (RuntimeException e) {
                    connection.failed(e);
                }
            }
        });
        return connection.result();
    }

    @Override
    public Future<ManagedAsyncClientConnection> connect(
            ConnectionInitiator initiator,
            HttpHost host,
            SocketAddress localAddress,
            Timeout timeout,
            Object attachment,
            FutureCallback<ManagedAsyncClientConnection> callback) {
        throw new UnsupportedOperationException("a connection is made for an exchange only, which is in the context");
    }

    @Override
    public void upgrade(
            ManagedAsyncClientConnection connection,
            HttpHost host,
            @Nullable NamedEndpoint name,
            Object attachment,
            HttpContext context,
            FutureCallback<ManagedAsyncClientConnection> callback) {
        Exchange exchange = ExchangeContext.exchangeOf(context);
        PendingConnection secured = new PendingConnection(callback);
        exchange.connecting(secured);
        operators
                .create(new ExchangeTls(exchange, secured), new Addresses())
                .upgrade(connection, host, name, tlsConfig(exchange), context, secured);
    }

    @Override
    public void upgrade(ManagedAsyncClientConnection connection, HttpHost host, Object attachment) {
        throw new UnsupportedOperationException("TLS is added for an exchange only, which is in the context");
    }

    private static InetAddress[] allowed(InetAddress[] addresses, Exchange exchange) {
        if (exchange.options().proxy() != null) {
            return addresses;
        }
        AddressPolicy policy = exchange.options().addressPolicy();
        InetAddress[] allowed = Arrays.stream(addresses).filter(policy::allows).toArray(InetAddress[]::new);
        String host = exchange.request().uri().getHost();
        if (allowed.length < addresses.length) {
            LOG.debug("{} resolves to {}, not all of which are allowed", host, addresses);
        }
        if (allowed.length == 0) {
            throw new BlockedAddressException("the address of the host " + host
                    + " is not allowed; a webhook goes to public addresses, or to those that were allowed");
        }
        return allowed;
    }

    // so that an address that does not answer leaves time for the next one
    private static Timeout timeoutOfEach(InetAddress[] addresses, Exchange exchange) {
        return Timeout.ofMilliseconds(Math.max(1, connectTimeoutMs(exchange) / addresses.length));
    }

    /** The client adds it to the time, and may not come to an end of what there is; the exchange ends in time by itself. */
    private static long connectTimeoutMs(Exchange exchange) {
        return Math.min(
                Integer.MAX_VALUE,
                TimeUnit.MILLISECONDS.convert(exchange.options().connectTimeout()));
    }

    private static TlsConfig tlsConfig(Exchange exchange) {
        return TlsConfig.copy(ClientFactory.TLS_CONFIG)
                .setHandshakeTimeout(Timeout.ofMilliseconds(connectTimeoutMs(exchange)))
                .build();
    }

    /** What was resolved and is allowed, for the client to connect to. */
    private static final class Addresses implements DnsResolver {

        private final InetAddress[] allowed;

        Addresses(InetAddress... allowed) {
            this.allowed = allowed;
        }

        @Override
        public InetAddress[] resolve(String host) {
            return allowed;
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }
}
