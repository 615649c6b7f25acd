package io.gortms.webhooks.internal.http;

import io.gortms.webhooks.BlockedAddressException;
import io.gortms.webhooks.WebhookRequest;
import io.gortms.webhooks.WebhookResponse;
import io.gortms.webhooks.WebhookTransport;
import java.net.InetAddress;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManager;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.Method;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.http.nio.entity.BasicAsyncEntityProducer;
import org.apache.hc.core5.http.nio.support.BasicRequestProducer;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.PoolStats;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Apache HttpClient 5 over HTTP/1.1. All its threads are daemons: two for connections, one for deadlines, and while names are
 * resolved at most {@value #RESOLVER_THREADS} for these.
 */
public final class ApacheTransport implements WebhookTransport {

    private static final Logger LOG = LoggerFactory.getLogger(ApacheTransport.class);
    private static final int IO_THREADS = 2;
    private static final int RESOLVER_THREADS = 256;

    /** Idle ones are closed early beyond so many in all, unless a single host may have more. */
    private static final int LEAST_CONNECTIONS = 512;

    private final ScheduledThreadPoolExecutor timer;
    private final ThreadPoolExecutor resolvers;
    private final Deadlines deadlines;
    private final PoolingAsyncClientConnectionManager connections;
    private final CloseableHttpAsyncClient client;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Starts one that keeps at most so many connections to one host, and resolves names as the system does. */
    public ApacheTransport(int maxConnectionsPerHost) {
        this(maxConnectionsPerHost, InetAddress::getAllByName);
    }

    ApacheTransport(int maxConnectionsPerHost, Resolver resolver) {
        timer = new ScheduledThreadPoolExecutor(1, threads("timer"));
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        resolvers = new ThreadPoolExecutor(
                0,
                RESOLVER_THREADS,
                10,
                TimeUnit.SECONDS,
                new ToIdleThreads(),
                threads("resolver"),
                (lookUp, pool) -> pool.getQueue().add(lookUp));
        deadlines = new Deadlines(timer);
        connections = ClientFactory.connections(
                new NameResolution(resolver, resolvers),
                maxConnectionsPerHost,
                Math.max(maxConnectionsPerHost, LEAST_CONNECTIONS));
        client = ClientFactory.client(connections, IO_THREADS, threads("io"), this::logUnlessClosed);
        client.start();
        ScheduledFuture<?> unused = timer.scheduleWithFixedDelay(connections::closeExpired, 1, 1, TimeUnit.SECONDS);
    }

    @Override
    public CompletableFuture<WebhookResponse> post(WebhookRequest request) {
        if (closed.get()) {
            throw new IllegalStateException("the transport is closed");
        }
        try {
            request.options().addressPolicy().check(request.uri());
        } catch (BlockedAddressException blocked) {
            return CompletableFuture.failedFuture(blocked);
        }
        Exchange exchange = new Exchange(request, deadlines);
        deadlines.add(exchange);
        try {
            execute(exchange);
        } catch (RuntimeException e) {
            exchange.failed(e);
        }
        if (closed.get()) {
            exchange.cancel(true);
        }
        return exchange;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            deadlines.cancelAll();
            client.close(CloseMode.IMMEDIATE);
            timer.shutdownNow();
            resolvers.shutdownNow();
        }
    }

    private void execute(Exchange exchange) {
        WebhookRequest request = exchange.request();
        HttpHost host = hostOf(request.uri());
        var unused = client.execute(
                host,
                new BasicRequestProducer(message(request, host), new BasicAsyncEntityProducer(request.body(), null)),
                new ResponseReader(exchange),
                null,
                new ExchangeContext(exchange),
                exchange);
    }

    /** How many connections there are, and are in use. */
    PoolStats connections() {
        return connections.getTotalStats();
    }

    // closing takes selectors and connections away from the threads that use them
    private void logUnlessClosed(Exception failure) {
        if (!closed.get()) {
            LOG.error("a thread that serves connections has failed, and its connections are closed", failure);
        }
    }

    private static BasicHttpRequest message(WebhookRequest request, HttpHost host) {
        BasicHttpRequest message = new BasicHttpRequest(Method.POST, host, target(request.uri()));
        request.headers().forEach(message::addHeader);
        return message;
    }

    /** Path and query as they go out, without the fragment. */
    private static String target(URI uri) {
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String target = uri.getRawQuery() == null ? path : path + '?' + uri.getRawQuery();
        for (int i = 0; i < target.length(); i++) {
            if (target.charAt(i) > '~') {
                return target(URI.create(uri.toASCIIString()));
            }
        }
        return target;
    }

    /** The host, an IPv6 address without its brackets, and the port if it stands there. */
    static HttpHost hostOf(URI uri) {
        String host = uri.getHost();
        String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return new HttpHost(uri.getScheme(), name, uri.getPort());
    }

    /** Offered, it takes only what a thread waits for; so a new thread is made before anything has to wait, but not before. */
    private static final class ToIdleThreads extends LinkedTransferQueue<Runnable> {

        private static final long serialVersionUID = 1L;

        @Override
        public boolean offer(Runnable lookUp) {
            return tryTransfer(lookUp);
        }
    }

    private static ThreadFactory threads(String kind) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, "gortms-webhooks-" + kind + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
