package io.gortms.webhooks.harness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/** A receiver of webhooks on loopback that does what a test says, and remembers what it got. */
public final class Receiver implements AutoCloseable {

    private static final long BOUND_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** A request as it came. */
    public record Request(String path, Map<String, String> headers, String text) {

        public String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }

        public byte[] body() {
            return text.getBytes(StandardCharsets.UTF_8);
        }

        public String id() {
            return header("X-Gost-Delivery").isEmpty() ? header("webhook-id") : header("X-Gost-Delivery");
        }
    }

    /** An answer. */
    public record Answer(int status, Map<String, String> headers, String body) {

        public static Answer of(int status) {
            return new Answer(status, Map.of(), "");
        }

        public Answer header(String name, String value) {
            Map<String, String> all = new HashMap<>(headers);
            all.put(name, value);
            return new Answer(status, all, body);
        }

        public Answer body(String text) {
            return new Answer(status, headers, text);
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "receiver");
        thread.setDaemon(true);
        return thread;
    });
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final List<Request> requests = new ArrayList<>();
    private volatile Function<Request, Answer> script = request -> Answer.of(200);
    private volatile boolean remembers = true;

    public Receiver() {
        this(0);
    }

    public Receiver(int port) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 256);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> headers = new HashMap<>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
            Request request = new Request(
                    exchange.getRequestURI().toString(),
                    headers,
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            Answer answer = script.apply(request);
            remember(request);
            answer.headers()
                    .forEach((name, value) -> exchange.getResponseHeaders().add(name, value));
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            if (body.length > 0) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    private void remember(Request request) {
        if (!remembers) {
            return;
        }
        lock.lock();
        try {
            requests.add(request);
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Leaves it to the script to remember what it wants, as there will be very many. */
    public Receiver forgetful() {
        remembers = false;
        return this;
    }

    /** Answers like this from now on; called by as many threads as there are requests. */
    public Receiver answer(Function<Request, Answer> newScript) {
        script = newScript;
        return this;
    }

    /** Answers with this status from now on. */
    public Receiver answer(int status) {
        return answer(request -> Answer.of(status));
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    /** All requests so far. */
    public List<Request> requests() {
        lock.lock();
        try {
            return List.copyOf(requests);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until so many have come in all. */
    public List<Request> await(int count) {
        lock.lock();
        try {
            long left = BOUND_NANOS;
            while (requests.size() < count) {
                left = arrived.awaitNanos(left);
                if (left <= 0) {
                    throw new AssertionError("only " + requests.size() + " of " + count + " requests came");
                }
            }
            return List.copyOf(requests);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
