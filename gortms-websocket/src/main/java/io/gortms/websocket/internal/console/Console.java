package io.gortms.websocket.internal.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.gortms.Broker;
import io.gortms.Health;
import io.gortms.websocket.internal.auth.Origins;
import io.gortms.websocket.internal.tls.TlsContexts;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server of HTTP: the page at {@code /ui/}, {@code /api/health}, {@code /api/auth/login}, {@code /api/auth/bootstrap}. */
public final class Console implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Console.class);
    private static final int MOST_BODY_BYTES = 8 << 10;
    private static final int BACKLOG = 128;
    private static final int UNAVAILABLE = 503;
    private static final List<String> OF_PROXIES = List.of("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via");
    private static final Answer NOT_FROM_HERE =
            Answer.error(403, "loopback_only", "the first admin is made from the machine itself");

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final HttpServer server;
    private final Broker broker;
    private final @Nullable Login login;
    private final Origins origins;
    private final Page page;

    /**
     * Begins to listen; answers from {@link #start} on.
     *
     * @param tls null for plain HTTP
     * @param socketPort the port for WebSocket, which the page connects to
     * @param login null if nobody can log in
     * @param origins the pages whose requests are answered, but for health
     * @param executor answers, and is shut down by its owner
     */
    public Console(
            InetSocketAddress address,
            @Nullable SSLContext tls,
            int socketPort,
            Broker broker,
            @Nullable Login login,
            Origins origins,
            ExecutorService executor)
            throws IOException {
        this.broker = broker;
        this.origins = origins;
        this.login = login;
        this.page = new Page(tls != null, socketPort, login != null);
        this.server = tls == null ? HttpServer.create(address, BACKLOG) : encrypted(address, tls);
        server.setExecutor(executor);
        server.createContext("/", this::handle);
    }

    private static HttpServer encrypted(InetSocketAddress address, SSLContext tls) throws IOException {
        HttpsServer server = HttpsServer.create(address, BACKLOG);
        server.setHttpsConfigurator(new HttpsConfigurator(tls) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters chosen = tls.getDefaultSSLParameters();
                chosen.setProtocols(TlsContexts.protocols(tls));
                parameters.setSSLParameters(chosen);
            }
        });
        return server;
    }

    /** Begins to answer. */
    public void start() {
        server.start();
    }

    /** Where it listens. */
    public int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (page.has(path)) {
                page.answer(exchange, path);
                return;
            }
            Answer answer;
            try {
                answer = answer(exchange, path);
            } catch (RuntimeException e) {
                LOG.warn("{} could not be answered", path, e);
                answer = Answer.error(500, "error", "error");
            }
            send(exchange, answer);
        }
    }

    private Answer answer(HttpExchange exchange, String path) throws IOException {
        return switch (path) {
            case "/api/health" -> only("GET", exchange, this::health);
            case "/api/auth/login" -> login == null ? notFound() : posted(exchange, () -> login(exchange, login));
            case "/api/auth/bootstrap" -> login == null ? notFound() : bootstrap(exchange, login);
            default -> notFound();
        };
    }

    /** Something that is answered. */
    @FunctionalInterface
    private interface Answering {

        Answer answer() throws IOException;
    }

    private static Answer only(String method, HttpExchange exchange, Answering answering) throws IOException {
        return exchange.getRequestMethod().equals(method)
                ? answering.answer()
                : Answer.error(405, "method_not_allowed", "this is for " + method);
    }

    private Answer posted(HttpExchange exchange, Answering answering) throws IOException {
        String origin = exchange.getRequestHeaders().getFirst("Origin");
        if (!origins.allows(origin, exchange.getRequestHeaders().getFirst("Host"))) {
            return Answer.error(403, "origin_not_allowed", "pages of this origin are not allowed");
        }
        return only("POST", exchange, answering);
    }

    private static Answer notFound() {
        return Answer.error(404, "not_found", "there is nothing at this path");
    }

    private Answer health() {
        Health health = broker.health();
        return Answer.of(health.status() == Health.Status.DOWN ? UNAVAILABLE : 200, health);
    }

    private Answer bootstrap(HttpExchange exchange, Login login) throws IOException {
        boolean here = isFromHere(exchange);
        return exchange.getRequestMethod().equals("GET")
                ? Answer.of(200, Map.of("needed", here && login.isBootstrapNeeded()))
                : posted(exchange, () -> here ? login.bootstrap() : NOT_FROM_HERE);
    }

    /** Not by a proxy on this machine, nor under a name that somebody else has given to its address. */
    private static boolean isFromHere(HttpExchange exchange) {
        Headers headers = exchange.getRequestHeaders();
        return exchange.getRemoteAddress().getAddress().isLoopbackAddress()
                && Origins.isLoopbackHost(headers.getFirst("Host"))
                && OF_PROXIES.stream().noneMatch(headers::containsKey);
    }

    /** A page of somebody else's can send anything but JSON without asking first. */
    private static Answer login(HttpExchange exchange, Login login) throws IOException {
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
            return Answer.error(415, "not_json", "a login is of Content-Type application/json");
        }
        byte[] body = exchange.getRequestBody().readNBytes(MOST_BODY_BYTES + 1);
        if (body.length > MOST_BODY_BYTES) {
            return Answer.error(413, "too_large", "a login is at most " + MOST_BODY_BYTES + " bytes");
        }
        try {
            JsonNode request = MAPPER.readTree(body);
            return login.login(request, exchange.getRemoteAddress().getAddress());
        } catch (JsonProcessingException e) {
            return Answer.error(400, "malformed", "this is not JSON");
        }
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        byte[] body = MAPPER.writeValueAsBytes(answer.body());
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        if (exchange.getRequestMethod().equals("HEAD")) { // the JDK's server complains of a body
            exchange.sendResponseHeaders(answer.status(), -1);
            return;
        }
        exchange.sendResponseHeaders(answer.status(), body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    /** Listens no more; what is being answered is cut off. */
    @Override
    public void close() {
        server.stop(0);
    }
}
