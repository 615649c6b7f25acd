package io.gortms.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.gortms.webhooks.InvalidSecretException;
import io.gortms.webhooks.Verification;
import io.gortms.webhooks.WebhookVerifier;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Receives webhooks on loopback: verifies each request, handles each message once, and prints what it does.
 *
 * <p>Arguments: {@code standard} or {@code gost}, and a port (default 8080). The secret is in the environment variable {@code
 * WEBHOOK_SECRET}, and one that is on its way out in {@code WEBHOOK_SECRET_OLD}.
 *
 * <p>The ids of what was handled are in memory. Where a message must not be handled twice even if the receiver is restarted, they
 * belong into the database that the handler writes to, and into the same transaction.
 */
public final class WebhookReceiverMain implements AutoCloseable {

    /** What to do with a message. After an exception the sender is told to try again. */
    @FunctionalInterface
    interface Handler {
        void handle(String id, byte[] body) throws Exception;
    }

    private static final int MAX_BODY_BYTES = 256 * 1024;
    private static final int MAX_IDS = 100_000;
    private static final int THREADS = 8;

    private enum Progress {
        BEGUN,
        DONE
    }

    private final WebhookVerifier verifier;
    private final Handler handler;
    private final PrintStream out;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final HttpServer server;
    private final ReentrantLock lock = new ReentrantLock();
    // guarded by lock; oldest first
    private final Map<String, Progress> progressById = new LinkedHashMap<>();

    /** Receives from now on; port 0 takes any that is free. */
    WebhookReceiverMain(int port, WebhookVerifier verifier, Handler handler, PrintStream out) throws IOException {
        this.verifier = verifier;
        this.handler = handler;
        this.out = out;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    /** Runs until it is interrupted; exits with 2 if it was called wrongly. */
    public static void main(String[] args) throws IOException {
        String secret = System.getenv("WEBHOOK_SECRET");
        String oldSecret = System.getenv("WEBHOOK_SECRET_OLD");
        if (secret == null || args.length < 1 || args.length > 2 || !args[0].matches("standard|gost")) {
            exitWithUsage("");
            return;
        }
        Handler printing = (id, body) -> System.out.println(id + ": " + new String(body, StandardCharsets.UTF_8));
        try {
            int port = args.length == 2 ? Integer.parseInt(args[1]) : 8080;
            WebhookVerifier verifier =
                    oldSecret == null ? verifier(args[0], secret) : verifier(args[0], secret, oldSecret);
            WebhookReceiverMain receiver = new WebhookReceiverMain(port, verifier, printing, System.out);
            Runtime.getRuntime().addShutdownHook(new Thread(receiver::close));
            System.out.println("receiving on http://127.0.0.1:" + receiver.port() + "/");
        } catch (InvalidSecretException | IllegalArgumentException e) {
            exitWithUsage(e.getMessage());
        }
    }

    private static void exitWithUsage(@Nullable String problem) {
        System.err.println("usage: WEBHOOK_SECRET=... WebhookReceiverMain standard|gost [PORT]\n" + problem);
        System.exit(2);
    }

    // tag::verifier[]
    static WebhookVerifier verifier(String format, String... secrets) {
        return format.equals("gost") ? WebhookVerifier.gost(secrets) : WebhookVerifier.standard(secrets);
    }
    // end::verifier[]

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdown();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            // without a body: a stranger is told nothing
            exchange.sendResponseHeaders(receive(exchange), -1);
        }
    }

    // tag::receive[]
    private int receive(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
        if (body.length > MAX_BODY_BYTES) {
            return 413;
        }
        Verification verification = verifier.verify(exchange.getRequestHeaders(), body);
        if (!verification.isGenuine()) {
            out.println("refused: " + verification.reason());
            return 401;
        }
        String id = verification.id();
        if (id == null) {
            // only Gost requests of other senders than gortms
            return 400;
        }
        Progress before = begin(id);
        if (before != null) {
            // handled already, and only the answer got lost; or another thread is at it, which may fail
            return before == Progress.DONE ? 200 : 503;
        }
        try {
            handler.handle(id, body);
        } catch (Exception e) {
            out.println("failed: " + id + ": " + e);
            forget(id);
            return 500;
        }
        done(id);
        return 200;
    }
    // end::receive[]

    private @Nullable Progress begin(String id) {
        lock.lock();
        try {
            Progress before = progressById.putIfAbsent(id, Progress.BEGUN);
            if (progressById.size() > MAX_IDS) {
                progressById.remove(progressById.keySet().iterator().next());
            }
            return before;
        } finally {
            lock.unlock();
        }
    }

    private void done(String id) {
        lock.lock();
        try {
            progressById.put(id, Progress.DONE);
        } finally {
            lock.unlock();
        }
    }

    private void forget(String id) {
        lock.lock();
        try {
            progressById.remove(id);
        } finally {
            lock.unlock();
        }
    }
}
