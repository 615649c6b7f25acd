package io.gortms.examples;

import io.gortms.Broker;
import io.gortms.MessageQueue;
import io.gortms.websocket.JwtIssuer;
import io.gortms.websocket.ObservationServer;
import io.gortms.websocket.ServiceAccounts;
import io.gortms.websocket.ServiceSignature;
import io.gortms.websocket.User;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Watching a broker by WebSocket, with both ends in one program: a service that signs its requests replays a queue and goes on live,
 * a user with a token publishes by WebSocket, a listener of the hub hears a broadcast, and a stranger is turned away.
 *
 * <p>Takes a data directory as its first argument, default {@code gortms-data/websocket} below the current directory; with {@code
 * stay} as the second the server then goes on until the program is ended, on the ports 8080 and 8081.
 */
public final class WebSocketMain {

    private static final String QUEUE = "/api/ws/domains/shop/queues/orders";
    private static final String HUB = "/api/v1/ws";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final PrintStream out;
    private final byte[] key = random();
    private final byte[] tokenSecret = random();

    WebSocketMain(PrintStream out) {
        this.out = out;
    }

    /** Runs the program; exits with 1 if a client did not get what it should, with 2 if it was called wrongly. */
    public static void main(String[] args) throws Exception {
        if (args.length > 2 || (args.length == 2 && !args[1].equals("stay"))) {
            System.err.println("usage: WebSocketMain [DATA_DIRECTORY [stay]]");
            System.exit(2);
        }
        Path directory = Path.of(args.length > 0 ? args[0] : "gortms-data/websocket");
        System.exit(new WebSocketMain(System.out).run(directory, args.length == 2) ? 0 : 1);
    }

    /** In earnest it is kept elsewhere, and is the same at each start. */
    private static byte[] random() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    /** Returns whether each client got what it should. */
    boolean run(Path directory, boolean stay) throws Exception {
        out.println("data directory: " + directory.toAbsolutePath());
        Path accounts = directory.resolve("services.json");
        Files.deleteIfExists(accounts); // its key is another one now
        // tag::server[]
        try (Broker broker = Broker.builder().dataDirectory(directory).build()) {
            MessageQueue orders = broker.declareDomain("shop").declareQueue("orders");
            ServiceAccounts services = ServiceAccounts.open(accounts, key);
            JwtIssuer issuer = JwtIssuer.of(tokenSecret);
            try (ObservationServer server = ObservationServer.builder(broker)
                    .port(stay ? 8080 : 0)
                    .console(stay ? 8081 : 0)
                    .services(services)
                    .jwtIssuer(issuer)
                    .allowPublish(true)
                    .build()) {
                server.start();
                String secret = services.create("billing", List.of("consume:shop"));
                String token = issuer.issue(new User("u1", "ann", User.ADMIN));
                return show(server, orders, secret, token) && (!stay || stay(server, token));
            }
        }
        // end::server[]
    }

    private boolean show(ObservationServer server, MessageQueue orders, String secret, String token) throws Exception {
        long first = orders.publish(Map.of("order_id", "ord_1")).position();
        // tag::client[]
        Map<String, String> signed = ServiceSignature.headers("billing", secret, QUEUE, Instant.now());
        Frames watching = connect(server.port(), QUEUE + "?from=" + first, signed);
        boolean replayed = watching.await("\"connected\"")
                && watching.await("\"order_id\":\"ord_1\"")
                && watching.await("\"type\":\"replayed\"");
        // end::client[]
        Frames publishing = connect(server.port(), QUEUE, Map.of("Authorization", "Bearer " + token));
        publishing.send("{\"type\":\"publish\",\"payload\":{\"order_id\":\"ord_2\"},\"requestId\":\"r1\"}");
        boolean live = publishing.await("\"requestId\":\"r1\"") && watching.await("\"order_id\":\"ord_2\"");

        Frames listening = connect(server.port(), HUB, Map.of("Authorization", "Bearer " + token));
        while (server.hub().clients().isEmpty()) {
            Thread.onSpinWait(); // it is let in a moment after it has connected
        }
        server.hub().broadcastJson(Map.of("type", "notice", "text", "deployed"));
        boolean heard = listening.await("deployed");
        boolean refused = connect(server.port(), QUEUE, Map.of()).await("closed: 4401");
        return replayed && live && heard && refused;
    }

    private boolean stay(ObservationServer server, String token) throws InterruptedException {
        out.println("a token for an hour: " + token);
        out.println("health: http://localhost:" + server.consolePort() + "/api/health");
        out.println("press Ctrl+C to end");
        Thread.currentThread().join();
        return true;
    }

    private Frames connect(int port, String path, Map<String, String> headers) throws Exception {
        WebSocket.Builder builder = HttpClient.newHttpClient().newWebSocketBuilder();
        headers.forEach(builder::header);
        Frames frames = new Frames();
        builder.buildAsync(URI.create("ws://localhost:" + port + path), frames)
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return frames;
    }

    /** What a client gets. */
    private final class Frames implements WebSocket.Listener {

        private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
        private final StringBuilder begun = new StringBuilder();
        private final CompletableFuture<WebSocket> socket = new CompletableFuture<>();

        @Override
        public void onOpen(WebSocket opened) {
            socket.complete(opened);
            opened.request(1);
        }

        // tag::listener[]
        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            begun.append(data); // a message may come in pieces
            if (last) {
                received.add(begun.toString());
                begun.setLength(0);
            }
            from.request(1);
            return null;
        }
        // end::listener[]

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            received.add("closed: " + code + " " + reason);
            return null;
        }

        void send(String text) {
            socket.join().sendText(text, true).join();
        }

        /** Reads until a frame in which this is found, or the end. */
        boolean await(String wanted) throws InterruptedException {
            while (true) {
                String frame = received.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                out.println(frame);
                if (frame == null || frame.contains(wanted)) {
                    return frame != null;
                }
                if (frame.startsWith("closed: ")) {
                    return false;
                }
            }
        }
    }
}
