package io.gortms.webhooks.internal.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;

/**
 * Resolves names away from the threads that serve connections, for the system's resolver blocks, for tens of seconds if a name
 * server does not answer. A name that hangs holds one thread, however many wait for it.
 */
final class NameResolution {

    private final Resolver resolver;
    private final Executor executor;
    private final ConcurrentMap<String, CompletableFuture<InetAddress[]>> underWay = new ConcurrentHashMap<>();

    NameResolution(Resolver resolver, Executor executor) {
        this.resolver = resolver;
        this.executor = executor;
    }

    /** Gives the addresses or the failure, one of them null. */
    void resolve(String host, BiConsumer<InetAddress[], Exception> action) {
        CompletableFuture<InetAddress[]> mine = new CompletableFuture<>();
        CompletableFuture<InetAddress[]> earlier = underWay.putIfAbsent(host, mine);
        var unused = (earlier != null ? earlier : mine)
                .whenComplete((addresses, failure) -> action.accept(addresses, (Exception) failure));
        if (earlier == null) {
            executor.execute(() -> lookUp(host, mine));
        }
    }

    private void lookUp(String host, CompletableFuture<InetAddress[]> waiting) {
        try {
            InetAddress[] addresses = resolver.resolve(host);
            underWay.remove(host);
            waiting.complete(addresses);
        } catch (UnknownHostException | RuntimeException e) {
            underWay.remove(host);
            waiting.completeExceptionally(e);
        } catch (Error e) {
            // or whoever wants this name would wait for ever
            underWay.remove(host);
            waiting.completeExceptionally(new IllegalStateException("the resolver is broken", e));
            throw e;
        }
    }
}
