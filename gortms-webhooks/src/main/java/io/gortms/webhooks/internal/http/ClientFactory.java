package io.gortms.webhooks.internal.http;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.ThreadFactory;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.SchemePortResolver;
import org.apache.hc.client5.http.async.AsyncExecCallback;
import org.apache.hc.client5.http.async.AsyncExecChain;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.DefaultConnectionKeepAliveStrategy;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManager;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.client5.http.nio.AsyncClientConnectionOperator;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.routing.HttpRoutePlanner;
import org.apache.hc.client5.http.routing.RoutingSupport;
import org.apache.hc.core5.function.Callback;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.nio.AsyncEntityProducer;
import org.apache.hc.core5.http.nio.ssl.TlsStrategy;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** The client with everything off that is not one request and its response, and limits where it has none by default. */
final class ClientFactory {

    static final TlsConfig TLS_CONFIG =
            TlsConfig.custom().setVersionPolicy(HttpVersionPolicy.FORCE_HTTP_1).build();

    private static final int MAX_HEADER_LINE_BYTES = 8 * 1024;
    private static final int MAX_HEADERS = 100;
    private static final TimeValue SELECT_INTERVAL = TimeValue.ofMilliseconds(500);

    /** Shorter than the idle timeout of common receivers, so that these rarely close what is just being used. */
    private static final TimeValue LONGEST_KEEP_ALIVE = TimeValue.ofSeconds(15);

    private ClientFactory() {}

    static CloseableHttpAsyncClient client(
            PoolingAsyncClientConnectionManager connections,
            int ioThreads,
            ThreadFactory threads,
            Callback<Exception> onBrokenThread) {
        return HttpAsyncClients.custom()
                .setConnectionManager(connections)
                .setIOReactorConfig(IOReactorConfig.custom()
                        .setIoThreadCount(ioThreads)
                        .setTcpNoDelay(true)
                        .setSelectInterval(SELECT_INTERVAL)
                        .setSoTimeout(Timeout.DISABLED)
                        .build())
                .setHttp1Config(Http1Config.custom()
                        .setMaxLineLength(MAX_HEADER_LINE_BYTES)
                        .setMaxHeaderCount(MAX_HEADERS)
                        .build())
                .setThreadFactory(threads)
                .setIoReactorExceptionCallback(onBrokenThread)
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setExpectContinueEnabled(false)
                        .setRedirectsEnabled(false)
                        .setAuthenticationEnabled(false)
                        .setContentCompressionEnabled(false)
                        .setProtocolUpgradeEnabled(false)
                        .setHardCancellationEnabled(true)
                        .setConnectionRequestTimeout(Timeout.DISABLED)
                        .build())
                .setRoutePlanner(new Routes())
                .setKeepAliveStrategy(ClientFactory::keepAlive)
                .setUserAgent("gortms-webhooks")
                .addExecInterceptorBefore(ChainElement.CONNECT.name(), "tunnel", ClientFactory::connect)
                .addExecInterceptorBefore(ChainElement.MAIN_TRANSPORT.name(), "send", ClientFactory::send)
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableConnectionState()
                .disableContentCompression()
                .disableRequestPriority()
                .build();
    }

    static PoolingAsyncClientConnectionManager connections(NameResolution names, int maxPerRoute, int maxTotal) {
        return new ConnectionsBuilder(names)
                .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.STRICT)
                .setMaxConnPerRoute(maxPerRoute)
                .setMaxConnTotal(maxTotal)
                .setDefaultTlsConfig(TLS_CONFIG)
                .build();
    }

    private static void connect(
            HttpRequest request,
            @Nullable AsyncEntityProducer body,
            AsyncExecChain.Scope scope,
            AsyncExecChain chain,
            AsyncExecCallback callback)
            throws HttpException, IOException {
        if (scope.route.isTunnelled()) {
            boolean unused = ExchangeContext.exchangeOf(scope.clientContext).uses(scope.execRuntime);
        }
        chain.proceed(request, body, scope, callback);
    }

    private static void send(
            HttpRequest request,
            @Nullable AsyncEntityProducer body,
            AsyncExecChain.Scope scope,
            AsyncExecChain chain,
            AsyncExecCallback callback)
            throws HttpException, IOException {
        Exchange exchange = ExchangeContext.exchangeOf(scope.clientContext);
        exchange.enter(Phase.HEADERS);
        if (!exchange.uses(scope.execRuntime)) {
            // nothing was sent on it, so it is as good as before
            scope.execRuntime.markConnectionReusable(scope.clientContext.getUserToken(), LONGEST_KEEP_ALIVE);
            scope.execRuntime.releaseEndpoint();
            callback.failed(new IOException("given up"));
            return;
        }
        try {
            chain.proceed(request, body, scope, callback);
        } catch (IllegalStateException givenUpMeanwhile) {
            callback.failed(givenUpMeanwhile);
        }
    }

    // What a receiver announces is when it closes: a request that is sent just then is lost, so be earlier.
    private static TimeValue keepAlive(HttpResponse response, HttpContext context) {
        TimeValue announced = DefaultConnectionKeepAliveStrategy.INSTANCE.getKeepAliveDuration(response, context);
        if (!TimeValue.isPositive(announced)) {
            return LONGEST_KEEP_ALIVE;
        }
        long announcedMs = announced.toMilliseconds();
        return TimeValue.ofMilliseconds(
                Math.min(LONGEST_KEEP_ALIVE.toMilliseconds(), announcedMs - Math.min(1000, announcedMs / 2)));
    }

    /** A route for each host name, port, scheme and proxy. */
    private static final class Routes implements HttpRoutePlanner {

        @Override
        public HttpRoute determineRoute(HttpHost target, HttpContext context) {
            HttpHost host = RoutingSupport.normalize(target, DefaultSchemePortResolver.INSTANCE);
            boolean secure = URIScheme.HTTPS.same(host.getSchemeName());
            URI proxy = ExchangeContext.exchangeOf(HttpClientContext.cast(context))
                    .options()
                    .proxy();
            return proxy == null
                    ? new HttpRoute(host, null, secure)
                    : new HttpRoute(host, null, ApacheTransport.hostOf(proxy), secure);
        }
    }

    /** Puts the connector before the client's own way to connections. */
    private static final class ConnectionsBuilder extends PoolingAsyncClientConnectionManagerBuilder {

        private final NameResolution names;

        ConnectionsBuilder(NameResolution names) {
            this.names = names;
        }

        @Override
        protected AsyncClientConnectionOperator createConnectionOperator(
                TlsStrategy tls, SchemePortResolver ports, DnsResolver resolver) {
            return new Connector(
                    names, (strategy, addresses) -> super.createConnectionOperator(strategy, ports, addresses));
        }
    }
}
